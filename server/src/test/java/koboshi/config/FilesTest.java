package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with files before anything in them is understood. */
class FilesTest {
    @TempDir
    Path folder;

    private static String refused(Path path) {
        var problems = catchThrowableOfType(Problems.class, () -> Configuration.read(path));
        assertThat(problems).as("refused").isNotNull();
        return problems.getMessage();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("koboshi.yaml"), text);
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThat(refused(folder.resolve("koboshi.yaml"))).isEqualTo("koboshi.yaml:1:1: no such file");
    }

    @Test
    void refusesAHugeFile() throws Exception {
        assertThat(refused(file("#".repeat((4 << 20) + 1)))).isEqualTo("koboshi.yaml:1:1: too large; expected at most 4MiB");
        assertThat(Configuration.read(file("#".repeat(4 << 20))).warnings()).isEmpty();
    }

    @Test
    void refusesAHugeFolder() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "#".repeat(3 << 20));
        Files.writeString(folder.resolve("b.yaml"), "#".repeat(3 << 20));
        assertThat(refused(folder)).endsWith(":1:1: too large; expected at most 4MiB in all files together");
    }

    @Test
    void showsWhereTextStopsBeingUtf8() throws Exception {
        var file = Files.write(folder.resolve("koboshi.yaml"), "services:\n  あ: '\u00e9'".getBytes(StandardCharsets.UTF_8));
        assertThat(refused(file)).startsWith("koboshi.yaml:2:3: services.あ");
        Files.write(file, "services:\n  a: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(file)).isEqualTo("koboshi.yaml:2:6: not UTF-8; expected the file to be saved as UTF-8");
    }

    @Test
    void showsWhereAControlCharacterStands() throws Exception {
        assertThat(refused(file("# a\nservices: \u0001"))).isEqualTo("koboshi.yaml:2:11: a character that may not stand in YAML: U+0001");
    }

    @Test
    void refusesNothingButBracketsInsteadOfRunningOutOfStack() throws Exception {
        var deep = "koboshi.yaml:1:33: too deep or too much; expected at most 32 levels and 100000 values, aliases written out";
        assertThat(refused(file("[".repeat(2_000_000)))).isEqualTo(deep);
        assertThat(refused(file("- ".repeat(1_000_000)))).startsWith("koboshi.yaml:1:65: too deep");
        assertThat(refused(file("{a: ".repeat(1_000_000)))).startsWith("koboshi.yaml:1:129: too deep");
    }

    @Test
    void tellsAtMostAHundredProblems() throws Exception {
        var text = new StringBuilder("services:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("  s").append(i).append(": {rum: a}\n");
        }
        assertThat(refused(file(text.toString())).lines()).hasSize(100);
    }

    @Test
    void namesBothFilesWhenOneNameIsDefinedTwice() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "listen: 127.0.0.1:1\nservices: {a: {run: a}}\n");
        Files.writeString(folder.resolve("b.yaml"), "services:\n  a: {run: a}\nlisten: 127.0.0.1:2\n");
        assertThat(refused(folder)).isEqualTo("""
                b.yaml:2:3: services.a: written twice; first at a.yaml:2:12
                b.yaml:3:1: listen: written twice; first at a.yaml:1:1""");
    }

    @Test
    void doesNotBlameOneFileForWhatABrokenOneWouldDefine() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "services: {a: {run: a}");
        Files.writeString(folder.resolve("b.yaml"), "guards: {g: {when: x > 1, on: service/a, then: [restart]}}");
        assertThat(refused(folder)).startsWith("a.yaml:1:23: not YAML").hasLineCount(1);
    }

    @Test
    void saysThatAYmlFileIsIgnoredAndThatAFolderIsEmpty() throws Exception {
        Files.writeString(folder.resolve("a.yml"), "services: {a: {run: a}}");
        assertThat(Configuration.read(folder).warnings().stream().map(Problem::toString)).isEqualTo(List.of(
                "a.yml:1:1: ignored; expected a name ending in .yaml",
                folder.getFileName() + ":1:1: no *.yaml file in this folder: nothing is guarded"));
    }

    @Test
    void namesAFolderInPlaceOfAFile() throws Exception {
        Files.createDirectory(folder.resolve("a.yaml"));
        assertThat(refused(folder)).isEqualTo("a.yaml:1:1: not a file; expected YAML");
    }
}

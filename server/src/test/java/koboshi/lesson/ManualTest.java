package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual's example is played as it stands, and every word of the language is in the manual. */
class ManualTest {
    private static final Pattern EXAMPLE = Pattern.compile("```lesson\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lessons.md", "lessons.ja.md"})
    void showsALessonThatHolds(String page) throws Exception {
        Files.copy(Path.of("../scenarios/live-qa/koboshi.yaml"), folder.resolve("koboshi.yaml"));
        var example = EXAMPLE.matcher(Files.readString(Path.of("../docs").resolve(page))).results().map(match -> match.group(1)).collect(Collectors.joining());
        var file = Files.writeString(Files.createDirectory(folder.resolve("lessons")).resolve("example.lesson"), example);
        var result = Lessons.run(file);
        assertThat(result.problems()).isEmpty();
        assertThat(result.passed()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lessons.md", "lessons.ja.md"})
    void namesEveryRefusal(String page) throws Exception {
        assertThat(Files.readString(Path.of("../docs").resolve(page))).contains(Keywords.REFUSALS);
    }

    @Test
    void writesTypesInSmallLetters() {
        assertThat(Keywords.REFUSALS).contains("cooling-down", "agent-is-away", "too-often");
    }
}

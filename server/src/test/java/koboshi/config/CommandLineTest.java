package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    Path folder;

    private List<String> command(String run) throws Exception {
        var file = Files.writeString(folder.resolve("koboshi.yaml"), "services:\n  a:\n    run: " + run + "\n");
        var service = Configuration.read(file).plan().services().get(ResourceId.service("a"));
        return ((Origin.Run) service.origin()).command();
    }

    @Test
    void splitsOnBlanksAndHonoursQuotes() throws Exception {
        assertThat(command("java  -jar 'my app.jar' --name=\"a b\" ''")).containsExactly("java", "-jar", "my app.jar", "--name=a b", "");
        assertThat(command("echo \"say \\\"hi\\\" \\\\ \\n\" C:\\dir 'it''s'")).containsExactly("echo", "say \"hi\" \\ \\n", "C:\\dir", "its");
    }

    @Test
    void takesAListAsItIs() throws Exception {
        assertThat(command("[sh, -c, 'a > b && c', 8080, '']")).containsExactly("sh", "-c", "a > b && c", "8080", "");
    }

    @Test
    void readsSeveralLinesAsOne() throws Exception {
        assertThat(command(">\n      java\n      -jar a.jar")).containsExactly("java", "-jar", "a.jar");
    }

    @Test
    void quotedShellSignsAreArguments() throws Exception {
        assertThat(command("grep '|' a")).containsExactly("grep", "|", "a");
    }
}

package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual's examples, laid together, are a configuration. */
class ManualTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"configuration.md", "configuration.ja.md"})
    void showsOnlyWhatIsRead(String page) throws Exception {
        var configuration = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), examples(page)));
        assertThat(configuration.plan().duties()).containsKeys("silent", "too-many-waiting", "no-speech", "nightly-late");
    }

    private static String examples(String page) throws IOException {
        var text = Files.readString(Path.of("../docs").resolve(page));
        return EXAMPLE.matcher(text).results().map((MatchResult example) -> example.group(1)).collect(Collectors.joining());
    }
}

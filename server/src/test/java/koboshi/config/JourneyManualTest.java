package koboshi.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual shows of journeys can be written so. */
class JourneyManualTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    Path folder;

    static Stream<String> examples() throws IOException {
        return Stream.of("journeys.md", "journeys.ja.md")
                .map(page -> Path.of("../docs", page))
                .flatMap(page -> EXAMPLE.matcher(read(page)).results().map(match -> match.group(1)));
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isRead(String example) throws IOException {
        var journeys = example.startsWith("journeys:") ? example : "journeys:\n  j:\n    service: shop\n    steps:\n" + example.indent(6);
        var file = Files.writeString(folder.resolve("koboshi.yaml"), "services: {shop: {run: shop}}\n" + journeys);
        assertThatCode(() -> Configuration.read(file)).doesNotThrowAnyException();
    }
}

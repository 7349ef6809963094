package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual says what there is. */
class ManualTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

    @ParameterizedTest
    @ValueSource(strings = {"on-air.md", "on-air.ja.md"})
    void everyLineOfPreflightIsExplainedAndNoOther(String manual) throws IOException {
        var explained = found(manual, "(?m)^\\| `([a-z-]+)` \\|");
        assertThat(explained).containsExactlyElementsOf(Checks.ALL.stream().map(Check::id).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-air.md", "on-air.ja.md", "preflight-report.md"})
    void everyLinkLeadsSomewhere(String manual) throws IOException {
        for (var link : LINK.matcher(Files.readString(DOCS.resolve(manual))).results().toList()) {
            if (link.group(1).startsWith("http")) continue;
            var file = link.group(1).isEmpty() ? DOCS.resolve(manual) : DOCS.resolve(link.group(1));
            assertThat(file).as(link.group()).exists();
            if (link.group(2) != null) assertThat(anchors(file)).as(link.group()).contains(link.group(2));
        }
    }

    private static Set<String> anchors(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("#")).map(line -> line.replaceFirst("^#+ ", "")).map(ManualTest::anchor).collect(Collectors.toSet());
        }
    }

    private static String anchor(String heading) {
        return "#" + heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    @Test
    void bothLanguagesHaveTheSameCommandsInTheSameOrder() throws IOException {
        assertThat(commands("on-air.ja.md")).isNotEmpty().isEqualTo(commands("on-air.md"));
    }

    private static List<String> commands(String manual) throws IOException {
        return found(manual, "(?m)^ *((?:sudo|services/|wget|curl|git |tar |ssh|echo|install|--|nano)[^#\\n]*)").stream().map(String::strip)
                .map(line -> line.replaceAll("<[^>]*>|the-model|モデルの名前", "")).toList();
    }

    private static List<String> found(String manual, String pattern) throws IOException {
        return Pattern.compile(pattern).matcher(Files.readString(DOCS.resolve(manual))).results().map(result -> result.group(1)).toList();
    }
}

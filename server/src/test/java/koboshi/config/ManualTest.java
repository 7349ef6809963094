package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.action.Verb;
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

    /** Each example of that page stands for itself: together they would be one mapping with a key twice. */
    @ParameterizedTest
    @ValueSource(strings = {"scraping.md", "scraping.ja.md"})
    void theExamplesOfScrapingAreRead(String page) throws Exception {
        Files.writeString(folder.resolve("web-token.txt"), "x");
        Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: [{job_name: a, static_configs: [{targets: [b]}]}]");
        var text = Files.readString(Path.of("../docs").resolve(page));
        var jobs = EXAMPLE.matcher(text).results().map(example -> example.group(1)).toList();
        assertThat(jobs).hasSize(4);
        for (var example : jobs) {
            var read = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), example));
            assertThat(read.settings().scrapes().jobs()).isNotEmpty();
            assertThat(read.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"probes.md", "probes.ja.md"})
    void theExampleOfProbesIsReadWithoutAWarning(String page) throws Exception {
        var read = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), examples(page)));
        assertThat(read.settings().scrapes().jobs()).extracting(ScrapeJob::name).containsExactly("shops", "branches");
        assertThat(read.plan().duties()).containsKey("many-shops-are-closed");
        assertThat(read.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"traffic.md", "traffic.ja.md"})
    void theExamplesOfTrafficAreRead(String page) throws Exception {
        var examples = EXAMPLE.matcher(Files.readString(Path.of("../docs").resolve(page))).results().map(example -> example.group(1)).toList();
        assertThat(examples).hasSize(2);
        var found = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), examples.getLast())).over(Map.of("web", Map.of("web-1", "h:1", "other", "h:2")));
        assertThat(found.warnings()).isEmpty();
        assertThat(found.plan().journeys()).containsOnlyKeys("see@web/web-1", "see@web/web-2");
        var read = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), examples.getFirst()));
        assertThat(read.warnings()).isEmpty();
        assertThat(read.plan().pools().get("shop").members()).hasSize(3);
        assertThat(read.plan().duties()).containsKeys("buy@shop/s1", "buy@shop/s2", "buy@shop/s3", "shop-1-waits-too-long");
        assertThat(read.plan().duties().get("shop-1-waits-too-long").runbook().then()).containsExactly(Verb.DRAIN, Verb.RESTART);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vantages.md", "vantages.ja.md"})
    void theExampleOfVantagesIsReadWithoutAWarning(String page) throws Exception {
        var read = Configuration.read(Files.writeString(folder.resolve("koboshi.yaml"), examples(page)));
        assertThat(read.plan().journeys().get("buy").quorum().orElseThrow().needed()).isEqualTo(2);
        assertThat(read.warnings()).isEmpty();
    }

    private static String examples(String page) throws IOException {
        var text = Files.readString(Path.of("../docs").resolve(page));
        return EXAMPLE.matcher(text).results().map((MatchResult example) -> example.group(1)).collect(Collectors.joining());
    }
}

package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.scrape.TargetStatus;
import koboshi.series.Labels;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import koboshi.wire.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MetadataTest {
    @TempDir
    private Path folder;

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors() throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> open.now));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        var up = new Family("up_total", "counter", "How many.", "");
        open.house.scraped = new House.Scraped(
                List.of(target("a", List.of(up, new Family("latency", "summary", "", "seconds"))), target("b", List.of(up))), List.of());
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private static TargetStatus target(String name, List<Family> families) {
        return new TargetStatus("web", Map.of(), Labels.of("instance", name, "job", "web"), "http://" + name + "/metrics", TargetStatus.Health.UP, "", "its warning", new TargetStatus.Recent(2, 0),
                Optional.empty(), Optional.empty(), Duration.ZERO, Duration.ofSeconds(15), Duration.ofSeconds(10), 1, 1, families, "");
    }

    /** Of what was odd about an answer nobody read but the log. */
    @Test
    void theListOfTargetsHasTheLastWarningToo() throws IOException {
        open.house.scraped = new House.Scraped(List.of(target("a:1", List.of())), List.of());
        assertThat(data("targets").at("/activeTargets/0/lastWarning").stringValue()).isEqualTo("its warning");
    }

    private JsonNode data(String path) throws IOException {
        return open.ask("GET /api/v1/" + path).json().path("data");
    }

    @Test
    void tellsWhatTargetsSayOfTheirMetricsOnce() throws IOException {
        assertThat(Json.text(data("metadata"))).isEqualTo("{\"latency\":[{\"type\":\"summary\",\"help\":\"\",\"unit\":\"seconds\"}],"
                + "\"up_total\":[{\"type\":\"counter\",\"help\":\"How many.\",\"unit\":\"\"}]}");
        assertThat(data("metadata?metric=latency")).hasSize(1);
        assertThat(data("metadata?limit=1")).hasSize(1);
        assertThat(data("metadata?metric=nobody")).isEmpty();
    }

    @Test
    void tellsWhatIsPushed() throws IOException {
        open.send("# TYPE rows gauge\n# HELP rows How many.\nrows 7\n", "PUT /metrics/job/nightly");
        open.send("# TYPE rows counter\nrows 7\n", "PUT /metrics/job/weekly");
        assertThat(Json.text(data("metadata?metric=rows"))).isEqualTo(
                "{\"rows\":[{\"type\":\"gauge\",\"help\":\"How many.\",\"unit\":\"\"},{\"type\":\"counter\",\"help\":\"\",\"unit\":\"\"}]}");
        assertThat(data("metadata?metric=rows&limit_per_metric=1").path("rows")).hasSize(1);
    }

    @Test
    void tellsItByTarget() throws IOException {
        assertThat(data("targets/metadata")).hasSize(3);
        assertThat(Json.text(data("targets/metadata?metric=up_total&match_target=%7Binstance%3D%22b%22%7D"))).isEqualTo(
                "[{\"target\":{\"instance\":\"b\",\"job\":\"web\"},\"type\":\"counter\",\"help\":\"How many.\",\"unit\":\"\"}]");
        assertThat(data("targets/metadata?limit=1").get(0).path("metric").stringValue()).isEqualTo("up_total");
        assertThat(open.ask("GET /api/v1/targets/metadata?match_target=nonsense(").status()).isEqualTo(400);
    }

    @Test
    void whoeverSaysNewThingsForeverFillsNothing() {
        var described = new Described();
        for (int i = 0; i < Described.MOST_NAMES + 10; i++) {
            described.said(new Family("m" + i, "gauge", "", ""));
            described.said(new Family("m0", "gauge", "help " + i, ""));
        }
        assertThat(described.all()).hasSize(Described.MOST_NAMES + 3);
        assertThat(described.all()).noneMatch(family -> family.name().equals("m1"));
    }
}

package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.influx.InfluxMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import koboshi.series.Matcher;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as others run them, pointed at the doors unchanged. */
class RealSendersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors() throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard());
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private List<Series> held(String name) {
        return store.select(List.of(new Matcher("__name__", true, name)), 0, Long.MAX_VALUE);
    }

    static Path program(String name, String debianPackage) {
        return Stream.of(System.getenv("PATH").split(":")).map(one -> Path.of(one, name)).filter(Files::isExecutable).findFirst()
                .orElseGet(() -> Assumptions.abort("needs the package " + debianPackage));
    }

    private static boolean until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return condition.getAsBoolean();
    }

    @Test
    void prometheusWritesWhatItScrapesOfItself() throws IOException {
        var prometheus = program("prometheus", "prometheus");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: self, static_configs: [{targets: ["127.0.0.1:%d"]}]}]
                remote_write: [{url: "http://127.0.0.1:%d/api/v1/write", queue_config: {batch_send_deadline: 1s}}]
                """.formatted(port, open.port()));
        var process = new ProcessBuilder(prometheus.toString(), "--config.file=" + folder.resolve("prometheus.yml"), "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port).redirectErrorStream(true).redirectOutput(folder.resolve("prometheus.log").toFile()).start();
        try {
            assertThat(until(() -> held("prometheus_build_info").stream().anyMatch(series -> series.samples().size() > 1))).isTrue();
            assertThat(held("up")).singleElement().satisfies(up -> assertThat(up.labels().get("job")).isEqualTo("self"));
        } finally {
            process.destroy();
            process.onExit().join();
        }
        assertThat(open.ask("GET /metrics").text()).contains("koboshi_intake_requests_total{way=\"remote_write\",status=\"204\"}")
                .doesNotContain("koboshi_intake_refused_total");
    }

    @Test
    void micrometerWritesTheLineProtocolOfBothApis() throws IOException {
        var token = open.tokens.add("micrometer", Role.OPERATOR);
        for (var second : List.of(false, true)) {
            var registry = new InfluxMeterRegistry(key -> switch (key) {
                case "influx.uri" -> "http://127.0.0.1:" + open.port();
                case "influx.db" -> "mydb";
                case "influx.org", "influx.bucket" -> second ? "b" : null;
                case "influx.token" -> second ? token : null;
                case "influx.autoCreateDb" -> second ? "false" : "true";
                default -> null;
            }, Clock.SYSTEM);
            registry.counter(second ? "orders.second" : "orders.first", "shop", "Aizu Wakamatsu").increment(3);
            registry.gauge("room.temperature", 21.5);
            registry.close();
        }
        assertThat(held("room_temperature_value")).isNotEmpty();
        assertThat(held("orders_first_value")).singleElement().satisfies(series -> {
            assertThat(series.labels().get("shop")).isEqualTo("Aizu Wakamatsu");
            assertThat(series.labels().get("db")).isEqualTo("mydb");
        });
        assertThat(held("orders_second_value")).hasSize(1);
    }
}

package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Samples pushed into a real store make real guards fire. */
class NumbersTest {
    @TempDir
    private Path folder;

    private Installation house;

    @BeforeEach
    void make() throws IOException {
        house = new Installation(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void guard(String guard) throws IOException {
        house.write("listen: 127.0.0.1:0\nguards:\n  numbers: {" + guard + ", then: [notify]}\n");
        house.start();
    }

    private static String at(String series, double value, Duration ago) {
        return series + " " + value + " " + Instant.now().minus(ago).toEpochMilli();
    }

    private JsonNode guard() {
        for (var guard : house.get("/api/state").path("guards")) {
            if (guard.path("key").asString().startsWith("numbers")) {
                return guard;
            }
        }
        throw new AssertionError("no such guard");
    }

    private void awaitStanding(String standing) {
        Await.until("it is " + standing, () -> guard().path("standing").asString().equals(standing));
    }

    @Test
    void aRateBelowItsFloorFiresOnceItsWindowIsCoveredAndCallsAPerson() throws IOException {
        guard("when: 'sum(rate(sent_bytes_total[1m])) < 100'");
        awaitStanding("unknown");
        for (int second = 90; second >= 0; second -= 10) {
            house.push(at("sent_bytes_total", (90 - second) * 10, Duration.ofSeconds(second)));
        }
        awaitStanding("firing");
        house.await("a person is called", state -> !house.get("/api/state").path("incidents").isEmpty());
        assertThat(house.get("/api/state").toString()).contains("by sum(rate(sent_bytes_total[1m])) < 100");
    }

    @Test
    void whatTheStoreKeptCoversTheWindowAfterARestart() throws IOException {
        guard("when: 'sum(rate(sent_bytes_total[1m])) < 100'");
        for (int second = 90; second >= 0; second -= 10) {
            house.push(at("sent_bytes_total", (90 - second) * 1000, Duration.ofSeconds(second)));
        }
        awaitStanding("inactive");
        house.stop();
        house.start();
        awaitStanding("inactive");
    }

    @Test
    void aFastLeakIsForeseen() throws IOException {
        guard("exhaustion: {of: memory_bytes, limit: 512MiB, within: 5m}");
        for (int second = 60; second >= 0; second--) {
            house.push(at("memory_bytes", 100e6 + Math.max(0, 20 - second) * 10e6 + (second % 3) * 1e5, Duration.ofSeconds(second)));
        }
        awaitStanding("firing");
        assertThat(house.get("/api/state").toString()).contains("memory_bytes reaches 512MiB in ");
    }
}

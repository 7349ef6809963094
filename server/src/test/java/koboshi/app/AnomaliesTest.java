package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import koboshi.store.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From pushed samples over a guard that learns them to the person who is called. */
class AnomaliesTest {
    private static final int PAST_SECONDS = 600;
    /** A question that took long on a busy machine rests for up to 45 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    private Path folder;

    @Test
    void aBurstIsOneAlarmWhichEndsAndItsWaysAreLearnedAgainAfterAStart() throws Exception {
        try (var house = new Installation(folder)) {
            house.write("listen: 127.0.0.1:0\nguards:\n  odd: {anomaly: {of: waiting, every: 1s, season: 2m}, keep_firing_for: 4s, then: [notify]}\n");
            house.start();
            house.push("waiting 10");
            Await.until("it learns", PATIENCE, () -> state(house).contains("the ways of waiting are still being learned"));
            usualPast(house);
            Await.until("it has learned", PATIENCE, () -> standing(house).equals("inactive"));
            house.push("waiting 70");
            Await.until("it fires", PATIENCE, () -> standing(house).equals("firing"));
            house.push("waiting 10");
            house.push("waiting 75");
            house.push("waiting 10");
            Await.until("it is over", PATIENCE, () -> standing(house).equals("inactive"));
            assertThat(house.get("/api/incidents").path("incidents")).singleElement().satisfies(incident ->
                    assertThat(incident.path("why").asString()).contains("waiting").contains("70"));
            house.stop();
            house.start();
            Await.until("it learned what the store kept", PATIENCE, () -> standing(house).equals("inactive"));
            assertThat(house.get("/api/incidents").path("incidents")).hasSize(1);
        }
    }

    /** Mostly the same, now and then one more. */
    private static void usualPast(Installation house) {
        var random = new Random(1);
        var now = Instant.now();
        var lines = new StringBuilder();
        for (int ago = PAST_SECONDS; ago > 0; ago--) {
            lines.append("waiting ").append(random.nextInt(6) == 0 ? 11 : 10).append(' ').append(now.minusSeconds(ago).toEpochMilli()).append('\n');
        }
        house.push(lines.toString());
    }

    private static String state(Installation house) {
        return house.get("/api/state").toString();
    }

    private static String standing(Installation house) {
        for (var guard : house.get("/api/state").path("guards")) {
            if (guard.path("key").asString().startsWith("odd")) {
                return guard.path("standing").asString();
            }
        }
        throw new AssertionError("no such guard");
    }
}

package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicInteger rounds = new AtomicInteger();
    private final List<String> said = new CopyOnWriteArrayList<>();

    /** Has no memory for the second round of upkeep. */
    private Instant now() {
        if (Thread.currentThread().getName().equals("series upkeep") && rounds.incrementAndGet() == 2) {
            throw new OutOfMemoryError("Java heap space");
        }
        return NOW;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Its thread ended without a word: memory filled up, and in the end nothing was taken any more. */
    @Test
    void goesOnAfterAWantOfMemoryAndSaysSo(@TempDir Path folder) throws IOException {
        try (var store = Store.open(folder, Settings.standard().withClock(this::now), finding -> said.add(finding.toString()))) {
            store.append(Labels.of("__name__", "up"), new Sample(NOW.toEpochMilli(), 1));
            await("two more rounds", () -> rounds.get() >= 4);
        }
        assertThat(said).singleElement().asString().contains("upkeep: java.lang.OutOfMemoryError: Java heap space");
    }
}

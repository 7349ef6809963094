package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.tsdb.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory is bounded, whatever comes. */
class MemoryTest {
    private static final long START = 1_795_000_000_000L / 7_200_000 * 7_200_000;
    private static final long MINUTE = 60_000;
    private static final int MEBI = 1 << 20;

    @TempDir
    Path folder;

    private final Settings settings =
            Settings.standard().withClock(() -> Instant.ofEpochMilli(START).plus(Duration.ofDays(20))).withKeep(Duration.ofDays(60), 0);

    private static Labels labels(int i) {
        return Labels.of("__name__", "memory_test_bytes", "job", "job-" + i % 10, "instance", "host-" + i / 50 + ":9100", "device", "disk" + i % 50);
    }

    /** The same value for the same place and moment, of full length. */
    private static double value(int i, long millis) {
        long mixed = (i * 0x9e3779b97f4a7c15L ^ millis) * 0xd1b54a32d192ed03L;
        return (mixed >>> 11) / 1e16;
    }

    private static Batch batch(Store store, int from, int to, long millis) {
        var batch = store.batch();
        for (int i = from; i < to; i++) {
            batch.series(labels(i)).sample(millis, value(i, millis));
        }
        return batch;
    }

    /** As a sender does: what was not taken is sent again. */
    private static Outcome surely(Batch batch) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                return batch.commit();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("memory is full");
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aDayOfManySeriesStaysWithinASmallBudgetAndNothingIsLost() throws IOException {
        int series = 2000;
        int budget = 4 * MEBI;
        try (var store = Store.open(folder, settings.withMemory(budget))) {
            for (long minute = 0; minute < 1440; minute++) {
                for (int from = 0; from < series; from += 500) {
                    assertThat(surely(batch(store, from, from + 500, START + minute * MINUTE)).taken()).isEqualTo(500);
                    assertThat(store.memoryBytes()).isLessThanOrEqualTo(budget);
                }
            }
            assertThat(store.findings()).isEmpty();
        }
        try (var store = Store.open(folder, settings.withMemory(budget))) {
            for (int i = 0; i < series; i += 37) {
                var found = store.select(List.of(new Matcher("instance", true, labels(i).get("instance")), new Matcher("device", true, "disk" + i % 50)), 0, Long.MAX_VALUE);
                assertThat(found).singleElement().satisfies(one -> assertThat(one.samples()).hasSize(1440));
                int place = i;
                assertThat(found.getFirst().samples()).allSatisfy(sample -> assertThat(sample.value()).isEqualTo(value(place, sample.millis())));
            }
        }
    }

    @Test
    void whereSeriesAloneTakeTooMuchNewOnesAreRefusedAndThoseThereGoOn() throws IOException {
        int budget = 4 * MEBI;
        try (var store = Store.open(folder, settings.withMemory(budget))) {
            int flood = 20_000;
            Outcome refused = null;
            for (int from = 0; from < flood; from += 500) {
                refused = surely(batch(store, from, from + 500, START));
            }
            assertThat(refused.refused()).isEqualTo(Map.of(Refusal.NO_MEMORY, 500));
            assertThat(refused.first()).contains("would be new").contains("take all memory that series may");
            for (long minute = 1; minute < 120; minute++) {
                assertThat(surely(batch(store, 0, 200, START + minute * MINUTE)).taken()).isEqualTo(200);
                assertThat(store.memoryBytes()).isLessThanOrEqualTo(budget);
            }
            assertThat(surelyTaken(store, flood, START + 120 * MINUTE)).as("those that went silent made room").isTrue();
            assertThat(surely(batch(store, 0, 200, START + 121 * MINUTE)).taken()).isEqualTo(200);
        }
    }

    /** Room is made by the upkeep, soon after somebody was turned away. */
    private static boolean surelyTaken(Store store, int one, long millis) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (surely(batch(store, one, one + 1, millis)).taken() == 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void whatComesLateIsCountedToo() throws IOException {
        int budget = 2 * MEBI;
        try (var store = Store.open(folder, settings.withMemory(budget))) {
            surely(batch(store, 0, 1, START + 29 * MINUTE));
            for (int second = 0; second < 29 * 60; second++) {
                for (int i = 0; i < 20; i++) {
                    assertThat(surely(batch(store, i, i + 1, START + 28 * MINUTE - second * 900L + i)).taken()).isEqualTo(1);
                }
                assertThat(store.memoryBytes()).isLessThanOrEqualTo(budget);
            }
        }
    }

    /** The estimate is what bounds the heap, so that it must not be far from it. */
    @Test
    void theEstimateIsNearToWhatTheHeapHolds() throws IOException {
        long before = heap();
        try (var store = Store.open(folder, settings)) {
            int series = 30_000;
            for (int step = 0; step < 40; step++) {
                batch(store, 0, series, START + step * 15_000L).commit();
                if (step == 0) {
                    assertThat(store.memoryBytes() / (double) (heap() - before)).as("series without samples to speak of").isBetween(0.9, 1.4);
                }
            }
            assertThat(store.memoryBytes() / (double) (heap() - before)).isBetween(0.9, 1.4);
            assertThat(store.append(labels(0), new Sample(START + MINUTE * 60, 1))).isNotNull();
        }
    }

    /** Collected until nothing more goes: what tests before this one held is let go of by threads of its own. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        int steady = 0;
        while (steady < 3) {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            steady = used < least - least / 100 ? 0 : steady + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}

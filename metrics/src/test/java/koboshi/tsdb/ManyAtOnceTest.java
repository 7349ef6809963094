package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyAtOnceTest {
    private static final long START = 1_795_000_000_000L;
    private static final int STEPS = 6000;

    @TempDir
    Path folder;

    /** Memory goes to blocks, blocks are merged, series come and go: a reader sees every acknowledged sample exactly once, all the time. */
    @Test
    void whoReadsWhileMemoryMovesToBlocksSeesEverySampleOnce() throws Exception {
        var settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(START + STEPS * 60_000L));
        try (var store = Store.open(folder, settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var acknowledged = new AtomicInteger();
            Future<?> writer = threads.submit(() -> {
                for (int step = 0; step < STEPS; step++) {
                    store.batch().series(labels("steady")).sample(moment(step), step).series(labels("i" + step / 100)).sample(moment(step), 1).commit();
                    acknowledged.set(step + 1);
                }
                return null;
            });
            Future<?> mover = threads.submit(() -> {
                while (!writer.isDone()) {
                    store.flush();
                }
                return null;
            });
            int reads = 0;
            for (; !writer.isDone(); reads++) {
                check(store, acknowledged.get());
            }
            writer.get();
            mover.get();
            check(store, STEPS);
            assertThat(reads).isPositive();
            assertThat(store.series(List.of(), 0, Long.MAX_VALUE)).hasSize(1 + STEPS / 100);
            assertThat(store.findings()).isEmpty();
        }
    }

    private static void check(Store store, int acknowledged) {
        var found = store.select(List.of(new Matcher("i", true, "steady")), 0, Long.MAX_VALUE);
        var samples = found.isEmpty() ? List.<Sample>of() : found.getFirst().samples();
        assertThat(samples.size()).isGreaterThanOrEqualTo(acknowledged);
        for (int step = 0; step < samples.size(); step++) {
            assertThat(samples.get(step).millis()).isEqualTo(moment(step));
            assertThat(samples.get(step).value()).isEqualTo(step);
        }
    }

    private static Labels labels(String i) {
        return Labels.of("__name__", "x", "i", i);
    }

    private static long moment(int step) {
        return START + step * 60_000L;
    }
}

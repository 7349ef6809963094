package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BringersTest {
    private static final int ALL = 3_000;

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Store open() throws IOException {
        return Store.open(folder, Settings.standard().withMaxSeries(ALL).withClock(() -> now));
    }

    private Outcome bring(Store store, String by, String prefix, int count, double value) throws IOException {
        var batch = store.batch(count).by(by);
        for (int i = 0; i < count; i++) {
            batch.series(Labels.of("__name__", "m", "of", prefix + i)).sample(now.toEpochMilli(), value);
        }
        return batch.commit();
    }

    @Test
    void oneWhoFloodsNeverTakesAllTheRoomAndTheOthersStillFindTheirs() throws IOException {
        try (var store = open()) {
            var flood = bring(store, "flood", "flood", 2 * ALL, 1);
            assertThat(flood.taken()).isBetween(ALL / 2, ALL * 2 / 3);
            assertThat(flood.refused()).containsOnlyKeys(Refusal.ABOVE_SHARE);
            assertThat(flood.first()).contains("flood has brought 2000 of the 2000 series there are");
            assertThat(bring(store, "small", "small", 300, 1).refused()).isEmpty();
            assertThat(bring(store, "flood", "flood", 2_000, 1).refused()).isEmpty();
            assertThat(store.room().most().getFirst()).isEqualTo(new Room.Brought("flood", 2_000));
            assertThat(store.room().little()).isFalse();
        }
    }

    /** The store was full for as long as somebody kept asking, also over a restart. */
    @Test
    void whatEndedGivesItsRoomBackSoonAfterSomebodyWasTurnedAway() throws IOException {
        try (var store = open()) {
            bring(store, "flood", "flood", ALL, 1);
            bring(store, "second", "second", ALL, 1);
        }
        try (var store = open()) {
            now = now.plusSeconds(1);
            bring(store, "flood", "flood", 2_000, Sample.STALE);
            assertThat(store.room().most().getFirst().series()).isEqualTo(2_000);
            now = now.plus(Duration.ofMinutes(5));
            bring(store, "second", "second", 100, 2);
            bring(store, "flood", "other", ALL, 1);
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (store.room().free() < 1_000) {
                assertThat(System.nanoTime()).as("%s %s", store.room(), store.findings()).isLessThan(deadline);
                LockSupport.parkNanos(5_000_000);
            }
            assertThat(bring(store, "third", "third", 500, 1).refused()).isEmpty();
        }
    }
}

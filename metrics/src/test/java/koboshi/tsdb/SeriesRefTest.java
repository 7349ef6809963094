package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.tsdb.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesRefTest {
    private static final long START = 1_795_000_000_000L / 7_200_000 * 7_200_000;
    private static final long HOUR = 3_600_000;

    @TempDir
    Path folder;

    private final Settings settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(START + 1000 * HOUR)).withKeep(Duration.ofDays(60), 0);

    private Store open(String name) throws IOException {
        return Store.open(folder.resolve(name), settings);
    }

    private static Labels up(String instance) {
        return Labels.of("__name__", "up", "instance", instance);
    }

    private static Outcome put(Store store, SeriesRef ref, long millis, double value) throws IOException {
        return store.batch(3).series(ref).sample(millis, value).commit();
    }

    private static List<Sample> all(Store store, String instance) {
        return store.select(List.of(new Matcher("instance", true, instance)), 0, Long.MAX_VALUE).stream().map(Series::samples).findFirst().orElse(List.of());
    }

    @Test
    void writesToTheSeriesOfItsLabelsHoweverItIsNamedElsewhere() throws IOException {
        try (var store = open("one")) {
            var ref = new SeriesRef(up("a"));
            assertThat(put(store, ref, START, 1).taken()).isEqualTo(1);
            store.append(up("a"), new Sample(START + 1, 2));
            assertThat(put(store, new SeriesRef(up("a")), START + 2, 3).taken()).isEqualTo(1);
            assertThat(put(store, ref, START + 3, 4).taken()).isEqualTo(1);
            assertThat(store.seriesCount()).isEqualTo(1);
            assertThat(all(store, "a")).extracting(Sample::value).containsExactly(1.0, 2.0, 3.0, 4.0);
        }
    }

    @Test
    void onesOfAllKindsGoIntoOneBatch() throws IOException {
        try (var store = open("one")) {
            var batch = store.batch((_, _, _) -> up("c"));
            for (int i = 0; i < 100; i++) {
                batch.series(new SeriesRef(up("a" + i))).sample(START, i).series(up("b" + i)).sample(START, i).series(new byte[] {(byte) i}, 0, 1).sample(START + i, i);
            }
            assertThat(batch.commit().taken()).isEqualTo(300);
            assertThat(all(store, "a99")).containsExactly(new Sample(START, 99));
            assertThat(all(store, "b99")).containsExactly(new Sample(START, 99));
            assertThat(all(store, "c")).hasSize(100);
        }
    }

    @Test
    void aSeriesThatWasDroppedIsMadeAnew() throws IOException {
        try (var store = open("one")) {
            var ref = new SeriesRef(up("a"));
            put(store, ref, START, 1);
            for (int hour = 1; hour < 12; hour++) {
                put(store, new SeriesRef(up("b")), START + hour * HOUR, 1);
                store.flush();
            }
            assertThat(store.seriesCount()).isEqualTo(1);
            assertThat(put(store, ref, START + 12 * HOUR, 2).taken()).isEqualTo(1);
            assertThat(store.seriesCount()).isEqualTo(2);
            assertThat(all(store, "a")).extracting(Sample::value).containsExactly(1.0, 2.0);
        }
        try (var again = open("one")) {
            assertThat(all(again, "a")).extracting(Sample::value).containsExactly(1.0, 2.0);
        }
    }

    @Test
    void anotherStoreFindsItByItsLabels() throws IOException {
        var ref = new SeriesRef(up("a"));
        try (var one = open("one");
                var other = open("other")) {
            put(one, ref, START, 1);
            put(other, new SeriesRef(up("b")), START, 7);
            put(other, ref, START + 1, 2);
            assertThat(all(one, "a")).hasSize(1);
            assertThat(all(other, "a")).containsExactly(new Sample(START + 1, 2));
            assertThat(all(other, "b")).hasSize(1);
        }
    }

    @Test
    void whatFoundNoRoomIsTakenOnceThereIsSome() throws IOException {
        var ref = new SeriesRef(up("b"));
        try (var small = Store.open(folder.resolve("small"), settings.withMaxSeries(1))) {
            put(small, new SeriesRef(up("a")), START, 1);
            assertThat(put(small, ref, START, 1).refused()).containsKey(Refusal.TOO_MANY_SERIES);
        }
        try (var larger = open("small")) {
            assertThat(put(larger, ref, START, 1).taken()).isEqualTo(1);
        }
    }

    @Test
    void aCommitThatFailedLeavesItUsable() throws IOException {
        var ref = new SeriesRef(up("a"));
        try (var store = open("one")) {
            store.witness(new Failing());
            assertThatThrownBy(() -> put(store, ref, START, 1)).isInstanceOf(IOException.class);
            store.witness(null);
            assertThat(put(store, ref, START, 1).taken()).isEqualTo(1);
            assertThat(all(store, "a")).hasSize(1);
        }
    }

    private static final class Failing implements Witness {
        @Override
        public void sees(Labels labels, long millis, double value, Histogram histogram) {}

        @Override
        public void keep() throws IOException {
            throw new IOException("no room");
        }
    }
}

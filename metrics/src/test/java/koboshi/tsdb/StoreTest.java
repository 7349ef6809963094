package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.series.Sink.Taken;
import koboshi.tsdb.Outcome.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final long START = 1_795_000_000_000L / 7_200_000 * 7_200_000;
    private static final long HOUR = 3_600_000;
    private static final Matcher UP = new Matcher("__name__", true, "up");

    @TempDir
    Path folder;

    private final Settings settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(START + 1000 * HOUR)).withKeep(Duration.ofDays(60), 0);

    private Store open() throws IOException {
        return Store.open(folder.resolve("series"), settings);
    }

    private static Labels up(String instance) {
        return Labels.of("__name__", "up", "instance", instance);
    }

    private static List<Sample> all(Store store, Labels labels) {
        return store.select(labels.asMap().entrySet().stream().map(l -> new Matcher(l.getKey(), true, l.getValue())).toList(), 0, Long.MAX_VALUE).stream()
                .filter(series -> series.labels().equals(labels)).map(Series::samples).findFirst().orElse(List.of());
    }

    @Test
    void whatWasWrittenIsReadInOrder() throws IOException {
        try (var store = open()) {
            assertThat(store.append(up("b"), new Sample(START, 1))).isEqualTo(Taken.TAKEN);
            assertThat(store.append(up("a"), new Sample(START + 1, 2))).isEqualTo(Taken.TAKEN);
            assertThat(store.append(up("a"), new Sample(START + 2, 3))).isEqualTo(Taken.TAKEN);
            assertThat(store.select(List.of(UP), START, START + 1)).extracting(Series::labels).containsExactly(up("a"), up("b"));
            assertThat(all(store, up("a"))).containsExactly(new Sample(START + 1, 2), new Sample(START + 2, 3));
        }
    }

    @Test
    void matchersChooseAsInPromql() throws IOException {
        try (var store = open()) {
            for (var flushed : List.of(false, true)) {
                store.append(Labels.of("job", "a", "zone", "1"), new Sample(START + (flushed ? 1 : 0), 1));
                store.append(Labels.of("job", "b"), new Sample(START + (flushed ? 1 : 0), 1));
                if (flushed) {
                    store.flush();
                }
                assertThat(jobs(store, new Matcher("job", Matcher.Kind.LIKE, "a|b"))).isEqualTo("ab");
                assertThat(jobs(store, new Matcher("job", Matcher.Kind.UNLIKE, "a.*"))).isEqualTo("b");
                assertThat(jobs(store, new Matcher("job", false, "b"))).isEqualTo("a");
                assertThat(jobs(store, new Matcher("zone", true, ""))).isEqualTo("b");
                assertThat(jobs(store, new Matcher("zone", Matcher.Kind.LIKE, "1|"))).isEqualTo("ab");
                assertThat(jobs(store, new Matcher("zone", false, ""), new Matcher("job", false, "x"))).isEqualTo("a");
                assertThat(jobs(store, new Matcher("none", true, "x"))).isEmpty();
                assertThat(store.labelNames(List.of(), 0, Long.MAX_VALUE)).containsExactly("job", "zone");
                assertThat(store.labelValues("job", List.of(), 0, Long.MAX_VALUE)).containsExactly("a", "b");
                assertThat(store.labelValues("job", List.of(new Matcher("zone", true, "1")), 0, Long.MAX_VALUE)).containsExactly("a");
            }
        }
    }

    private static String jobs(Store store, Matcher... matchers) {
        return String.join("", store.series(List.of(matchers), 0, Long.MAX_VALUE).stream().map(labels -> labels.get("job")).toList());
    }

    @Test
    void theSameSampleAgainIsAcceptedAndAnotherValueAtItsMomentIsNot() throws IOException {
        try (var store = open()) {
            for (double value : new double[] {1, Double.NaN, -0.0}) {
                var labels = up(String.valueOf(value));
                assertThat(store.append(labels, new Sample(START, value))).isEqualTo(Taken.TAKEN);
                assertThat(store.append(labels, new Sample(START, value))).isEqualTo(Taken.REPEATED);
                var outcome = store.batch().series(labels).sample(START, 7).commit();
                assertThat(outcome.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 1));
                assertThat(outcome.first()).contains(labels.toString()).contains("another value");
            }
        }
    }

    @Test
    void whatComesLateIsPutInItsPlaceWithinTheWindowAndRefusedBeyond() throws IOException {
        try (var store = open()) {
            store.append(up("a"), new Sample(START + HOUR, 3));
            assertThat(store.append(up("a"), new Sample(START + HOUR - 60_000, 2))).isEqualTo(Taken.TAKEN);
            assertThat(store.append(up("a"), new Sample(START + HOUR - 60_000, 2))).isEqualTo(Taken.REPEATED);
            assertThat(store.append(up("a"), new Sample(START + HOUR - 60_000, 9))).isEqualTo(Taken.OUT_OF_ORDER);
            var tooOld = store.batch().series(up("a")).sample(START, 1).commit();
            assertThat(tooOld.refused()).isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            assertThat(all(store, up("a"))).containsExactly(new Sample(START + HOUR - 60_000, 2), new Sample(START + HOUR, 3));
        }
        try (var store = open()) {
            assertThat(all(store, up("a"))).hasSize(2);
            store.flush();
            assertThat(store.append(up("a"), new Sample(START + HOUR - 30_000, 2.5))).isEqualTo(Taken.TAKEN);
            assertThat(store.append(up("a"), new Sample(START + HOUR - 60_000, 2))).as("it lies in a block").isEqualTo(Taken.REPEATED);
            assertThat(all(store, up("a"))).extracting(Sample::value).containsExactly(2.0, 2.5, 3.0);
        }
    }

    @Test
    void whatComesLateIsTakenAlsoWhereMemoryIsEmptyAfterAStart() throws IOException {
        try (var store = open()) {
            store.append(up("a"), new Sample(START, 1));
            store.append(up("a"), new Sample(START + 60_000, 2));
            store.flush();
        }
        try (var store = open()) {
            assertThat(store.append(up("a"), new Sample(START + 30_000, 1.5))).isEqualTo(Taken.TAKEN);
            assertThat(store.append(up("a"), new Sample(START, 1))).isEqualTo(Taken.REPEATED);
            assertThat(all(store, up("a"))).extracting(Sample::value).containsExactly(1.0, 1.5, 2.0);
        }
    }

    @Test
    void aWriterThatIsInterruptedStopsNoOther() throws IOException {
        try (var store = open()) {
            store.append(up("a"), new Sample(START, 1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> store.append(up("a"), new Sample(START + 1, 2))).isInstanceOf(UncheckedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.append(up("a"), new Sample(START + 1, 2))).isEqualTo(Taken.TAKEN);
            store.log().sync();
            assertThat(store.append(up("a"), new Sample(START + 2, 3))).isEqualTo(Taken.TAKEN);
        }
        try (var store = open()) {
            assertThat(all(store, up("a"))).extracting(Sample::value).containsExactly(1.0, 2.0, 3.0);
        }
    }

    @Test
    void aSampleFromTheFutureIsRefusedAndHarmsNoOther() throws IOException {
        try (var store = open()) {
            long now = settings.clock().millis();
            var outcome = store.batch().series(up("a")).sample(now + HOUR, 1).series(up("b")).sample(now, 1).commit();
            assertThat(outcome.refused()).isEqualTo(Map.of(Refusal.TOO_FAR_AHEAD, 1));
            assertThat(outcome.taken()).isEqualTo(1);
        }
    }

    /** Seconds taken as nanoseconds are of 1970: they were acknowledged and gone at the next sample of now. */
    @Test
    void aNewStoreRefusesWhatIsOlderThanIsKeptAndTakesTheRestOfThePast() throws IOException {
        try (var store = open()) {
            long now = settings.clock().millis();
            var outcome = store.batch().series(up("a")).sample(1_795, 1).series(up("b")).sample(now - settings.keep().toMillis() + HOUR, 1).series(up("b")).sample(now, 2).commit();
            assertThat(outcome.refused()).isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            assertThat(outcome.first()).contains("1970-01-01").contains("older than what is kept");
            assertThat(outcome.taken()).isEqualTo(2);
        }
    }

    @Test
    void aFloodOfSeriesIsRefusedByTheLimitAndSaysSo() throws IOException {
        try (var store = Store.open(folder.resolve("few"), settings.withMaxSeries(10))) {
            var batch = store.batch();
            for (int i = 0; i < 15; i++) {
                batch.series(up("i" + i)).sample(START, i);
            }
            var outcome = batch.commit();
            assertThat(outcome.taken()).isEqualTo(10);
            assertThat(outcome.refused()).isEqualTo(Map.of(Refusal.TOO_MANY_SERIES, 5));
            assertThat(outcome.first()).contains("one more than the 10 series");
            assertThat(store.append(up("i3"), new Sample(START + 1, 1))).isEqualTo(Taken.TAKEN);
        }
    }

    /** A push of more than sixty-four series ended in an error. */
    @Test
    void aBatchMayHoldAnyNumberOfSeriesNamedByTheirLabels() throws IOException {
        try (var store = open()) {
            var batch = store.batch();
            for (int i = 0; i < 1000; i++) {
                batch.series(up("i" + i)).sample(START, i);
            }
            assertThat(batch.commit().taken()).isEqualTo(1000);
            assertThat(all(store, up("i999"))).containsExactly(new Sample(START, 999));
        }
    }

    @Test
    void labelsThatCannotBeReadCostTheirOwnSamplesOnly() throws IOException {
        try (var store = open()) {
            var outcome = store.batch((message, from, to) -> {
                        if (from == 0) {
                            throw new IllegalArgumentException("label x is too long");
                        }
                        return up(new String(message, from, to - from, java.nio.charset.StandardCharsets.US_ASCII));
                    })
                    .series(new byte[] {'a', 'b', 'c'}, 0, 1).sample(START, 1).sample(START + 1, 1)
                    .series(new byte[] {'a', 'b', 'c'}, 1, 3).sample(START, 5)
                    .commit();
            assertThat(outcome.refused()).isEqualTo(Map.of(Refusal.BAD_LABELS, 2));
            assertThat(outcome.first()).isEqualTo("label x is too long");
            assertThat(all(store, up("bc"))).containsExactly(new Sample(START, 5));
        }
    }

    @Test
    void aWeekGoesToBlocksThatAreMergedAndReadsAsItWasWritten() throws IOException {
        var written = new TreeMap<String, List<Sample>>();
        try (var store = open()) {
            write(store, written, 7 * 24);
            assertThat(countBlocks()).isBetween(2L, 20L);
            verify(store, written);
        }
        try (var store = open()) {
            verify(store, written);
            assertThat(store.findings()).isEmpty();
            store.flush();
            verify(store, written);
        }
    }

    /** Series of all shapes, one of which is there for some hours only; late ones, histograms among the numbers, restarts on the way. */
    private void write(Store store, Map<String, List<Sample>> written, int hours) throws IOException {
        var random = new Random(5);
        for (int hour = 0; hour < hours; hour++) {
            var batch = store.batch();
            for (var shape : Shapes.values()) {
                if (shape != Shapes.MONEY || hour % 5 == 0) {
                    hour(batch.series(up(shape.name())), written.computeIfAbsent(shape.name(), _ -> new ArrayList<>()), shape, START + hour * HOUR, random);
                }
            }
            assertThat(batch.commit().refused()).isEmpty();
            if (hour % 10 == 9) {
                store.flush();
            }
        }
    }

    private static void hour(Batch batch, List<Sample> written, Shapes shape, long from, Random random) {
        double value = written.isEmpty() ? 0 : written.getLast().value();
        for (int i = 0; i < 30; i++) {
            long millis = from + i * 120_000L + random.nextInt(500);
            value = Double.isNaN(value) ? 0 : value;
            value = shape.next(random, value, written.size());
            var histogram = Histogram.exponential(2, i, value, Buckets.run(1, i + 1));
            boolean asHistogram = shape == Shapes.ODDITIES && i > 20;
            written.add(asHistogram ? new Sample(millis, histogram) : new Sample(millis, value));
            if (asHistogram) {
                batch.histogram(millis, histogram);
            } else {
                batch.sample(millis, value);
            }
        }
    }

    private static void verify(Store store, Map<String, List<Sample>> written) {
        written.forEach((name, samples) -> assertThat(all(store, up(name))).as(name).isEqualTo(samples));
        written.forEach((name, samples) -> {
            var part = samples.subList(samples.size() / 3, samples.size() / 2);
            var found = store.select(List.of(new Matcher("instance", true, name)), part.getFirst().millis(), part.getLast().millis());
            assertThat(found.getFirst().samples()).as("part of " + name).isEqualTo(part);
        });
    }

    private long countBlocks() throws IOException {
        return Blocks.children(folder.resolve("series/blocks")).size();
    }

    @Test
    void whatIsTooOldOrTooMuchIsDeletedBlockByBlock() throws IOException {
        var old = settings.withKeep(Duration.ofDays(2), 0).withClock(() -> Instant.ofEpochMilli(START + 7 * 24 * HOUR));
        try (var store = open()) {
            write(store, new TreeMap<>(), 7 * 24);
            store.flush();
        }
        try (var store = Store.open(folder.resolve("series"), old)) {
            await(() -> store.select(List.of(UP), 0, START + 4 * 24 * HOUR).isEmpty());
            assertThat(all(store, up("COUNTER"))).hasSizeGreaterThan(30 * 40);
        }
        try (var store = Store.open(folder.resolve("series"), old.withKeep(Duration.ofDays(2), 1))) {
            await(() -> store.blockBytes() < 200_000 && blocksOf(store) == 1);
        }
    }

    /** A deleted file that is still mapped goes on taking room on the disk. */
    @Test
    void deletedBlocksGiveTheirRoomBackAndWhoStillReadsIsToAskAgain() throws IOException {
        try (var store = open()) {
            store.append(up("a"), new Sample(START, 1));
            store.flush();
            var before = store.select(List.of(UP), 0, Long.MAX_VALUE);
            store.append(up("a"), new Sample(START + 10 * HOUR, 2));
            store.flush();
            store.mend(store.blocks().all().stream().map(block -> block.folder).toList());
            assertThat(before.getFirst().samples()).as("within the time of a query").hasSize(1);
            assertThat(deletedButMapped()).isNotEmpty();
            store.blocks().letGo(System.nanoTime() + Duration.ofMinutes(6).toNanos());
            assertThat(deletedButMapped()).isEmpty();
            assertThatThrownBy(() -> before.getFirst().samples()).isInstanceOf(AskAgain.class).hasMessageContaining("ask again");
            assertThat(store.blocks().all()).noneMatch(Block::damaged);
            assertThat(all(store, up("a"))).hasSize(2);
        }
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(folder.toString());
    }

    private List<String> deletedButMapped() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream().filter(line -> line.contains(folder.toString()) && line.endsWith("(deleted)")).toList();
    }

    @Test
    void aClockThatWasSetToNextYearDeletesNothing() throws IOException {
        var written = new TreeMap<String, List<Sample>>();
        try (var store = open()) {
            write(store, written, 10);
            store.flush();
        }
        var nextYear = settings.withKeep(Duration.ofDays(1), 0).withClock(() -> Instant.ofEpochMilli(START + 365 * 24 * HOUR));
        try (var store = Store.open(folder.resolve("series"), nextYear)) {
            store.upkeep().keepUp();
            verify(store, written);
        }
    }

    private static int blocksOf(Store store) {
        return store.blocks().all().size();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aSnapshotOpensLikeAnyStoreAndTheFirstGoesOn() throws IOException {
        var written = new TreeMap<String, List<Sample>>();
        try (var store = open()) {
            write(store, written, 15);
            store.snapshot(folder.resolve("copy"));
            store.append(up("after"), new Sample(START + 15 * HOUR, 1));
        }
        try (var copy = Store.open(folder.resolve("copy"), settings)) {
            verify(copy, written);
            assertThat(all(copy, up("after"))).isEmpty();
        }
    }

    @Test
    void filesThatFileManagersAndEditorsLeaveAreNamedAndLeftAlone() throws IOException {
        try (var store = open()) {
            store.append(up("a"), new Sample(START, 1));
            store.flush();
        }
        var strangers = List.of("blocks/.DS_Store", "blocks/notes-of-mine", "blocks/draft.tmp", "log/.DS_Store", "log/._00000002.head", "log/old.log", "log/x.head.tmp");
        for (var stranger : strangers) {
            Files.writeString(folder.resolve("series").resolve(stranger), "not ours");
        }
        var told = new ArrayList<String>();
        try (var store = Store.open(folder.resolve("series"), settings, told::add)) {
            assertThat(all(store, up("a"))).containsExactly(new Sample(START, 1));
            store.append(up("a"), new Sample(START + 1, 2));
            store.flush();
            assertThat(store.findings()).isEmpty();
        }
        assertThat(strangers).allSatisfy(stranger -> assertThat(told).anyMatch(line -> line.contains(stranger + " is none of the store's files")));
        assertThat(strangers).allSatisfy(stranger -> assertThat(folder.resolve("series").resolve(stranger)).hasContent("not ours"));
        assertThat(Inspection.inspect(folder.resolve("series"), _ -> {}).sound()).isTrue();
    }

    @Test
    void oneFolderIsForOneStoreAtATime() throws IOException {
        try (var _ = open()) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("open in this process already");
        }
        open().close();
    }

    @Test
    void aFolderOfALaterFormatIsLeftAlone() throws IOException {
        open().close();
        Files.writeString(folder.resolve("series/FORMAT"), "koboshi series, format 9\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("format 9").hasMessageContaining("reads");
    }
}

package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Series;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not as they were written: what can be read is right, what cannot is named. */
class DamageTest {
    private static final long START = 1_795_000_000_000L / 7_200_000 * 7_200_000;
    private static final int SERIES = 20;
    private static final int STEPS = 1000;
    private static final List<Matcher> ALL = List.of(new Matcher("__name__", true, "x"));

    @TempDir
    Path folder;

    private final Settings settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(START + 100 * 3_600_000L));
    private Path whole;

    /** Four hours at 15 s: a block, a head written out, and a log behind it. */
    @BeforeEach
    void write() throws IOException {
        var series = folder.resolve("series");
        whole = folder.resolve("whole");
        try (var store = Store.open(series, settings)) {
            for (int step = 0; step < STEPS; step++) {
                var batch = store.batch();
                for (int i = 0; i < SERIES; i++) {
                    batch.series(Labels.of("__name__", "x", "i", "" + i)).sample(moment(step), value(i, step));
                }
                batch.commit();
                if (step == STEPS / 2) {
                    store.flush();
                }
            }
            copy(series, whole);
        }
    }

    private static long moment(int step) {
        return START + step * 15_000L;
    }

    private static double value(int series, int step) {
        return step % 7 == 0 ? series : series * 1000 + step / 100.0;
    }

    /** As it would lie there after kill -9. */
    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void everythingAcknowledgedIsThereAfterTheProcessWasKilled() throws IOException {
        try (var store = Store.open(whole, settings)) {
            assertThat(read(store).size()).isEqualTo(SERIES * STEPS);
            assertThat(store.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 100, 333, 1000})
    void aLogTornAtItsEndLosesOnlyWhatWasNotAcknowledged(int bytes) throws IOException {
        var log = newestLog();
        Files.write(log, Arrays.copyOf(Files.readAllBytes(log), (int) Files.size(log) - bytes));
        try (var store = Store.open(whole, settings)) {
            int lostSteps = 1 + bytes / 150;
            assertThat(read(store).size()).isGreaterThanOrEqualTo(SERIES * (STEPS - lostSteps - 2));
            assertThat(store.findings()).as("half a record was never acknowledged").isEmpty();
            store.batch().series(Labels.of("__name__", "x", "i", "0")).sample(moment(STEPS), 1).commit();
        }
        try (var store = Store.open(whole, settings)) {
            assertThat(store.findings()).isEmpty();
            assertThat(read(store)).containsEntry("0@" + moment(STEPS), 1.0);
        }
    }

    @Test
    void zerosBehindTheLogAreAPowerCutAndNoneOfTheSamples() throws IOException {
        Files.write(newestLog(), new byte[5000], StandardOpenOption.APPEND);
        try (var store = Store.open(whole, settings)) {
            assertThat(read(store).size()).isEqualTo(SERIES * STEPS);
        }
    }

    /** Whatever bits flip wherever: no value is another than was written, and whatever is missing was named. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void flippedBitsNeverGiveAWrongValueAndNeverGoUnsaid(int seed) throws Exception {
        var random = new Random(seed);
        flip(random);
        try (var store = Store.open(whole, settings)) {
            var thrown = catchThrowable(() -> read(store));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(Damaged.class).hasMessageContaining("cannot be read");
                await(store);
            }
            var found = read(store);
            found.forEach((place, value) -> assertThat(value).as(place).isEqualTo(expected(place)));
            if (found.size() < SERIES * STEPS) {
                assertThat(store.findings()).isNotEmpty();
            }
        }
        try (var again = Store.open(whole, settings)) {
            read(again);
        }
    }

    private static double expected(String place) {
        int at = place.indexOf('@');
        return value(Integer.parseInt(place.substring(0, at)), (int) ((Long.parseLong(place.substring(at + 1)) - START) / 15_000));
    }

    /** Whoever meets damage in a block gets an error; within a second the block is written anew without it. */
    private static void await(Store store) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (catchThrowable(() -> read(store)) != null) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void flip(Random random) throws IOException {
        var files = new TreeSet<Path>();
        try (var walk = Files.walk(whole)) {
            walk.filter(Files::isRegularFile).filter(file -> !file.endsWith("FORMAT") && !file.endsWith("lock")).forEach(files::add);
        }
        var file = List.copyOf(files).get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i <= random.nextInt(5); i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
    }

    @Test
    void aBlockThatIsNoneIsSetAsideAndTheRestIsRead() throws IOException {
        Path block = Blocks.children(whole.resolve("blocks")).getFirst();
        Files.writeString(block.resolve("index"), "nonsense");
        try (var store = Store.open(whole, settings)) {
            assertThat(read(store)).hasSizeBetween(SERIES * (STEPS / 2 - 2), SERIES * (STEPS / 2 + 2));
            assertThat(store.findings()).singleElement().asString().contains(block.getFileName().toString()).contains("set aside");
            assertThat(whole.resolve("set-aside").resolve(block.getFileName())).exists();
            assertThat(store.damage()).isEqualTo(new Damage(1, 1, 0));
        }
    }

    /** A claim that stayed would make what is sent again "there already": acknowledged, and lost. */
    @Test
    void aBatchThatMeetsDamageIsNotTakenAtAllAndCanBeSentAgain() throws IOException {
        var late = Labels.of("__name__", "x", "i", "0");
        try (var store = Store.open(whole, settings)) {
            store.flush();
            overwriteChunks(store);
            var batch = store.batch().series(Labels.of("__name__", "fresh")).sample(moment(STEPS + 1), 7).series(late).sample(moment(STEPS - 2), -1);
            assertThatThrownBy(batch::commit).isInstanceOf(IOException.class).hasMessageContaining("x{i=\"0\"}").hasMessageContaining("checksum");
            assertThat(store.batch().series(Labels.of("__name__", "fresh")).sample(moment(STEPS + 1), 7).commit()).extracting(Outcome::taken, Outcome::repeated)
                    .containsExactly(1, 0);
        }
        try (var store = Store.open(whole, settings)) {
            assertThat(store.select(List.of(new Matcher("__name__", true, "fresh")), 0, Long.MAX_VALUE)).singleElement()
                    .satisfies(series -> assertThat(series.samples()).hasSize(1));
        }
    }

    @Test
    void whatIsLostIsCountedForThoseWhoWatchFigures() throws IOException {
        try (var store = Store.open(whole, settings)) {
            assertThat(store.damage()).isEqualTo(new Damage(0, 0, 0));
            store.flush();
            overwriteChunks(store);
            store.mend(store.blocks().all().stream().map(block -> block.folder).toList());
            assertThat(store.damage().blocks()).isPositive();
            assertThat(store.damage().samples()).isEqualTo(SERIES * STEPS);
        }
    }

    private static void overwriteChunks(Store store) throws IOException {
        for (var block : store.blocks().all()) {
            var chunks = block.folder.resolve("chunks");
            try (var file = FileChannel.open(chunks, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate((int) Files.size(chunks) - Magic.LENGTH), Magic.LENGTH);
            }
        }
    }

    private Path newestLog() throws IOException {
        return Log.segments(whole.resolve("log")).getLast();
    }

    private static Map<String, Double> read(Store store) {
        var found = new HashMap<String, Double>();
        for (Series series : store.select(ALL, 0, Long.MAX_VALUE)) {
            series.samples().forEach(sample -> found.put(series.labels().get("i") + "@" + sample.millis(), sample.value()));
        }
        return found;
    }
}

package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose checksums are right although nobody wrote them so: bounded, and an error of the kind that is expected. */
class IndexFuzzTest {
    private static final long START = 1_795_000_000_000L;

    @TempDir
    Path folder;

    private final Settings settings = Settings.standard().withClock(() -> Instant.ofEpochMilli(START + 60_000));

    private void write(Store store) throws IOException {
        var batch = store.batch();
        for (int i = 0; i < 30; i++) {
            batch.series(Labels.of("__name__", "x", "i", "" + i, "zone", "z" + i % 3)).sample(START, i).sample(START + 1000, i * 2);
        }
        batch.commit();
    }

    @Test
    void anIndexThatMakesNoSenseIsCalledDamaged() throws IOException {
        try (var store = Store.open(folder, settings)) {
            write(store);
            store.flush();
        }
        var block = Blocks.children(folder.resolve("blocks")).getFirst();
        byte[] index = Files.readAllBytes(block.resolve("index"));
        for (int seed = 0; seed < 600; seed++) {
            Files.write(block.resolve("index"), mutated(index, new Random(seed)), StandardOpenOption.TRUNCATE_EXISTING);
            var thrown = catchThrowable(() -> readAll(block));
            assertThat(thrown == null || thrown instanceof Damaged).as("seed %d: %s", seed, thrown).isTrue();
        }
    }

    private static byte[] mutated(byte[] index, Random random) {
        byte[] mutated = index.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            mutated[Magic.LENGTH + random.nextInt(mutated.length - Magic.LENGTH)] = (byte) random.nextInt();
        }
        int crc = mutated.length - Integer.BYTES;
        Bytes.INTS.set(mutated, crc, Frame.checksum(mutated, 0, crc));
        return mutated;
    }

    private static void readAll(Path folder) throws IOException {
        var finding = new Reading().new Finding(Long.MIN_VALUE, Long.MAX_VALUE);
        var block = Block.open(folder);
        finding.block(block, List.of(new Matcher("zone", Matcher.Kind.LIKE, "z[01]"), new Matcher("i", false, "4")));
        finding.block(block, List.of());
        finding.series().forEach(series -> series.columns());
    }

    @Test
    void aLogThatMakesNoSenseIsReadAsFarAsItDoes() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            var place = folder.resolve("s" + seed);
            try (var store = Store.open(place, settings)) {
                write(store);
                var log = Log.segments(place.resolve("log")).getLast();
                byte[] bytes = Files.readAllBytes(log);
                Files.write(Files.createDirectories(folder.resolve("t" + seed + "/log")).resolve("00000001.log"), resealed(bytes, new Random(seed)));
            }
            try (var store = Store.open(folder.resolve("t" + seed), settings)) {
                assertThat(store.seriesCount()).isLessThanOrEqualTo(60);
                var thrown = catchThrowable(() -> store.select(List.of(), 0, Long.MAX_VALUE).forEach(series -> series.columns()));
                assertThat(thrown == null || thrown instanceof Damaged).as("seed %d: %s", seed, thrown).isTrue();
            }
        }
    }

    /** One record's content changed, its checksum made right again. */
    private static byte[] resealed(byte[] log, Random random) {
        int at = Magic.LENGTH;
        for (int skipped = random.nextInt(2); skipped > 0; skipped--) {
            at += Frame.HEAD + (int) Bytes.INTS.get(log, at + 4);
        }
        int length = (int) Bytes.INTS.get(log, at + 4);
        for (int i = 0; i <= random.nextInt(4); i++) {
            log[at + Frame.HEAD + random.nextInt(length)] = (byte) random.nextInt();
        }
        Bytes.INTS.set(log, at + 8, Frame.checksum(log, at + Frame.HEAD, length));
        return log;
    }
}

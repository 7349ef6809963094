package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;
import koboshi.series.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkTest {
    private final Encoder encoder = new Encoder();

    @ParameterizedTest
    @EnumSource
    void everyBitComesBack(Shapes shape) {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var written = shape.columns(random, 1 + random.nextInt(seed < 20 ? 3 : 900), seed % 4);
            assertThat(read(encoder.numbers(written))).as("seed %d", seed).isEqualTo(text(written));
            assertThat(read(encoder.numbers(streamOf(written), written))).as("seed %d, from a stream", seed).isEqualTo(text(written));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatWasWrittenOutGoesOnAsIfItHadNotBeen(Shapes shape) {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var written = shape.columns(random, 2 + random.nextInt(100), seed % 4);
            int middle = 1 + random.nextInt(written.size() - 1);
            var whole = new Stream();
            append(whole, written, 0, middle);
            var resumed = new Stream();
            assertThat(resumed.resume(whole.copy(), whole.bytes(), middle, written.millis()[0])).as("not newer").isFalse();
            assertThat(resumed.count()).isZero();
            assertThat(resumed.resume(whole.copy(), whole.bytes(), middle, written.millis()[0] - 1)).isTrue();
            append(whole, written, middle, written.size());
            append(resumed, written, middle, written.size());
            assertThat(resumed.copy()).as("seed %d", seed).isEqualTo(whole.copy());
            assertThat(new long[] {resumed.count(), resumed.firstMillis(), resumed.lastMillis(), resumed.lastValue()})
                    .isEqualTo(new long[] {whole.count(), whole.firstMillis(), whole.lastMillis(), whole.lastValue()});
        }
    }

    /** Whoever asks for the last minutes gets what whoever reads all of it finds there. */
    @ParameterizedTest
    @EnumSource
    void theEndOfAStreamIsReadWithoutItsBeginning(Shapes shape) {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var written = shape.columns(random, 2 + random.nextInt(400), seed % 4);
            int middle = random.nextInt(written.size());
            var stream = new Stream();
            append(stream, written, 0, middle);
            if (middle > 0 && seed % 3 == 0) {
                var resumed = new Stream();
                resumed.resume(stream.copy(), stream.bytes(), middle, Long.MIN_VALUE);
                stream = resumed;
            }
            append(stream, written, middle, written.size());
            for (int i = 0; i < written.size(); i++) {
                long from = written.millis()[i] - random.nextInt(2);
                assertThat(text(stream.piece(from), from)).as("seed %d, from %d of %d", seed, i, written.size()).isEqualTo(text(written.between(from, Long.MAX_VALUE)));
            }
        }
    }

    private static String text(Piece piece, long from) {
        for (int again = 0; again < 2; again++) {
            assertThat(decoded(piece).size()).isEqualTo(piece.count());
        }
        return text(decoded(piece).between(from, Long.MAX_VALUE));
    }

    private static Columns decoded(Piece piece) {
        var columns = new Columns(1);
        piece.decode(columns);
        return columns;
    }

    private static String text(Samples samples) {
        return IntStream.range(0, samples.size()).mapToObj(i -> samples.millis(i) + " " + Double.doubleToRawLongBits(samples.value(i))).toList().toString();
    }

    @Test
    void readsNoMoreThanTwoMarksBack() {
        var stream = new Stream();
        for (int i = 0; i < 400; i++) {
            stream.append(1000L * i, i);
        }
        assertThat(stream.piece(300_000).count()).isEqualTo(100);
        assertThat(stream.piece(299_000).count()).isEqualTo(400);
        assertThat(stream.piece(359_000).count()).isEqualTo(100);
        assertThat(stream.piece(361_000).count()).isEqualTo(40);
    }

    private static void append(Stream stream, Columns samples, int from, int to) {
        for (int i = from; i < to; i++) {
            stream.append(samples.millis()[i], samples.values()[i]);
        }
    }

    @Test
    void whatIsRoundedIsSmallAndWhatIsNotIsNoLargerThanPlain() {
        assertThat(bytesPerSample(Shapes.CONSTANT)).isLessThan(0.06);
        assertThat(bytesPerSample(Shapes.COUNTER)).isLessThan(0.9);
        assertThat(bytesPerSample(Shapes.MONEY)).isLessThan(1.3);
        assertThat(bytesPerSample(Shapes.BYTES_FREE)).isLessThan(3);
        assertThat(bytesPerSample(Shapes.NOISE)).isLessThan(7.6);
    }

    @Test
    void histogramsComeBackWithTheirBucketsSumsAndHints() {
        var random = new Random(7);
        var millis = new long[100];
        var all = new Histogram[100];
        for (int i = 0; i < 100; i++) {
            millis[i] = 1_000_000 + i * 15_000L;
            var positive = Buckets.of(new int[] {-3, 0, 5 + i / 30}, new double[] {i, random.nextInt(50), i * 2});
            all[i] = new Histogram(i == 0 ? Reset.UNKNOWN : Reset.NOT_RESET, 3, 0.001, i, 4 * i, random.nextDouble() * i, positive, Buckets.run(1, i), Bounds.NONE);
        }
        var back = new Columns(10);
        encoder.histograms(millis, all, 100).decode(back);
        assertThat(back.millis()).startsWith(millis);
        assertThat(Arrays.copyOf(back.histograms(), 100)).isEqualTo(all);
    }

    @Test
    void customBoundsComeBackToo() {
        var bounds = Bounds.of(0.1, 0.5, 1);
        var one = Histogram.custom(bounds, 3, 1.5, Buckets.run(0, 1, 2));
        var back = new Columns(1);
        encoder.histograms(new long[] {5}, new Histogram[] {one}, 1).decode(back);
        assertThat(back.histograms()[0]).isEqualTo(one);
    }

    @ParameterizedTest
    @EnumSource
    void bytesThatWereNeverWrittenAreCalledDamagedOrReadWithinBounds(Shapes shape) {
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var chunk = encoder.numbers(shape.columns(random, 1 + random.nextInt(300), seed % 4));
            byte[] bytes = mutated(chunk.bytes(), random);
            var columns = new Columns(16);
            var thrown = catchThrowable(() -> columns.read(bytes, 0, bytes.length, chunk.first(), chunk.count()));
            assertThat(thrown == null || thrown instanceof Damaged).as("seed %d: %s", seed, thrown).isTrue();
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        var mutated = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? 1 + random.nextInt(bytes.length) : bytes.length);
        for (int i = 0; i <= random.nextInt(4); i++) {
            mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return mutated;
    }

    private double bytesPerSample(Shapes shape) {
        return encoder.numbers(shape.columns(new Random(1), 480, 0)).bytes().length / 480.0;
    }

    private static Stream streamOf(Columns columns) {
        var stream = new Stream();
        for (int i = 0; i < columns.size(); i++) {
            stream.append(columns.millis()[i], columns.values()[i]);
        }
        return stream;
    }

    private static String read(Chunk chunk) {
        var columns = new Columns(1);
        chunk.decode(columns);
        return text(columns);
    }

    /** With the bits of each value, since no NaN equals another. */
    private static String text(Columns columns) {
        var text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            text.append(columns.millis()[i]).append(' ').append(Long.toHexString(Double.doubleToRawLongBits(columns.values()[i]))).append('\n');
        }
        return text.toString();
    }
}

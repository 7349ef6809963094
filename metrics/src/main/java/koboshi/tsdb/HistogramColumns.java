package koboshi.tsdb;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;

/** Histograms of one layout, column by column: what is known of resets, the counts, the sum, and each bucket any of them has. */
final class HistogramColumns {
    private static final int MOST_BUCKETS = 1 << 16;

    private final Values values;

    HistogramColumns(Values values) {
        this.values = values;
    }

    /** Whether two can stand in one chunk. */
    static boolean alike(Histogram one, Histogram other) {
        return one.schema() == other.schema() && one.zeroThreshold() == other.zeroThreshold() && one.bounds().equals(other.bounds());
    }

    void encode(Histogram[] all, int size, Bytes to) {
        var first = all[0];
        to.putSigned(first.schema());
        to.putDouble(first.zeroThreshold());
        to.putVarint(first.bounds().size());
        for (int i = 0; i < first.bounds().size(); i++) {
            to.putDouble(first.bounds().upper(i));
        }
        column(all, size, histogram -> histogram.reset().ordinal(), to);
        column(all, size, Histogram::zeroCount, to);
        column(all, size, Histogram::count, to);
        column(all, size, Histogram::sum, to);
        side(all, size, Histogram::positive, to);
        side(all, size, Histogram::negative, to);
    }

    private void column(Histogram[] all, int size, ToDoubleFunction<Histogram> what, Bytes to) {
        var column = new double[size];
        Arrays.setAll(column, i -> what.applyAsDouble(all[i]));
        values.encodeAny(column, size, to);
    }

    private void side(Histogram[] all, int size, Function<Histogram, Buckets> side, Bytes to) {
        int[] indexes = Arrays.stream(all, 0, size).map(side).flatMapToInt(HistogramColumns::indexes).sorted().distinct().toArray();
        to.putVarint(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            to.putSigned(i == 0 ? indexes[0] : indexes[i] - (long) indexes[i - 1]);
        }
        for (int index : indexes) {
            column(all, size, histogram -> side.apply(histogram).at(index), to);
        }
    }

    private static IntStream indexes(Buckets buckets) {
        return IntStream.range(0, buckets.size()).map(buckets::index);
    }

    static void decode(Cursor from, Histogram[] to, int at, int size) {
        int schema = (int) from.signed();
        double threshold = from.nextDouble();
        var uppers = new double[from.count(from.left() / Double.BYTES)];
        Arrays.setAll(uppers, _ -> from.nextDouble());
        var bounds = Bounds.of(uppers);
        double[] resets = column(from, size);
        double[] zeros = column(from, size);
        double[] counts = column(from, size);
        double[] sums = column(from, size);
        var positive = new Side(from, size);
        var negative = new Side(from, size);
        for (int i = 0; i < size; i++) {
            to[at + i] = new Histogram(reset(resets[i]), schema, threshold, zeros[i], counts[i], sums[i], positive.at(i), negative.at(i), bounds);
        }
    }

    private static double[] column(Cursor from, int size) {
        var column = new double[size];
        Values.decode(from, column, 0, size, new long[size]);
        return column;
    }

    private static Reset reset(double ordinal) {
        int place = (int) ordinal;
        if (place < 0 || place >= Reset.values().length) {
            throw new Damaged("a reset of kind " + ordinal);
        }
        return Reset.values()[place];
    }

    /** One side's buckets over the whole chunk. */
    private static final class Side {
        private final int[] indexes;
        private final double[][] counts;

        Side(Cursor from, int size) {
            indexes = new int[from.count(Math.min(from.left(), MOST_BUCKETS))];
            long last = 0;
            for (int i = 0; i < indexes.length; i++) {
                last += from.signed();
                indexes[i] = Math.toIntExact(last);
            }
            counts = new double[indexes.length][];
            Arrays.setAll(counts, _ -> column(from, size));
        }

        /** Buckets that count nothing are left out by {@link Buckets#of}. */
        Buckets at(int sample) {
            var here = new double[indexes.length];
            Arrays.setAll(here, i -> counts[i][sample]);
            return Buckets.of(indexes.clone(), here);
        }
    }
}

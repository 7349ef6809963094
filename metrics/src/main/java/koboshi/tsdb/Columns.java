package koboshi.tsdb;

import java.util.Arrays;
import koboshi.series.Histogram;
import koboshi.series.Samples;

/** Decoded samples growing at their end, each moment after the one before. Not for two threads at once. */
final class Columns {
    private static final int SLACK = Stream.SLACK;

    private long[] millis;
    private double[] values;
    /** null until the first histogram comes */
    private Histogram[] histograms;
    private int size;
    private byte[] scratch = new byte[1024];
    private long[] whole = new long[Chunk.MOST_SAMPLES];

    Columns(int capacity) {
        millis = new long[capacity];
        values = new double[capacity];
    }

    int size() {
        return size;
    }

    long[] millis() {
        return millis;
    }

    double[] values() {
        return values;
    }

    /** null where all are numbers */
    Histogram[] histograms() {
        return histograms;
    }

    /** The histogram there, or null. */
    Histogram histogram(int index) {
        return histograms == null ? null : histograms[index];
    }

    void clear() {
        size = 0;
        histograms = null;
    }

    void add(long moment, double value, Histogram histogram) {
        need(1);
        millis[size] = moment;
        values[size] = value;
        if (histogram != null && histograms == null) {
            histograms = new Histogram[millis.length];
        }
        if (histograms != null) {
            histograms[size] = histogram;
        }
        size++;
    }

    private void need(int more) {
        if (size + more > millis.length) {
            int capacity = Math.max(size + more, size * 2);
            millis = Arrays.copyOf(millis, capacity);
            values = Arrays.copyOf(values, capacity);
            histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
        }
    }

    /** Appends what an open stream holds. */
    void read(Stream stream) {
        if (stream.count() > 0) {
            byte[] bits = stream.copy();
            readStream(bits, 0, stream.bytes(), stream.count());
        }
    }

    /** Appends a stream's samples; the array must go on for {@link Stream#SLACK} bytes. */
    void readStream(byte[] bits, int from, int to, int count) {
        need(count);
        Stream.decode(bits, from, to, count, millis, values, size);
        size += count;
    }

    /** As the other, of a stream that begins behind a mark. */
    void readStream(byte[] bits, Stream.Mark mark, int to, int count) {
        need(count);
        Stream.decode(bits, mark, to, count, millis, values, size);
        size += count;
    }

    /**
     * Appends an encoded chunk's samples.
     *
     * @throws Damaged for bytes that no encoder wrote
     */
    void read(byte[] bytes, int from, int length, long first, int count) {
        System.arraycopy(bytes, from, scratch(length), 0, length);
        readScratch(length, first, count);
    }

    /** Room for so many bytes of a chunk, for {@link #readScratch}. */
    byte[] scratch(int length) {
        if (scratch.length < length + SLACK) {
            scratch = new byte[length * 2 + SLACK];
        }
        return scratch;
    }

    void readScratch(int length, long first, int count) {
        need(count);
        try {
            switch (scratch[0]) {
                case Encoder.STREAM -> Stream.decode(scratch, 1, length, count, millis, values, size);
                case Encoder.COLUMNS -> columns(length, first, count);
                case Encoder.HISTOGRAMS -> histograms(length, first, count);
                default -> throw new Damaged("a chunk of kind " + scratch[0]);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new Damaged("a chunk that makes no sense", e);
        }
        size += count;
    }

    private void columns(int length, long first, int count) {
        var cursor = new Cursor(scratch, 1, length);
        moments(cursor, first, count);
        Values.decode(cursor, values, size, count, whole);
    }

    private void moments(Cursor cursor, long first, int count) {
        whole = whole.length < count ? new long[count] : whole;
        if (cursor.peek() == Encoder.REGULAR) {
            cursor.skip(1);
            regular(first, cursor.varint(), count);
            return;
        }
        Packed.decode(cursor, whole, count);
        for (int i = 0; i < count; i++) {
            millis[size + i] = first + whole[i];
        }
    }

    private void regular(long first, long step, int count) {
        long moment = first;
        for (int i = size; i < size + count; i++, moment += step) {
            millis[i] = moment;
        }
    }

    private void histograms(int length, long first, int count) {
        var cursor = new Cursor(scratch, 1, length);
        moments(cursor, first, count);
        Arrays.fill(values, size, size + count, Double.NaN);
        histograms = histograms == null ? new Histogram[millis.length] : histograms;
        HistogramColumns.decode(cursor, histograms, size, count);
    }

    /** What lies in the closed range. */
    Samples between(long from, long to) {
        int start = firstFrom(from);
        int end = to == Long.MAX_VALUE ? size : firstFrom(to + 1);
        if (end <= start) {
            return Samples.NONE;
        }
        var kept = histograms == null ? null : Arrays.copyOfRange(histograms, start, end);
        return Samples.of(Arrays.copyOfRange(millis, start, end), Arrays.copyOfRange(values, start, end), kept);
    }

    private int firstFrom(long moment) {
        int found = Arrays.binarySearch(millis, 0, size, moment);
        return found < 0 ? -found - 1 : found;
    }

    /** Whether each moment is after the one before. */
    boolean inOrder() {
        for (int i = 1; i < size; i++) {
            if (millis[i] <= millis[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** Brings parts that overlap into order; of two samples at one moment the one read first stays. */
    void sort() {
        if (inOrder()) {
            return;
        }
        var places = new Integer[size];
        Arrays.setAll(places, i -> i);
        Arrays.sort(places, (one, other) -> Long.compare(millis[one], millis[other]));
        var sorted = new Columns(size);
        for (int place : places) {
            if (sorted.size == 0 || sorted.millis[sorted.size - 1] != millis[place]) {
                sorted.add(millis[place], values[place], histograms == null ? null : histograms[place]);
            }
        }
        millis = sorted.millis;
        values = sorted.values;
        histograms = sorted.histograms;
        size = sorted.size;
    }
}

package koboshi.tsdb;

import koboshi.series.Histogram;

/** Encodes closed chunks, each the way that is smallest for it. Not for two threads at once. */
final class Encoder {
    static final int STREAM = 1;
    static final int COLUMNS = 2;
    static final int HISTOGRAMS = 3;
    /** Below so many bytes a sample the stream is not smaller, and need not be tried. */
    private static final int SMALL_ENOUGH = 2;

    private final Packed packed = new Packed();
    private final Values values = new Values();
    private final Bytes out = new Bytes(4096);
    private final Stream again = new Stream();
    private final HistogramColumns histograms = new HistogramColumns(values);
    private long[] distances = new long[Chunk.MOST_SAMPLES];

    /** @param open the same samples as a stream, whose bytes are taken if they are fewer */
    Chunk numbers(Stream open, Columns samples) {
        boolean columns = columns(samples);
        if (!columns || out.size() > open.bytes() + 1) {
            stream(open);
        }
        return chunk(samples);
    }

    Chunk numbers(Columns samples) {
        boolean columns = columns(samples);
        if (!columns || out.size() > samples.size() * SMALL_ENOUGH) {
            again.clear();
            for (int i = 0; i < samples.size(); i++) {
                again.append(samples.millis()[i], samples.values()[i]);
            }
            if (!columns || out.size() > again.bytes() + 1) {
                stream(again);
            }
        }
        return chunk(samples);
    }

    /** Histograms that all have the same schema, zero bucket and bounds. */
    Chunk histograms(long[] millis, Histogram[] all, int size) {
        out.clear();
        out.put(HISTOGRAMS);
        moments(millis, size);
        histograms.encode(all, size, out);
        return new Chunk(millis[0], millis[size - 1], size, out.copy());
    }

    private boolean columns(Columns samples) {
        out.clear();
        out.put(COLUMNS);
        moments(samples.millis(), samples.size());
        return values.encode(samples.values(), samples.size(), out);
    }

    /** As distances from the first, which the chunk knows anyway. */
    private void moments(long[] millis, int size) {
        distances = distances.length < size ? new long[size] : distances;
        for (int i = 0; i < size; i++) {
            distances[i] = millis[i] - millis[0];
        }
        packed.encode(distances, size, out);
    }

    private void stream(Stream stream) {
        out.clear();
        out.put(STREAM);
        byte[] bits = stream.copy();
        out.put(bits, 0, stream.bytes());
    }

    private Chunk chunk(Columns samples) {
        int size = samples.size();
        return new Chunk(samples.millis()[0], samples.millis()[size - 1], size, out.copy());
    }
}

package koboshi.wire;

import java.nio.charset.StandardCharsets;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/**
 * A message of remote write 1.0 as it grows, sample by sample. Two such messages laid behind each other are one again.
 *
 * <p>Not for two threads at once.
 */
public final class WriteRequest {
    private static final int SERIES = 1;
    private static final int LABEL = 1;
    private static final int SAMPLE = 2;
    private static final int HISTOGRAM = 4;
    private static final int NAME = 1;
    private static final int TEXT = 2;
    private static final int NUMBER = 1;
    private static final int MILLIS = 2;

    private final Protobuf message = new Protobuf();
    /** What is laid out before its length is known, from the outside inwards. */
    private final Protobuf series = new Protobuf();
    private final Protobuf part = new Protobuf();
    private int samples;

    /** @param millis milliseconds since the epoch */
    public void sample(Labels labels, long millis, double value) {
        begin(labels);
        part.fixed(NUMBER, value);
        part.varint(MILLIS, millis);
        end(SAMPLE);
    }

    /** @param millis milliseconds since the epoch */
    public void histogram(Labels labels, long millis, Histogram histogram) {
        begin(labels);
        HistogramFields.write(millis, histogram, part);
        end(HISTOGRAM);
    }

    private void begin(Labels labels) {
        series.clear();
        labels.forEach((name, text) -> {
            part.clear();
            part.bytes(NAME, name.getBytes(StandardCharsets.UTF_8));
            part.bytes(TEXT, text.getBytes(StandardCharsets.UTF_8));
            series.message(LABEL, part);
        });
        part.clear();
    }

    private void end(int field) {
        series.message(field, part);
        message.message(SERIES, series);
        samples++;
    }

    public int samples() {
        return samples;
    }

    public int size() {
        return message.size();
    }

    /** Packed with snappy, as it is sent. */
    public byte[] packed() {
        return message.packed();
    }

    /** Begins anew. */
    public void clear() {
        message.clear();
        samples = 0;
    }
}

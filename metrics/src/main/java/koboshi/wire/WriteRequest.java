package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import koboshi.series.Labels;

/**
 * A message of remote write 1.0 as it grows, sample by sample. Two such messages laid behind each other are one again.
 *
 * <p>Numbers only. Not for two threads at once.
 */
public final class WriteRequest {
    private static final int SERIES = 1 << 3 | 2;
    private static final int LABEL = 1 << 3 | 2;
    private static final int NAME = 1 << 3 | 2;
    private static final int VALUE = 2 << 3 | 2;
    private static final int SAMPLE = 2 << 3 | 2;
    private static final int NUMBER = 1 << 3 | 1;
    private static final int MILLIS = 2 << 3;

    private byte[] bytes = new byte[4096];
    private int size;
    private int samples;
    /** The labels of one series, laid out before their length is known. */
    private byte[] scratch = new byte[1024];
    private int scratchSize;

    /** @param millis milliseconds since the epoch */
    public void sample(Labels labels, long millis, double value) {
        scratchSize = 0;
        labels.forEach(this::label);
        int sample = 1 + Long.BYTES + 1 + length(millis);
        int series = scratchSize + 2 + sample;
        room(series + 12);
        put(SERIES);
        varint(series);
        System.arraycopy(scratch, 0, bytes, size, scratchSize);
        size += scratchSize;
        put(SAMPLE);
        put(sample);
        put(NUMBER);
        fixed(Double.doubleToRawLongBits(value));
        put(MILLIS);
        varint(millis);
        samples++;
    }

    private void label(String name, String value) {
        var nameBytes = name.getBytes(StandardCharsets.UTF_8);
        var valueBytes = value.getBytes(StandardCharsets.UTF_8);
        int length = 1 + length(nameBytes.length) + nameBytes.length + 1 + length(valueBytes.length) + valueBytes.length;
        while (scratch.length < scratchSize + length + 8) {
            scratch = Arrays.copyOf(scratch, scratch.length * 2);
        }
        scratchSize = varint(scratch, scratchSize, LABEL);
        scratchSize = varint(scratch, scratchSize, length);
        text(NAME, nameBytes);
        text(VALUE, valueBytes);
    }

    private void text(int tag, byte[] text) {
        scratchSize = varint(scratch, scratchSize, tag);
        scratchSize = varint(scratch, scratchSize, text.length);
        System.arraycopy(text, 0, scratch, scratchSize, text.length);
        scratchSize += text.length;
    }

    private void room(int more) {
        while (bytes.length < size + more) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    private void put(int one) {
        bytes[size++] = (byte) one;
    }

    private void fixed(long bits) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            put((int) (bits >>> shift));
        }
    }

    private void varint(long value) {
        size = varint(bytes, size, value);
    }

    private static int varint(byte[] to, int at, long value) {
        long rest = value;
        int place = at;
        while ((rest & ~0x7fL) != 0) {
            to[place++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        to[place++] = (byte) rest;
        return place;
    }

    private static int length(long value) {
        return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
    }

    public int samples() {
        return samples;
    }

    public int size() {
        return size;
    }

    /** Packed with snappy, as it is sent. */
    public byte[] packed() {
        return Packed.pack(bytes, size);
    }

    /** Begins anew. */
    public void clear() {
        size = 0;
        samples = 0;
    }
}

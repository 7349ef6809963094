package koboshi.http;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Messages of remote write, as Prometheus would send them. */
final class WriteRequest {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    WriteRequest sample(Map<String, String> labels, double value, long millis) {
        var series = new ByteArrayOutputStream();
        new TreeMap<>(labels).forEach((name, text) -> {
            var label = new ByteArrayOutputStream();
            field(label, 1, text(name));
            field(label, 2, text(text));
            field(series, 1, label.toByteArray());
        });
        var sample = new ByteArrayOutputStream();
        sample.write(9);
        sample.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        sample.write(16);
        varint(sample, millis);
        field(series, 2, sample.toByteArray());
        field(message, 1, series.toByteArray());
        return this;
    }

    byte[] packed() {
        return packed(message.toByteArray());
    }

    static byte[] packed(byte[] plain) {
        var compressor = new SnappyJavaCompressor();
        var room = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0, room.length));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream into, int field, byte[] bytes) {
        into.write(field << 3 | 2);
        varint(into, bytes.length);
        into.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream into, long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            into.write((int) (left & 0x7f | 0x80));
        }
        into.write((int) left);
    }
}

package koboshi.cli;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An hour of a small fleet by remote write, and what dashboards ask of it: what is rehearsed is fast the first time. */
final class RehearsedLoad {
    private static final int HOSTS = 10;
    private static final int STEPS = 240;
    private static final int STEP_MILLIS = 15_000;
    private static final int ROUNDS = 25;
    private static final List<String> QUERIES = List.of(
            "sum by (code) (rate(r_requests_total[5m]))",
            "histogram_quantile(0.99, sum by (le) (rate(r_seconds_bucket[5m])))",
            "topk(3, rate(r_requests_total[5m]))",
            "count(predict_linear(r_free_bytes[30m], 14400) < 0)",
            "avg by (host) (avg_over_time(r_free_bytes[30m]))",
            "max_over_time(r_free_bytes{host=~\"h[1-3]\"}[10m]) / 2 > 1");

    private final Server server;
    private final long end;

    RehearsedLoad(Server server, long now) {
        this.server = server;
        this.end = now;
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            server.write(packed(message(step)));
        }
        long to = end / 1000;
        for (int round = 0; round < ROUNDS; round++) {
            for (var query : QUERIES) {
                var asked = "?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
                server.text("/api/v1/query_range" + asked + "&start=" + (to - 3600) + "&end=" + to + "&step=15");
                server.text("/api/v1/query" + asked + "&time=" + to);
            }
        }
        server.flush();
    }

    private byte[] message(int step) {
        var message = new ByteArrayOutputStream();
        long moment = end - (long) (STEPS - step) * STEP_MILLIS;
        for (int host = 0; host < HOSTS; host++) {
            for (var code : List.of("200", "404", "500")) {
                series(message, moment, step * (host + 3), "__name__", "r_requests_total", "code", code, "host", "h" + host);
            }
            for (var bound : List.of("0.1", "1", "+Inf")) {
                series(message, moment, step * bound.length(), "__name__", "r_seconds_bucket", "host", "h" + host, "le", bound);
            }
            series(message, moment, 1e9 - step * 4096 * host, "__name__", "r_free_bytes", "host", "h" + host);
            series(message, moment, Math.sin(step * host), "__name__", "r_noise", "host", "h" + host);
        }
        return message.toByteArray();
    }

    private static void series(ByteArrayOutputStream to, long moment, double value, String... labels) {
        var series = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i += 2) {
            var label = new ByteArrayOutputStream();
            field(label, 0x0a, labels[i].getBytes(StandardCharsets.UTF_8));
            field(label, 0x12, labels[i + 1].getBytes(StandardCharsets.UTF_8));
            field(series, 0x0a, label.toByteArray());
        }
        var sample = new ByteArrayOutputStream();
        sample.write(0x09);
        sample.writeBytes(ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        sample.write(0x10);
        varint(sample, moment);
        field(series, 0x12, sample.toByteArray());
        field(to, 0x0a, series.toByteArray());
    }

    private static void field(ByteArrayOutputStream to, int tag, byte[] content) {
        to.write(tag);
        varint(to, content.length);
        to.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        for (long rest = value; ; rest >>>= 7) {
            if (rest < 0x80) {
                to.write((int) rest);
                return;
            }
            to.write((int) (rest & 0x7f | 0x80));
        }
    }

    /** Snappy's format with nothing packed: one literal with a length of two bytes. */
    private static byte[] packed(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        varint(packed, plain.length);
        packed.write(61 << 2);
        packed.write(plain.length - 1);
        packed.write((plain.length - 1) >>> 8);
        packed.writeBytes(plain);
        return packed.toByteArray();
    }
}

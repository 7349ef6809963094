package koboshi.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import koboshi.http.Intake.Parcel;
import koboshi.integration.otlp.OtlpJson;
import koboshi.series.Histogram;
import koboshi.wire.Family;
import koboshi.wire.OtlpMetrics;
import koboshi.wire.OtlpReceiver;
import koboshi.wire.WireError;
import tools.jackson.databind.JsonNode;

/**
 * Where OpenTelemetry's SDKs and collectors export metrics to, as protobuf or JSON.
 *
 * <p>What they get back has the form they sent: 200 with what was refused (they do not send that again), or a status with the reason; they try again after
 * 429 and 503 only.
 */
final class OtlpDoor {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    /** Where Prometheus has it, where VictoriaMetrics and others have it, and the protocol's own. */
    private static final List<String> METRICS = List.of("/v1/metrics", "/otlp/v1/metrics", "/api/v1/otlp/v1/metrics", "/opentelemetry/v1/metrics");
    private static final String REFUSED = "rejectedDataPoints";
    private static final int INVALID = 3;
    private static final int EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;

    private final Intake intake;

    OtlpDoor(Intake intake) {
        this.intake = intake;
    }

    List<Route> routes() {
        return METRICS.stream().map(path -> Route.change("POST", path, visit -> Reply.of(metrics(visit)))).toList();
    }

    private Answer metrics(Visit visit) {
        return exported(visit, json -> intake.plain(visit, Way.OTLP, parcel -> keep(parcel, json)));
    }

    /** @param use is told whether the export is JSON */
    static Answer exported(Visit visit, Function<Boolean, Answer> use) {
        var type = visit.header("Content-Type").orElse("none").split(";")[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
            throw new Refused(415, "Content-Type is " + type + ": expected " + PROTOBUF + " or " + JSON);
        }
        boolean json = type.equals(JSON);
        try {
            return use.apply(json);
        } catch (Refused e) {
            return refused(e, json);
        }
    }

    private Answer keep(Parcel parcel, boolean json) {
        var receiving = new Receiving(intake.delivery(parcel.sender()));
        try {
            var message = json ? OtlpJson.metrics(parcel.bytes()) : parcel.bytes();
            OtlpMetrics.read(message, message.length, receiving);
        } catch (WireError | IllegalArgumentException e) {
            throw Refused.expected("not an export of metrics: " + e.getMessage() + "; nothing of it was taken");
        }
        var written = intake.keep(Way.OTLP, parcel.sender(), receiving.delivery).all();
        if (receiving.points() > 0) {
            intake.tallies().refused(Way.OTLP, "no series can hold it", receiving.points());
        }
        if (written.later()) {
            throw Intake.refused(written, receiving.words(written), Map.of());
        }
        return receiving.refused.isEmpty() && written.refused().isEmpty()
                ? success(json, REFUSED, 0, "")
                : success(json, REFUSED, written.refusals() + receiving.points(), receiving.words(written));
    }

    /**
     * @param field what the refused are called in JSON; in protobuf it is always the first
     * @param refused how many of what was sent
     */
    static Answer success(boolean json, String field, long refused, String words) {
        return json ? Answer.json(200, jsonSuccess(field, refused, words)) : Answer.of(200, PROTOBUF, refused == 0 && words.isEmpty() ? new byte[0] : partial(refused, words));
    }

    private static JsonNode jsonSuccess(String field, long refused, String words) {
        var answer = Json.object();
        if (refused > 0 || !words.isEmpty()) {
            answer.putObject("partialSuccess").put(field, Long.toString(refused)).put("errorMessage", words);
        }
        return answer;
    }

    private static byte[] partial(long refused, String words) {
        var inner = new ByteArrayOutputStream();
        number(inner, 1, refused);
        text(inner, 2, words.getBytes(StandardCharsets.UTF_8));
        var out = new ByteArrayOutputStream();
        text(out, 1, inner.toByteArray());
        return out.toByteArray();
    }

    private static Answer refused(Refused e, boolean json) {
        int code = e.status() == 429 ? EXHAUSTED : e.status() >= 500 ? UNAVAILABLE : INVALID;
        var out = new ByteArrayOutputStream();
        number(out, 1, code);
        text(out, 2, e.getMessage().getBytes(StandardCharsets.UTF_8));
        var answer = json
                ? Answer.json(e.status(), Json.object().put("code", code).put("message", e.getMessage()))
                : Answer.of(e.status(), PROTOBUF, out.toByteArray());
        e.headers().forEach(answer.headers()::put);
        return answer;
    }

    private static void text(ByteArrayOutputStream out, int field, byte[] bytes) {
        out.write(field << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        out.write(field << 3);
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) (left & 0x7f | 0x80));
        }
        out.write((int) left);
    }

    /** Hands samples on, and keeps in mind what no series can hold. */
    private static final class Receiving implements OtlpReceiver {
        private static final int MOST_REASONS = 5;

        private final Delivery delivery;
        private final Map<String, Long> refused = new HashMap<>();
        private long points;

        Receiving(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void series(byte[] message, int from, int to) {
            delivery.series(message, from, to);
        }

        @Override
        public void sample(long millis, double value) {
            delivery.sample(millis, value);
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            delivery.histogram(millis, histogram);
        }

        @Override
        public void family(Family family) {
            delivery.family(family);
        }

        @Override
        public void refused(long count, String why) {
            points += count;
            if (refused.size() < MOST_REASONS || refused.containsKey(why)) {
                refused.merge(why, count, Long::sum);
            }
        }

        long points() {
            return points;
        }

        String words(Archive.Written written) {
            var words = new StringBuilder();
            refused.forEach((why, count) -> words.append(words.isEmpty() ? "" : "; ").append(count).append(" data points: ").append(why));
            if (!written.refused().isEmpty()) {
                words.append(words.isEmpty() ? "" : "; ").append(written.words());
            }
            return words.toString();
        }
    }
}

package koboshi.wire;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads exports of logs in OpenTelemetry's protocol (ExportLogsServiceRequest as protobuf). */
public final class OtlpLogs {
    private static final int RESOURCE_LOGS = Cursor.tag(1, Cursor.BYTES);
    private static final int SCOPE_LOGS = Cursor.tag(2, Cursor.BYTES);
    private static final int RECORD = Cursor.tag(2, Cursor.BYTES);
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final String[] LEVELS = {"trace", "debug", "info", "warn", "error", "fatal"};

    private OtlpLogs() {}

    /** Takes records in their order. */
    public interface Receiver {
        /**
         * @param service what they come from, as {@code job} is for metrics; empty where nobody says so
         * @param millis when it was logged or else observed; 0 where nobody says so
         */
        void line(String service, long millis, Map<String, String> labels, String text);
    }

    /** @throws WireError at the first thing that is malformed */
    public static void read(byte[] message, int length, Receiver receiver) {
        var cursor = new Cursor(message, 0, length);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == RESOURCE_LOGS) {
                resourceLogs(OtlpValue.inner(cursor), receiver);
            } else {
                cursor.refuseKind(tag, 1);
                cursor.skip(tag);
            }
        }
    }

    private static void resourceLogs(Cursor cursor, Receiver receiver) {
        int from = cursor.at;
        var service = service(OtlpMetrics.resource(cursor));
        cursor.at = from;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == SCOPE_LOGS) {
                scopeLogs(OtlpValue.inner(cursor), service, receiver);
            } else {
                cursor.refuseKind(tag, 2);
                cursor.skip(tag);
            }
        }
    }

    private static String service(Cursor resource) {
        return OtlpResource.read(resource).job();
    }

    private static void scopeLogs(Cursor cursor, String service, Receiver receiver) {
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == RECORD) {
                record(OtlpValue.inner(cursor), service, receiver);
            } else {
                cursor.refuseKind(tag, 2);
                cursor.skip(tag);
            }
        }
    }

    private static void record(Cursor cursor, String service, Receiver receiver) {
        long logged = 0;
        long observed = 0;
        long severity = 0;
        var text = "";
        Map<String, String> labels = new LinkedHashMap<>();
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.FIXED64 -> logged = cursor.whole64();
                case 11 << 3 | Cursor.FIXED64 -> observed = cursor.whole64();
                case 2 << 3 | Cursor.VARINT -> severity = cursor.varint();
                case 3 << 3 | Cursor.BYTES -> labels.put("level", OtlpValue.utf8(cursor));
                case 5 << 3 | Cursor.BYTES -> text = OtlpValue.text(OtlpValue.inner(cursor));
                case 6 << 3 | Cursor.BYTES -> attribute(OtlpValue.inner(cursor), labels);
                case 9 << 3 | Cursor.BYTES -> id("trace_id", cursor, labels);
                case 10 << 3 | Cursor.BYTES -> id("span_id", cursor, labels);
                case 12 << 3 | Cursor.BYTES -> labels.put("event", OtlpValue.utf8(cursor));
                default -> {
                    cursor.refuseKind(tag, 1, 2, 3, 5, 6, 9, 10, 11, 12);
                    cursor.skip(tag);
                }
            }
        }
        if (severity > 0 && severity <= 24) {
            labels.putIfAbsent("level", LEVELS[(int) (severity - 1) / 4]);
        }
        receiver.line(service, Long.divideUnsigned(logged == 0 ? observed : logged, NANOS_A_MILLI), labels, text);
    }

    private static void attribute(Cursor cursor, Map<String, String> labels) {
        var key = "";
        var value = "";
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == Cursor.tag(1, Cursor.BYTES)) {
                key = OtlpValue.utf8(cursor);
            } else if (tag == Cursor.tag(2, Cursor.BYTES)) {
                value = OtlpValue.text(OtlpValue.inner(cursor));
            } else {
                cursor.refuseKind(tag, 1, 2);
                cursor.skip(tag);
            }
        }
        labels.put(key, value);
    }

    private static void id(String name, Cursor cursor, Map<String, String> labels) {
        var inner = OtlpValue.inner(cursor);
        if (inner.more()) {
            labels.put(name, HexFormat.of().formatHex(Arrays.copyOfRange(inner.bytes, inner.at, inner.end)));
        }
    }
}

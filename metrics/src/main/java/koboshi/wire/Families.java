package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what is said of metrics rather than measured, past all samples. Apart from reading these, since it is the same from scrape to scrape.
 *
 * <p>What is malformed is passed over: the samples beside it were read and found well.
 */
public final class Families {
    private static final int MOST = 5_000;
    private static final List<String> PROTOBUF_TYPES = List.of("counter", "gauge", "summary", Family.UNKNOWN, "histogram", "gaugehistogram");
    private static final List<String> WRITE_TYPES = List.of(Family.UNKNOWN, "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

    private Families() {}

    /** Of an answer in the text format or in OpenMetrics: its lines of {@code # TYPE}, {@code # HELP} and {@code # UNIT}; of the first 5,000 metrics. */
    public static List<Family> ofText(byte[] answer, int length) {
        var found = new LinkedHashMap<String, Family>();
        int from = 0;
        while (from < length) {
            int to = from;
            while (to < length && answer[to] != '\n') {
                to++;
            }
            if (answer[from] == '#' && found.size() < MOST) {
                comment(new String(answer, from + 1, to - from - 1, StandardCharsets.UTF_8).strip(), found);
            }
            from = to + 1;
        }
        return List.copyOf(found.values());
    }

    private static void comment(String text, Map<String, Family> found) {
        var parts = text.split("[ \t]+", 3);
        if (parts.length < 2) {
            return;
        }
        var name = parts[1].startsWith("\"") && parts[1].endsWith("\"") && parts[1].length() > 2 ? parts[1].substring(1, parts[1].length() - 1) : parts[1];
        var rest = parts.length == 3 ? parts[2] : "";
        var before = found.getOrDefault(name, new Family(name, Family.UNKNOWN, "", ""));
        switch (parts[0]) {
            case "TYPE" -> found.put(name, new Family(name, rest, before.help(), before.unit()));
            case "HELP" -> found.put(name, new Family(name, before.type(), plain(rest), before.unit()));
            case "UNIT" -> found.put(name, new Family(name, before.type(), before.help(), rest));
            default -> {
                // A remark for people.
            }
        }
    }

    private static String plain(String help) {
        return help.indexOf('\\') < 0 ? help : help.replace("\\\\", "\u0000").replace("\\n", "\n").replace("\\\"", "\"").replace('\u0000', '\\');
    }

    /** Of an answer in protobuf; of the first 5,000 metrics. */
    public static List<Family> ofProtobuf(byte[] answer, int length) {
        var found = new LinkedHashMap<String, Family>();
        var cursor = new Cursor(answer, 0, length);
        try {
            while (cursor.more() && found.size() < MOST) {
                int behind = cursor.endOfBytes();
                var family = family(new Cursor(answer, cursor.at, behind), new Fields(1, 2, 3, 5, PROTOBUF_TYPES));
                found.put(family.name(), family);
                cursor.at = behind;
            }
        } catch (WireError _) {
            // What was read so far is as good as without the rest.
        }
        return List.copyOf(found.values());
    }

    /** Of a message of remote write 2.0 that was read without an error; of the first 5,000 metrics. */
    public static List<Family> ofRemoteWrite2(byte[] message, int length) {
        return Families2.of(message, length);
    }

    static String writeType(long number) {
        return type(number, WRITE_TYPES);
    }

    private static String type(long number, List<String> types) {
        return number >= 0 && number < types.size() ? types.get((int) number) : Family.UNKNOWN;
    }

    /** Of a message {@code MetricMetadata} of remote write 1.0. */
    static Family ofWrite(Cursor message) {
        return family(message, new Fields(2, 4, 1, 5, WRITE_TYPES));
    }

    /** Numbers of fields. */
    private record Fields(int name, int help, int type, int unit, List<String> types) {}

    private static Family family(Cursor cursor, Fields fields) {
        var name = "";
        var help = "";
        var unit = "";
        var type = fields.types().getFirst();
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == Cursor.tag(fields.name(), Cursor.BYTES)) {
                name = OtlpValue.utf8(cursor);
            } else if (tag == Cursor.tag(fields.help(), Cursor.BYTES)) {
                help = OtlpValue.utf8(cursor);
            } else if (tag == Cursor.tag(fields.unit(), Cursor.BYTES)) {
                unit = OtlpValue.utf8(cursor);
            } else if (tag == Cursor.tag(fields.type(), Cursor.VARINT)) {
                type = type(cursor.varint(), fields.types());
            } else {
                cursor.skip(tag);
            }
        }
        return new Family(name, type, help, unit);
    }
}

package koboshi.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.series.Labels;

/** Which group is pushed: {@code job/nightly/instance/host-1}, or with a value in base64 for URLs {@code job@base64/...}, which also knows the empty one. */
final class GroupKey {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,199}");
    private static final int MOST_LABELS = 60;
    private static final int LONGEST_VALUE = 4_096;
    private static final String BASE64 = "@base64";

    private GroupKey() {}

    /** @param path behind {@code /metrics/} */
    static Labels parse(String path) {
        var parts = path.split("/", -1);
        int length = parts.length % 2 == 1 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
        if (length % 2 == 1) {
            throw Refused.expected("label " + parts[length - 1] + " has no value: expected /metrics/job/<name>, then /<label>/<value> for each other label");
        }
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < length; i += 2) {
            add(parts[i], parts[i + 1], labels);
        }
        if (labels.size() > MOST_LABELS) {
            throw Refused.expected(labels.size() + " labels in the path: expected at most " + MOST_LABELS);
        }
        if (labels.getOrDefault("job", "").isEmpty()) {
            throw Refused.expected("the job has no name: expected /metrics/job/<name>");
        }
        return Labels.of(labels);
    }

    private static void add(String written, String value, TreeMap<String, String> labels) {
        boolean packed = written.endsWith(BASE64);
        var name = packed ? written.substring(0, written.length() - BASE64.length()) : written;
        if (!NAME.matcher(name).matches() || name.startsWith("__")) {
            throw Refused.expected("\"" + shortened(name) + "\" is no name for a label: expected letters, digits and underscores, and no two underscores first");
        }
        var plain = packed ? unpacked(name, value) : value;
        if (plain.getBytes(StandardCharsets.UTF_8).length > LONGEST_VALUE) {
            throw Refused.expected("the value of " + name + " is longer than " + LONGEST_VALUE + " bytes");
        }
        if (labels.put(name, plain) != null) {
            throw Refused.expected("label " + name + " twice in the path");
        }
    }

    private static String unpacked(String name, String value) {
        try {
            var plain = value.replaceFirst("=+$", "");
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(plain))).toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            throw Refused.expected("the value of " + name + BASE64 + " is \"" + shortened(value) + "\": expected UTF-8 in base64 for URLs");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}

package koboshi.log;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a line lies in a file: the moment, each label as {@code name=value}, and the text, a tab between each two; tabs, ends of lines and backslashes in them
 * are written {@code \t}, {@code \n}, {@code \r} and {@code \\}, so that one line is one line.
 */
final class LineText {
    private LineText() {}

    static String write(LogLine line) {
        var text = new StringBuilder(line.text().length() + 64).append(line.millis()).append('\t');
        line.labels().forEach((name, value) -> {
            escape(name, text);
            text.append('=');
            escape(value, text);
            text.append('\t');
        });
        escape(line.text(), text);
        return text.append('\n').toString();
    }

    /** What to look for in a file where the text holds that. */
    static byte[] needle(String asked) {
        var text = new StringBuilder();
        escape(asked, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String text, StringBuilder into) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> into.append("\\\\");
                case '\n' -> into.append("\\n");
                case '\r' -> into.append("\\r");
                case '\t' -> into.append("\\t");
                default -> into.append(c);
            }
        }
    }

    /** The moment a line begins with, {@link Long#MIN_VALUE} where it begins with none. */
    static long millis(byte[] bytes, int from, int to) {
        long value = 0;
        int at = from;
        for (; at < to && at - from < 18 && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return at > from && at < to && bytes[at] == '\t' ? value : Long.MIN_VALUE;
    }

    /** Nothing where it is no line of ours. */
    static Optional<LogLine> read(String service, byte[] bytes, int from, int to) {
        long millis = millis(bytes, from, to);
        if (millis == Long.MIN_VALUE) {
            return Optional.empty();
        }
        var parts = new String(bytes, from, to - from, StandardCharsets.UTF_8).split("\t", -1);
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 1; i < parts.length - 1; i++) {
            int equals = Math.max(0, parts[i].indexOf('='));
            labels.put(plain(parts[i].substring(0, equals)), plain(parts[i].substring(Math.min(parts[i].length(), equals + 1))));
        }
        return Optional.of(new LogLine(millis, service, labels, plain(parts[parts.length - 1])));
    }

    private static String plain(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        var text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || i + 1 == escaped.length()) {
                text.append(c);
                continue;
            }
            text.append(switch (escaped.charAt(++i)) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> escaped.charAt(i);
            });
        }
        return text.toString();
    }
}

package koboshi.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a service, and what was said beside it, such as its level.
 *
 * @param millis when it was logged, milliseconds since the epoch
 */
public record LogLine(long millis, String service, Map<String, String> labels, String text) {
    static final int LONGEST_TEXT = 16 * 1024;
    private static final int MOST_LABELS = 32;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 1024;

    public LogLine {
        text = cut(text, LONGEST_TEXT);
        labels = bounded(labels);
    }

    private static Map<String, String> bounded(Map<String, String> labels) {
        var bounded = new LinkedHashMap<String, String>();
        labels.entrySet().stream().limit(MOST_LABELS).forEach(label -> bounded.put(
                cut(label.getKey(), LONGEST_NAME).replace('=', '_'), cut(label.getValue(), LONGEST_VALUE)));
        return Collections.unmodifiableMap(bounded);
    }

    /** What is cut says so, and cutting it again changes nothing. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var note = "... (" + (text.length() - most) + " characters cut)";
        int end = most - note.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + note;
    }
}

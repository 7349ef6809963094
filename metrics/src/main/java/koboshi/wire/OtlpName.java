package koboshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The name of a metric of OpenTelemetry as Prometheus spells it: words of letters, digits and colons joined by underscores, the unit in full, and
 * {@code _total} behind what only grows.
 */
final class OtlpName {
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("d", "days"), Map.entry("h", "hours"), Map.entry("min", "minutes"), Map.entry("s", "seconds"), Map.entry("ms", "milliseconds"),
            Map.entry("us", "microseconds"), Map.entry("ns", "nanoseconds"), Map.entry("By", "bytes"), Map.entry("KiBy", "kibibytes"),
            Map.entry("MiBy", "mebibytes"), Map.entry("GiBy", "gibibytes"), Map.entry("TiBy", "tibibytes"), Map.entry("KBy", "kilobytes"),
            Map.entry("MBy", "megabytes"), Map.entry("GBy", "gigabytes"), Map.entry("TBy", "terabytes"), Map.entry("m", "meters"),
            Map.entry("V", "volts"), Map.entry("A", "amperes"), Map.entry("J", "joules"), Map.entry("W", "watts"), Map.entry("g", "grams"),
            Map.entry("Cel", "celsius"), Map.entry("Hz", "hertz"), Map.entry("1", ""), Map.entry("%", "percent"));
    private static final Map<String, String> PER = Map.of(
            "s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week", "mo", "month", "y", "year");

    private OtlpName() {}

    static String of(String name, String unit, boolean counter, boolean gauge) {
        var words = words(name);
        var parts = unit.split("/", 2);
        add(words, unit(parts[0], UNITS));
        if (parts.length > 1 && !unit(parts[1], PER).isEmpty()) {
            add(words, "per_" + unit(parts[1], PER));
        }
        if (counter) {
            last(words, "total");
        } else if (gauge && unit.equals("1")) {
            last(words, "ratio");
        }
        var joined = String.join("_", words);
        return !joined.isEmpty() && digit(joined.charAt(0)) ? "_" + joined : joined;
    }

    private static void add(List<String> words, String unit) {
        if (!unit.isEmpty() && !words.contains(unit)) {
            words.add(unit);
        }
    }

    private static void last(List<String> words, String word) {
        words.removeIf(word::equals);
        words.add(word);
    }

    /** In full where it is known, nothing for one in braces, which is only a remark. */
    private static String unit(String written, Map<String, String> known) {
        var unit = written.strip();
        return unit.contains("{") || unit.contains("}") ? "" : known.getOrDefault(unit, String.join("_", words(unit)));
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !inName(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean inName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c) || c == ':';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}

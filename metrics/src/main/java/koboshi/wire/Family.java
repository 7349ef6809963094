package koboshi.wire;

import java.util.Locale;
import java.util.Set;

/**
 * What a sender says of all series of one metric.
 *
 * @param name of the metric, as it was said: a counter of OpenMetrics is named without {@code _total}
 * @param type in Prometheus's words, {@code unknown} where nothing was said
 * @param help for people; may be empty, and is cut to {@link #LONGEST_HELP} characters
 * @param unit may be empty
 */
public record Family(String name, String type, String help, String unit) {
    public static final String UNKNOWN = "unknown";
    public static final int LONGEST_HELP = 1_000;
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_UNIT = 100;
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

    public Family {
        name = cut(name, LONGEST_NAME);
        var word = type.toLowerCase(Locale.ROOT);
        type = TYPES.contains(word) ? word : UNKNOWN;
        help = cut(help, LONGEST_HELP);
        unit = cut(unit, LONGEST_UNIT);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}

package koboshi.journey;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with {@code ${name}} where a captured value goes. */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private Template() {}

    /** The names the text asks for, in order. */
    public static List<String> names(String text) {
        return PLACE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** @throws IllegalArgumentException naming the first value that was never captured */
    public static String fill(String text, Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values)));
    }

    private static String value(String name, Map<String, String> values) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("${" + name + "} was not captured by an earlier step");
        }
        return value;
    }
}

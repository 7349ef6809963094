package koboshi.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** A metric's name and labels, such as {@code speech_queue_seconds{channel="live"}}. */
public record Selector(String metric, List<Matcher> matchers) {
    private static final Pattern SHAPE = Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(.*)})?\\s*", Pattern.DOTALL);
    private static final Pattern LABEL =
            Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(!?=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(,|$)");

    public Selector {
        matchers = List.copyOf(matchers);
    }

    /** @throws IllegalArgumentException naming what was expected */
    public static Selector parse(String text) {
        var match = SHAPE.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a series: " + text + " (expected for example speech_queue_seconds{channel=\"live\"})");
        }
        return new Selector(match.group(1), match.group(2) == null ? List.of() : labels(match.group(2)));
    }

    private static List<Matcher> labels(String inside) {
        var matchers = new ArrayList<Matcher>();
        var label = LABEL.matcher(inside);
        int at = 0;
        while (at < inside.length()) {
            if (!label.find(at) || label.start() != at) {
                throw new IllegalArgumentException("not a label: " + inside.substring(at).trim() + " (expected name=\"value\" or name!=\"value\")");
            }
            matchers.add(new Matcher(label.group(1), label.group(2).equals("="), label.group(3).replaceAll("\\\\(.)", "$1")));
            at = label.end();
        }
        return matchers;
    }

    /** All matchers, the metric's name among them. */
    public List<Matcher> all() {
        var all = new ArrayList<Matcher>();
        all.add(new Matcher(Labels.NAME, true, metric));
        all.addAll(matchers);
        return all;
    }

    @Override
    public String toString() {
        return matchers.isEmpty()
                ? metric
                : matchers.stream()
                        .map(matcher -> matcher.label() + (matcher.equal() ? "=" : "!=") + '"' + matcher.value() + '"')
                        .collect(Collectors.joining(",", metric + "{", "}"));
    }
}

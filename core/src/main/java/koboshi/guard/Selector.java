package koboshi.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** A metric's name and labels, such as {@code speech_queue_seconds{channel="live"}}. */
public record Selector(String metric, List<Matcher> matchers) {
    public Selector {
        matchers = List.copyOf(matchers);
    }

    /** @throws IllegalArgumentException naming what was expected */
    public static Selector parse(String text) {
        return new SelectorText(text).read();
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
                        .map(matcher -> matcher.label() + (matcher.equal() ? "=" : "!=") + '"' + escaped(matcher.value()) + '"')
                        .collect(Collectors.joining(",", metric + "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}

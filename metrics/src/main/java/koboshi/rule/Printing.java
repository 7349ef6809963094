package koboshi.rule;

import java.util.List;
import java.util.stream.Collectors;

/** Shows values the way Go prints them. */
final class Printing {
    private Printing() {}

    /** What an action shows. */
    static String value(Object value) {
        return value == null ? "<no value>" : inside(value);
    }

    /** The same within something else, or as an argument to print. */
    static String inside(Object value) {
        return switch (value) {
            case null -> "<nil>";
            case String text -> text;
            case Double number -> Numbers.plain(number);
            case Long whole -> Long.toString(whole);
            case Boolean flag -> flag.toString();
            case Datum.Labels labels -> map(labels.map().entrySet().stream().map(e -> e.getKey() + ":" + e.getValue()).toList());
            case Datum.Arguments arguments -> map(arguments.map().entrySet().stream().map(e -> e.getKey() + ":" + inside(e.getValue())).toList());
            case Datum.Root root -> "{" + inside(root.labels()) + " " + inside(root.externalLabels()) + " " + root.externalUrl() + " " + inside(root.value()) + "}";
            case Datum.Sample sample -> "{" + inside(sample.labels()) + " " + inside(sample.value()) + "}";
            case Datum.Result result -> result.samples().stream().map(Printing::inside).collect(Collectors.joining(" ", "[", "]"));
            case Datum.Time time -> Moments.text(time.instant());
            case Datum.Length length -> Moments.text(length.duration());
            default -> throw new IllegalArgumentException("no value of a template: " + value.getClass());
        };
    }

    private static String map(List<String> entries) {
        return "map[" + String.join(" ", entries) + "]";
    }

    /** A sample is shown as one that is pointed at. */
    private static String argument(Object value) {
        return value instanceof Datum.Sample ? "&" + inside(value) : inside(value);
    }

    /** Blanks stand between two values neither of which is text. */
    static String print(List<Object> values) {
        var out = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            boolean apart = i > 0 && !(values.get(i) instanceof String) && !(values.get(i - 1) instanceof String);
            out.append(apart ? " " : "").append(argument(values.get(i)));
        }
        return out.toString();
    }

    static String line(List<Object> values) {
        return values.stream().map(Printing::argument).collect(Collectors.joining(" ", "", "\n"));
    }
}

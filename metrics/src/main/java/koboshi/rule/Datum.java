package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a template can hold beside text, whole numbers (Long), numbers (Double), flags (Boolean) and nothing (null).
 *
 * <p>Each knows the name of its type in the language templates come from, since error messages speak of it.
 */
sealed interface Datum {
    /** The values an alert's template starts from. */
    record Root(Labels labels, Labels externalLabels, String externalUrl, Object value) implements Datum {}

    /** Absent labels are empty text. */
    record Labels(SortedMap<String, String> map) implements Datum {}

    /** What the function {@code args} makes. */
    record Arguments(Map<String, Object> map) implements Datum {}

    record Sample(Labels labels, Object value) implements Datum {}

    record Result(List<Sample> samples) implements Datum {}

    record Time(Instant instant) implements Datum {}

    record Length(Duration duration) implements Datum {}

    static String type(Object value) {
        return switch (value) {
            case null -> "interface {}";
            case String _ -> "string";
            case Long _ -> "int";
            case Double _ -> "float64";
            case Boolean _ -> "bool";
            case Root _ -> "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }";
            case Labels _ -> "map[string]string";
            case Arguments _ -> "map[string]interface {}";
            case Sample _ -> "*template.sample";
            case Result _ -> "template.queryResult";
            case Time _ -> "*time.Time";
            case Length _ -> "time.Duration";
            default -> value.getClass().getSimpleName();
        };
    }

    /** Whether a condition holds: anything but nothing, false, zero and what is empty. */
    static boolean truth(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Long whole -> whole != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case Labels labels -> !labels.map().isEmpty();
            case Arguments arguments -> !arguments.map().isEmpty();
            case Result result -> !result.samples().isEmpty();
            case Length length -> !length.duration().isZero();
            default -> true;
        };
    }
}

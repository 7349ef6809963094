package koboshi.rule;

import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** What a value answers when asked for one of its fields. */
final class Members {
    private Members() {}

    /** @param arguments none but for the methods of a time */
    static Object get(Object value, String name, List<Object> arguments) {
        return switch (value) {
            case null -> throw new TemplateError("nil data; no entry for key \"" + name + "\"");
            case Datum.Time time -> time(time, name, arguments);
            case Datum.Length length when arguments.isEmpty() -> length(length, name);
            case Datum.Labels labels when arguments.isEmpty() -> labels.map().getOrDefault(name, "");
            case Datum.Arguments map when arguments.isEmpty() -> map.map().get(name);
            case Datum.Labels _, Datum.Arguments _ -> throw new TemplateError(name + " is not a method but has arguments");
            case Datum.Root root -> plain(root(root, name), name, arguments);
            case Datum.Sample sample -> plain(sample(sample, name), name, arguments);
            default -> throw unknown(value, name);
        };
    }

    private static Object plain(Object value, String name, List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw new TemplateError(name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private static TemplateError unknown(Object value, String name) {
        return new TemplateError("can't evaluate field " + name + " in type " + Datum.type(value));
    }

    private static Object root(Datum.Root root, String name) {
        return switch (name) {
            case "Labels" -> root.labels();
            case "ExternalLabels" -> root.externalLabels();
            case "ExternalURL" -> root.externalUrl();
            case "Value" -> root.value();
            default -> throw unknown(root, name);
        };
    }

    private static Object sample(Datum.Sample sample, String name) {
        return switch (name) {
            case "Labels" -> sample.labels();
            case "Value" -> sample.value();
            default -> throw unknown(sample, name);
        };
    }

    private static Object time(Datum.Time time, String name, List<Object> arguments) {
        if (name.equals("Format") && arguments.size() == 1 && arguments.getFirst() instanceof String layout) {
            return Moments.format(time.instant(), layout);
        }
        var at = time.instant().atOffset(ZoneOffset.UTC);
        return plain(switch (name) {
            case "Unix" -> time.instant().getEpochSecond();
            case "UnixMilli" -> time.instant().toEpochMilli();
            case "Year" -> (long) at.getYear();
            case "Month" -> at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Day" -> (long) at.getDayOfMonth();
            case "YearDay" -> (long) at.getDayOfYear();
            case "Weekday" -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Hour" -> (long) at.getHour();
            case "Minute" -> (long) at.getMinute();
            case "Second" -> (long) at.getSecond();
            case "UTC" -> time;
            case "String" -> Moments.text(time.instant());
            default -> throw unknown(time, name);
        }, name, arguments);
    }

    private static Object length(Datum.Length length, String name) {
        double seconds = length.duration().toMillis() / 1e3;
        return switch (name) {
            case "Seconds" -> seconds;
            case "Minutes" -> seconds / 60;
            case "Hours" -> seconds / 3600;
            case "Milliseconds" -> length.duration().toMillis();
            case "String" -> Moments.text(length.duration());
            default -> throw unknown(length, name);
        };
    }
}

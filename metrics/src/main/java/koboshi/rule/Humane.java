package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import koboshi.promql.Query;
import koboshi.promql.QueryException;

/** Writes numbers for people, four digits and a unit. */
final class Humane {
    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

    private Humane() {}

    /** Text that is a number counts as one. */
    static double toNumber(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long whole -> whole;
            case String text -> parsed(text);
            case Datum.Length length -> length.duration().toMillis() / 1e3;
            case null -> throw new TemplateError("can't convert <nil> to float");
            default -> throw new TemplateError("can't convert " + Datum.type(value) + " to float");
        };
    }

    private static double parsed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                if (!text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?")) {
                    throw new TemplateError("strconv.ParseFloat: parsing " + Printf.quoted(text) + ": invalid syntax");
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static boolean unscaled(double value) {
        return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
    }

    static String number(double value) {
        if (unscaled(value)) {
            return Numbers.general(value, 4);
        }
        return Math.abs(value) >= 1 ? scaled(value, LARGE, 1000) : small(value);
    }

    static String binary(double value) {
        return Math.abs(value) <= 1 || unscaled(value) ? Numbers.general(value, 4) : scaled(value, BINARY, 1024);
    }

    private static String scaled(double value, String[] prefixes, double base) {
        var prefix = "";
        double rest = value;
        for (int i = 0; i < prefixes.length && Math.abs(rest) >= base; i++) {
            prefix = prefixes[i];
            rest /= base;
        }
        return Numbers.general(rest, 4) + prefix;
    }

    private static String small(double value) {
        var prefix = "";
        double rest = value;
        for (int i = 0; i < SMALL.length && Math.abs(rest) < 1; i++) {
            prefix = SMALL[i];
            rest *= 1000;
        }
        return Numbers.general(rest, 4) + prefix;
    }

    /** Days to seconds from a minute on, else seconds with a prefix. */
    static String duration(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Numbers.general(value, 4);
        }
        if (value == 0) {
            return "0s";
        }
        if (Math.abs(value) < 1) {
            return small(value) + "s";
        }
        var sign = value < 0 ? "-" : "";
        long seconds = (long) Math.abs(value);
        var rest = seconds / 60 % 60 + "m " + seconds % 60 + "s";
        if (seconds >= 86_400) {
            return sign + seconds / 86_400 + "d " + seconds / 3_600 % 24 + "h " + rest;
        }
        if (seconds >= 3_600) {
            return sign + seconds / 3_600 + "h " + rest;
        }
        return seconds >= 60 ? sign + rest : sign + Numbers.general(Math.abs(value), 4) + "s";
    }

    static String timestamp(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? Numbers.general(value, 4) : Moments.text(instant(value));
    }

    /** To the millisecond. */
    static Instant instant(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw new TemplateError("value is NaN or Inf");
        }
        if (Math.abs(seconds * 1e9) > Long.MAX_VALUE) {
            throw new TemplateError(Numbers.plain(seconds) + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return Instant.ofEpochMilli((long) (seconds * 1e9) / 1_000_000);
    }

    static Duration length(double seconds) {
        if (!(Math.abs(seconds * 1e9) <= Long.MAX_VALUE)) {
            throw new TemplateError(Numbers.plain(seconds) + " cannot be represented as a nanoseconds duration since it overflows int64");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    static double seconds(String text) {
        try {
            if (text.matches("0|.*[a-z]")) {
                return Query.duration(text).toMillis() / 1e3;
            }
        } catch (QueryException e) {
            throw new TemplateError("not a valid duration string: " + Printf.quoted(text) + " (" + e.getMessage() + ")");
        }
        throw new TemplateError("not a valid duration string: " + Printf.quoted(text));
    }
}

package koboshi.promqltest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram.Reset;
import koboshi.series.Histogram;
import koboshi.series.HistogramSum;
import koboshi.series.Labels;

/** Reads a series and its points: {@code name{label="value"} 1 2 _ stale 3+1x4 {{sum:1 count:2 buckets:[2]}}x3}. */
public final class Notation {
    private static final String NUMBER = "[+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|(?i:inf|nan))";
    private static final Pattern PLAIN = Pattern.compile("(" + NUMBER + ")(?:([+-])(" + NUMBER + "))?(?:x([0-9]+))?");
    private static final Pattern NATIVE = Pattern.compile("\\{\\{([^}]*)}}(?:([+-])\\{\\{([^}]*)}})?(?:x([0-9]+))?");
    private static final Pattern FIELD = Pattern.compile("([a-z_]+):(\\[[^\\]]*\\]|\\S+)");

    /** At once; a slip of the finger must not eat all memory. */
    private static final int MOST_POINTS = 1_000_000;

    private static final Set<String> FIELDS = Set.of(
            "schema", "sum", "count", "z_bucket", "z_bucket_w", "buckets", "offset", "n_buckets", "n_offset", "custom_values", "counter_reset_hint");

    private Notation() {}

    /** A series and its points, the first at the start of the script's time. */
    public record Row(Labels labels, List<Point> points) {}

    /** @throws ScriptError if it is none */
    public static Row row(String line) {
        int end = endOfLabels(line);
        try {
            var name = line.substring(0, end).strip();
            var labels = name.equals("{}") ? Labels.NONE : Query.labels(name);
            return new Row(labels, points(line.substring(end).strip()));
        } catch (QueryException e) {
            throw new ScriptError("not a series: " + line + " (" + e.getMessage() + ")");
        }
    }

    /** Behind the closing brace, or behind the name where there is none. */
    private static int endOfLabels(String line) {
        int i = 0;
        while (i < line.length() && line.charAt(i) != '{' && !Character.isWhitespace(line.charAt(i))) {
            i++;
        }
        int brace = i;
        while (brace < line.length() && Character.isWhitespace(line.charAt(brace))) {
            brace++;
        }
        boolean labelled = brace < line.length() && line.charAt(brace) == '{' && !line.startsWith("{{", brace);
        return labelled ? endOfBraces(line, brace) : i;
    }

    private static int endOfBraces(String line, int open) {
        char quote = 0;
        for (int i = open; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '}') {
                return i + 1;
            }
        }
        throw new ScriptError("unclosed brace: " + line);
    }

    /**
     * Points alone.
     *
     * @throws ScriptError if they are none, or too many
     */
    public static List<Point> points(String text) {
        try {
            return read(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ScriptError("malformed: " + e.getMessage());
        }
    }

    private static List<Point> read(String text) {
        var points = new ArrayList<Point>();
        int at = 0;
        while (at < text.length()) {
            if (points.size() > MOST_POINTS) {
                throw new ScriptError("more than " + MOST_POINTS + " points");
            }
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("{{", at)) {
                at = natives(text, at, points);
            } else {
                int end = at;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                    end++;
                }
                plain(text.substring(at, end), points);
                at = end;
            }
        }
        return points;
    }

    private static void plain(String word, List<Point> points) {
        if (word.equals("stale")) {
            points.add(new Point.Stale());
        } else if (word.matches("_(x[0-9]+)?")) {
            int times = word.length() == 1 ? 1 : times(word.substring(2));
            for (int i = 0; i < times; i++) {
                points.add(new Point.Missing());
            }
        } else {
            numbers(word, points);
        }
    }

    private static void numbers(String word, List<Point> points) {
        Matcher matcher = PLAIN.matcher(word);
        if (!matcher.matches()) {
            throw new ScriptError("not a value: " + word);
        }
        double value = number(matcher.group(1));
        double change = matcher.group(3) == null ? 0 : number(matcher.group(3)) * (matcher.group(2).equals("-") ? -1 : 1);
        int times = times(matcher.group(4));
        for (int i = 0; i <= times; i++) {
            points.add(new Point.Number(value));
            value += change;
        }
    }

    private static int times(String group) {
        if (group != null && (group.length() > 7 || Integer.parseInt(group) > MOST_POINTS)) {
            throw new ScriptError("more than " + MOST_POINTS + " points: x" + group);
        }
        return group == null ? 0 : Integer.parseInt(group);
    }

    static double number(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static int natives(String text, int at, List<Point> points) {
        var matcher = NATIVE.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new ScriptError("not a histogram: " + text.substring(at));
        }
        var first = histogram(matcher.group(1));
        boolean hinted = matcher.group(1).contains("counter_reset_hint");
        var change = matcher.group(3) == null ? null : histogram(matcher.group(3));
        boolean minus = "-".equals(matcher.group(2));
        var value = first;
        for (int i = 0; i <= times(matcher.group(4)); i++) {
            points.add(new Point.Native(value, hinted));
            value = change == null ? value : changed(value, change, minus);
        }
        return matcher.end();
    }

    private static Histogram changed(Histogram value, Histogram change, boolean minus) {
        var sum = new HistogramSum(value);
        if (minus) {
            sum.subtract(change);
        } else {
            sum.add(change);
        }
        return sum.result().with(value.reset());
    }

    private static Histogram histogram(String text) {
        var fields = new HashMap<String, String>();
        var matcher = FIELD.matcher(text);
        while (matcher.find()) {
            if (!FIELDS.contains(matcher.group(1)) || fields.put(matcher.group(1), matcher.group(2)) != null) {
                throw new ScriptError("unknown or repeated part of a histogram: " + matcher.group());
            }
        }
        if (!matcher.replaceAll("").isBlank()) {
            throw new ScriptError("not a histogram: " + text);
        }
        int schema = Integer.parseInt(fields.getOrDefault("schema", "0"));
        return new Histogram(hint(fields.getOrDefault("counter_reset_hint", "unknown")), schema, one(fields, "z_bucket_w"), one(fields, "z_bucket"), one(fields, "count"),
                one(fields, "sum"), side(fields, "offset", "buckets"), side(fields, "n_offset", "n_buckets"), Bounds.of(many(fields, "custom_values")));
    }

    private static Reset hint(String text) {
        return switch (text) {
            case "reset" -> Reset.RESET;
            case "not_reset" -> Reset.NOT_RESET;
            case "gauge" -> Reset.GAUGE;
            default -> Reset.UNKNOWN;
        };
    }

    private static double one(Map<String, String> fields, String name) {
        return number(fields.getOrDefault(name, "0"));
    }

    private static double[] many(Map<String, String> fields, String name) {
        var list = fields.getOrDefault(name, "[]");
        var inside = list.substring(1, list.length() - 1).strip();
        return inside.isEmpty() ? new double[0] : Arrays.stream(inside.split("\\s+")).mapToDouble(Notation::number).toArray();
    }

    private static Buckets side(Map<String, String> fields, String offset, String buckets) {
        return Buckets.run(Integer.parseInt(fields.getOrDefault(offset, "0")), many(fields, buckets));
    }
}

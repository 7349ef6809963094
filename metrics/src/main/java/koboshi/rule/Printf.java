package koboshi.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats like Go's printf, including what it writes where verb and value do not fit. */
final class Printf {
    /** Wider than any label or annotation need be. */
    private static final int WIDEST = 10_000;
    private static final int UNSET = -1;

    private final String format;
    private final List<Object> values;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;

    /** What stands between the percent sign and the verb. */
    private record Flags(boolean minus, boolean plus, boolean sharp, boolean space, boolean zero, int width, int precision) {
        Flags withoutZero() {
            return new Flags(minus, plus, sharp, space, false, width, precision);
        }
    }

    private Printf(String format, List<Object> values) {
        this.format = format;
        this.values = values;
    }

    static String format(String format, List<Object> values) {
        return new Printf(format, values).run();
    }

    private String run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            out.append(format, at, percent < 0 ? format.length() : percent);
            at = percent < 0 ? format.length() : percent + 1;
            if (percent >= 0) {
                verb();
            }
        }
        if (used < values.size()) {
            var extra = new ArrayList<String>();
            values.subList(used, values.size()).forEach(value -> extra.add(value == null ? "<nil>" : Datum.type(value) + "=" + Printing.inside(value)));
            out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
        }
        return out.toString();
    }

    private void verb() {
        var flags = flags();
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.append('%');
        } else if (used >= values.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            out.append(shown(values.get(used++), verb, flags));
        }
    }

    private Flags flags() {
        int start = at;
        while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        var set = format.substring(start, at);
        int width = number("WIDTH");
        int precision = UNSET;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, number("PREC"));
        }
        boolean minus = set.contains("-") || width < UNSET;
        boolean zero = set.contains("0") && !minus;
        return new Flags(minus, set.contains("+"), set.contains("#"), set.contains(" "), zero, width < UNSET ? -width - 2 : width, precision);
    }

    /** A count written out or taken from the values; a negative one comes back two lower, so that -1 can mean none. */
    private int number(String what) {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            boolean given = used < values.size() && values.get(used) instanceof Long n && Math.abs(n) <= WIDEST;
            var value = used < values.size() ? values.get(used++) : null;
            if (!given) {
                out.append("%!(BAD").append(what).append(')');
                return UNSET;
            }
            int count = ((Long) value).intValue();
            return count < 0 ? count - 2 : count;
        }
        int start = at;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
        }
        if (start == at) {
            return UNSET;
        }
        if (at - start > 5 || Integer.parseInt(format, start, at, 10) > WIDEST) {
            out.append("%!(BAD").append(what).append(')');
            return UNSET;
        }
        return Integer.parseInt(format, start, at, 10);
    }

    private static String shown(Object value, int verb, Flags flags) {
        if (verb == 'T') {
            return padded(value == null ? "<nil>" : Datum.type(value), flags);
        }
        return switch (value) {
            case null -> verb == 'v' ? padded("<nil>", flags) : "%!" + Character.toString(verb) + "(<nil>)";
            case Boolean flag -> verb == 't' || verb == 'v' ? padded(flag.toString(), flags) : bad(value, verb);
            case Long whole -> whole(whole, verb, flags);
            case Double number -> number(number, verb, flags);
            case String text -> text(text, verb, flags);
            case Datum.Time _, Datum.Length _ -> text(Printing.inside(value), verb == 'v' ? 's' : verb, flags);
            // Flags hold for what is inside, not for the whole.
            case Datum.Labels labels -> map(labels.map(), verb, flags);
            case Datum.Arguments arguments -> map(arguments.map(), verb, flags);
            case Datum.Result result -> list("[", result.samples(), "]", verb, flags);
            case Datum.Sample sample -> list("&{", List.of(sample.labels(), sample.value()), "}", verb, flags);
            case Datum.Root root -> list("{", List.of(root.labels(), root.externalLabels(), root.externalUrl(), root.value()), "}", verb, flags);
            default -> throw new IllegalArgumentException("no value of a template: " + value.getClass());
        };
    }

    private static String list(String open, List<?> values, String close, int verb, Flags flags) {
        return values.stream().map(value -> shown(value, verb, flags)).collect(Collectors.joining(" ", open, close));
    }

    private static String map(Map<String, ?> map, int verb, Flags flags) {
        return map.entrySet().stream().map(entry -> text(entry.getKey(), verb, flags) + ":" + shown(entry.getValue(), verb, flags))
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    private static String bad(Object value, int verb) {
        return "%!" + Character.toString(verb) + "(" + Datum.type(value) + "=" + Printing.inside(value) + ")";
    }

    private static String whole(long value, int verb, Flags flags) {
        return switch (verb) {
            case 'v', 'd' -> digits(value, 10, "", flags);
            case 'b' -> digits(value, 2, flags.sharp() ? "0b" : "", flags);
            case 'o' -> digits(value, 8, flags.sharp() ? "0" : "", flags);
            case 'O' -> digits(value, 8, "0o", flags);
            case 'x' -> digits(value, 16, flags.sharp() ? "0x" : "", flags);
            case 'X' -> digits(value, 16, flags.sharp() ? "0X" : "", flags).toUpperCase(Locale.ROOT);
            case 'c' -> padded(character(value), flags.withoutZero());
            case 'q' -> padded("'" + character(value) + "'", flags.withoutZero());
            case 'U' -> padded(String.format("U+%04X", value), flags.withoutZero());
            default -> bad(value, verb);
        };
    }

    private static String character(long value) {
        return value >= 0 && value <= Character.MAX_CODE_POINT ? Character.toString((int) value) : "\ufffd";
    }

    private static String digits(long value, int radix, String prefix, Flags flags) {
        var digits = Long.toString(value, radix).replace("-", "");
        var filled = "0".repeat(Math.max(0, flags.precision() - digits.length())) + digits;
        return signed(value < 0 ? "-" : "", prefix + filled, flags.precision() == UNSET ? flags : flags.withoutZero());
    }

    private static String number(double value, int verb, Flags flags) {
        int precision = flags.precision();
        int six = precision == UNSET ? 6 : precision;
        var text = switch (verb) {
            case 'v', 'g' -> Numbers.general(value, precision);
            case 'G' -> Numbers.general(value, precision).toUpperCase(Locale.ROOT).replace("INF", "Inf").replace("NAN", "NaN");
            case 'e' -> Numbers.scientific(value, six);
            case 'E' -> Numbers.scientific(value, six).replace('e', 'E');
            case 'f', 'F' -> Numbers.fixed(value, six);
            default -> "";
        };
        if (text.isEmpty()) {
            return bad(value, verb);
        }
        boolean minus = text.startsWith("-");
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        var size = minus || text.startsWith("+") && flags.plus() ? text.substring(1) : text;
        return signed(minus ? "-" : "", size, finite ? flags : flags.withoutZero());
    }

    /** With its sign, and zeros between that and the digits where they are asked for. */
    private static String signed(String minus, String size, Flags flags) {
        var sign = !minus.isEmpty() ? minus : flags.plus() ? "+" : flags.space() ? " " : "";
        int missing = flags.zero() ? flags.width() - sign.length() - size.length() : 0;
        return padded(sign + "0".repeat(Math.max(0, missing)) + size, flags.withoutZero());
    }

    private static String text(String value, int verb, Flags flags) {
        int end = flags.precision() == UNSET ? value.length() : value.offsetByCodePoints(0, Math.min(flags.precision(), value.codePointCount(0, value.length())));
        var cut = value.substring(0, end);
        return switch (verb) {
            case 'v', 's' -> padded(cut, flags);
            case 'q' -> padded(flags.sharp() && cut.indexOf('`') < 0 ? "`" + cut + "`" : quoted(cut), flags);
            case 'x' -> padded(HexFormat.of().formatHex(cut.getBytes(StandardCharsets.UTF_8)), flags);
            case 'X' -> padded(HexFormat.of().withUpperCase().formatHex(cut.getBytes(StandardCharsets.UTF_8)), flags);
            default -> bad(value, verb);
        };
    }

    private static String padded(String text, Flags flags) {
        int missing = Math.max(0, flags.width() - text.codePointCount(0, text.length()));
        return flags.minus() ? text + " ".repeat(missing) : (flags.zero() ? "0" : " ").repeat(missing) + text;
    }

    /** In double quotes, with what would not be seen escaped. */
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            int place = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
            if (place >= 0) {
                out.append('\\').append("abfnrtv\\\"".charAt(place));
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}

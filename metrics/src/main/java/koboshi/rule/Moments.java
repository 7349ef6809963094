package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes times and lengths of time as Go does. */
final class Moments {
    /** Pieces of a layout, which is the 2nd of January 2006 as somebody would write it; longer ones first. */
    private static final Map<String, String> LAYOUT = new LinkedHashMap<>();

    static {
        LAYOUT.put("January", "MMMM");
        LAYOUT.put("Monday", "EEEE");
        LAYOUT.put("-07:00", "xxx");
        LAYOUT.put("Z07:00", "XXX");
        LAYOUT.put("-0700", "xxxx");
        LAYOUT.put("2006", "yyyy");
        LAYOUT.put(".000", ".SSS");
        LAYOUT.put("Jan", "MMM");
        LAYOUT.put("Mon", "EEE");
        LAYOUT.put("MST", "'UTC'");
        LAYOUT.put("01", "MM");
        LAYOUT.put("02", "dd");
        LAYOUT.put("03", "hh");
        LAYOUT.put("04", "mm");
        LAYOUT.put("05", "ss");
        LAYOUT.put("06", "yy");
        LAYOUT.put("15", "HH");
        LAYOUT.put("PM", "a");
        LAYOUT.put("1", "M");
        LAYOUT.put("2", "d");
        LAYOUT.put("3", "h");
        LAYOUT.put("4", "m");
        LAYOUT.put("5", "s");
    }

    private Moments() {}

    /** {@code 2015-06-23 13:19:44.128 +0000 UTC} */
    static String text(Instant instant) {
        var at = instant.atOffset(ZoneOffset.UTC);
        int millis = at.getNano() / 1_000_000;
        var fraction = millis == 0 ? "" : String.format(".%03d", millis).replaceAll("0+$", "");
        return at.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)) + fraction + " +0000 UTC";
    }

    /** {@code 1h2m3.5s} */
    static String text(Duration duration) {
        long millis = Math.abs(duration.toMillis());
        if (millis == 0) {
            return "0s";
        }
        var sign = duration.isNegative() ? "-" : "";
        if (millis < 1_000) {
            return sign + millis + "ms";
        }
        long minutes = millis / 60_000;
        var text = Numbers.fixed(millis % 60_000 / 1e3, Numbers.SHORTEST) + "s";
        return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + (minutes > 0 ? minutes % 60 + "m" : "") + text;
    }

    static String format(Instant instant, String layout) {
        var at = instant.atOffset(ZoneOffset.UTC);
        var out = new StringBuilder();
        int i = 0;
        while (i < layout.length()) {
            var piece = piece(layout, i);
            out.append(piece == null ? layout.substring(i, i + 1) : formatted(at, LAYOUT.get(piece)));
            i += piece == null ? 1 : piece.length();
        }
        return out.toString();
    }

    private static String piece(String layout, int at) {
        return LAYOUT.keySet().stream().filter(piece -> layout.startsWith(piece, at)).findFirst().orElse(null);
    }

    private static String formatted(OffsetDateTime at, String pattern) {
        return at.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }
}

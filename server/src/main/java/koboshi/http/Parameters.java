package koboshi.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import org.eclipse.jetty.util.Fields;

/** What a question carries, in the address or as a form, spelt as Prometheus's API does. */
record Parameters(Fields fields) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d{1,18}\\.?\\d{0,18}|\\.\\d{1,18})([eE][-+]?\\d{1,2})?");
    /** The year 10000, and as far the other way. */
    private static final double FARTHEST_SECONDS = 253_402_300_800.0;
    /** What Prometheus and its clients write for the first moment and the last one there are; beyond a year of four digits no other text is a moment. */
    private static final Map<String, Instant> ENDS = Map.of(
            "-292273086-05-16T16:47:06Z", Instant.ofEpochSecond(Long.MIN_VALUE / 1000 + 62_135_596_801L),
            "292277025-08-18T07:12:54.999999999Z", Instant.ofEpochSecond(Long.MAX_VALUE / 1000 - 62_135_596_801L, 999_999_999));
    private static final double LAST_SECOND = Long.MAX_VALUE / 1000 - 62_135_596_801L;

    /** A parameter that is not what it should be. */
    static final class Wrong extends RuntimeException {
        Wrong(String name, String why) {
            super("invalid parameter \"" + name + "\": " + why, null, false, false);
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(fields.getValue(name)).filter(text -> !text.isEmpty());
    }

    String need(String name) {
        return text(name).orElseThrow(() -> new Wrong(name, "expected a value, found nothing"));
    }

    List<String> all(String name) {
        return fields.getValuesOrEmpty(name).stream().filter(text -> !text.isEmpty()).toList();
    }

    Optional<Instant> moment(String name) {
        return text(name).map(text -> moment(name, text));
    }

    Instant needMoment(String name) {
        return moment(name, need(name));
    }

    private static Instant moment(String name, String text) {
        if (ENDS.containsKey(text)) {
            return ENDS.get(text);
        }
        if (NUMBER.matcher(text).matches()) {
            double seconds = Double.parseDouble(text);
            if (Math.abs(seconds) <= LAST_SECOND) {
                return Instant.ofEpochMilli(Math.round(seconds * 1000));
            }
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new Wrong(name, "cannot parse \"" + text + "\" to a valid timestamp: expected seconds such as 1795230000.5, or 2026-11-21T03:00:00Z");
        }
    }

    Optional<Duration> duration(String name) {
        return text(name).map(text -> duration(name, text));
    }

    static Duration duration(String name, String text) {
        if (NUMBER.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= FARTHEST_SECONDS) {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
        }
        try {
            return Query.duration(text);
        } catch (ParseError _) {
            throw new Wrong(name, "cannot parse \"" + text + "\" to a valid duration: expected seconds, or such as 1h30m");
        }
    }

    /** How many at most; nothing where it is 0 or absent. */
    Optional<Integer> limit() {
        return whole("limit");
    }

    /** A number from 1; nothing where it is 0 or absent. */
    Optional<Integer> whole(String name) {
        return text(name).map(text -> {
            if (!text.matches("\\d{1,9}")) {
                throw new Wrong(name, "cannot parse \"" + text + "\": expected a whole number from 0");
            }
            return Integer.parseInt(text);
        }).filter(limit -> limit > 0);
    }
}

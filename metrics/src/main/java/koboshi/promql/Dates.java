package koboshi.promql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** The functions that read seconds since the epoch as a date, in UTC. */
final class Dates {
    private static final Map<String, DoubleUnaryOperator> ALL = Map.of(
            "minute", part(OffsetDateTime::getMinute),
            "hour", part(OffsetDateTime::getHour),
            "day_of_week", part(date -> date.getDayOfWeek().getValue() % 7),
            "day_of_month", part(OffsetDateTime::getDayOfMonth),
            "day_of_year", part(OffsetDateTime::getDayOfYear),
            "days_in_month", part(date -> date.toLocalDate().lengthOfMonth()),
            "month", part(OffsetDateTime::getMonthValue),
            "year", part(OffsetDateTime::getYear));

    private Dates() {}

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static DoubleUnaryOperator named(String name) {
        return ALL.get(name);
    }

    private static DoubleUnaryOperator part(ToIntFunction<OffsetDateTime> part) {
        return seconds -> {
            // What no calendar reaches has no date.
            boolean dated = Math.abs(seconds) <= 1e13;
            return dated ? part.applyAsInt(Instant.ofEpochSecond((long) seconds).atOffset(ZoneOffset.UTC)) : Double.NaN;
        };
    }
}

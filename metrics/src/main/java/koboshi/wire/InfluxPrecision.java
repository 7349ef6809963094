package koboshi.wire;

import java.util.Optional;

/** What a moment in the line protocol counts. */
public enum InfluxPrecision {
    NANOSECONDS(1_000_000, 0),
    MICROSECONDS(1_000, 0),
    MILLISECONDS(0, 1),
    SECONDS(0, 1_000),
    MINUTES(0, 60_000),
    HOURS(0, 3_600_000);

    private final long perMilli;
    private final long millis;

    InfluxPrecision(long perMilli, long millis) {
        this.perMilli = perMilli;
        this.millis = millis;
    }

    /** By any of the names the two versions of the protocol's API have for it. */
    public static Optional<InfluxPrecision> parse(String name) {
        return Optional.ofNullable(switch (name) {
            case "ns", "n" -> NANOSECONDS;
            case "us", "u", "\u00b5" -> MICROSECONDS;
            case "ms" -> MILLISECONDS;
            case "s" -> SECONDS;
            case "m" -> MINUTES;
            case "h" -> HOURS;
            default -> null;
        });
    }

    /** Milliseconds since the epoch; what lies beyond all time stays there. */
    long millis(long given) {
        if (perMilli > 0) {
            return Math.floorDiv(given, perMilli);
        }
        long high = Math.multiplyHigh(given, millis);
        long low = given * millis;
        return high == 0 && low >= 0 || high == -1 && low < 0 ? low : given > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
}

package koboshi.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lengths of time as Prometheus writes them: {@code 100ms}, {@code 1m30s}, {@code 1d}; units from large to small, each once. */
public final class Durations {
    private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final Pattern SHAPE = Pattern.compile(
            "(?:(\\d{1,9})w)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final String EXPECTED = "expected numbers with units w, d, h, m, s, ms, such as 1m30s";

    private Durations() {}

    /** @throws IllegalArgumentException naming what was expected */
    public static Duration parse(String text) {
        return tried(text).orElseThrow(() -> new IllegalArgumentException("not a duration: \"" + text + "\"; " + EXPECTED));
    }

    /** Weeks apart, the shortest text that {@link #parse} reads as the same length; below a millisecond nothing is kept. */
    public static String text(Duration duration) {
        long rest = duration.toMillis();
        var text = new StringBuilder();
        for (int i = 1; i < UNITS.length; i++) {
            if (rest >= MILLIS[i]) {
                text.append(rest / MILLIS[i]).append(UNITS[i]);
                rest %= MILLIS[i];
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    static Optional<Duration> tried(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        var match = SHAPE.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = 0; i < UNITS.length; i++) {
            millis += match.group(i + 1) == null ? 0 : Long.parseLong(match.group(i + 1)) * MILLIS[i];
        }
        return Optional.of(Duration.ofMillis(millis));
    }

    /** The same length in the right spelling, for {@code 30}, {@code 5 min}, {@code 10sec}. */
    static Optional<String> nearest(String text) {
        var guess = text.toLowerCase(Locale.ROOT)
                .replaceAll("\\s", "")
                .replaceAll("m(illi)?sec(ond)?s?|millis", "ms")
                .replaceAll("sec(ond)?s?", "s")
                .replaceAll("min(ute)?s?", "m")
                .replaceAll("(hours?|hrs?)", "h")
                .replaceAll("days?", "d")
                .replaceAll("weeks?", "w");
        var spelled = guess.matches("\\d{1,9}") ? guess + "s" : guess;
        return tried(spelled).map(_ -> spelled);
    }
}

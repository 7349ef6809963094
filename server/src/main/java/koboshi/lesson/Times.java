package koboshi.lesson;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.config.Durations;

/** Moments of a lesson, counted from its beginning: {@code 30s}, {@code 30.2s}, {@code 1m30.5s}. */
final class Times {
    private static final Pattern FRACTION = Pattern.compile("(.*?)(\\d{1,9})\\.(\\d{1,3})s");

    private Times() {}

    static Optional<Duration> tried(String text) {
        var fraction = FRACTION.matcher(text);
        if (!fraction.matches()) {
            return whole(text);
        }
        long millis = Long.parseLong((fraction.group(3) + "00").substring(0, 3));
        return whole(fraction.group(1) + fraction.group(2) + "s").map(seconds -> seconds.plusMillis(millis));
    }

    private static Optional<Duration> whole(String text) {
        try {
            return Optional.of(Durations.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What was probably meant by {@code 30} or {@code 5 sec}. */
    static Optional<String> nearest(String text) {
        var guess = text.replaceAll("(?<=\\d)\\s*sec(ond)?s?$", "s").replaceAll("(?<=\\d)\\s*min(ute)?s?$", "m");
        var spelled = guess.matches("\\d{1,9}(\\.\\d{1,3})?") ? guess + "s" : guess;
        return tried(spelled).map(_ -> spelled);
    }

    static String text(Duration time) {
        if (time.isNegative()) {
            return "-" + text(time.negated());
        }
        int millis = time.toMillisPart();
        boolean plain = millis == 0 || time.compareTo(Duration.ofSeconds(1)) < 0;
        return plain ? Durations.text(time) : withFraction(time, millis);
    }

    private static String withFraction(Duration time, int millis) {
        var tail = time.toSecondsPart() + "." + "%03d".formatted(millis).replaceAll("0+$", "") + "s";
        var minutes = time.minusSeconds(time.toSecondsPart()).minusMillis(millis);
        return minutes.isZero() ? tail : Durations.text(minutes) + tail;
    }
}

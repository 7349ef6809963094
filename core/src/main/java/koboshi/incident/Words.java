package koboshi.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import koboshi.action.Refusal;

/** Every entry as a sentence, for whoever reads it at three in the morning. */
public final class Words {
    private Words() {}

    /** In English, times in UTC and marked so. */
    public static String en(Entry entry) {
        return en(entry, ZoneOffset.UTC);
    }

    /** @param zone of the clock on the reader's wall */
    public static String en(Entry entry, ZoneId zone) {
        return new English(zone).of(entry);
    }

    /** In Japanese, times in UTC and marked so. */
    public static String ja(Entry entry) {
        return ja(entry, ZoneOffset.UTC);
    }

    /** @param zone of the clock on the reader's wall */
    public static String ja(Entry entry, ZoneId zone) {
        return new Japanese(zone).of(entry);
    }

    /** Why something is not done, in English, times in UTC and marked so. */
    public static String en(Refusal refusal) {
        return new English(ZoneOffset.UTC).refusal(refusal);
    }

    /** Why something is not done, in Japanese, times in UTC and marked so. */
    public static String ja(Refusal refusal) {
        return new Japanese(ZoneOffset.UTC).refusal(refusal);
    }

    /** A reason in Japanese, if it is one of those given most; otherwise as it is. */
    public static String ja(String reason) {
        return Reasons.ja(reason);
    }

    static String clock(Instant moment, ZoneId zone) {
        var pattern = zone.normalized().equals(ZoneOffset.UTC) ? "HH:mm:ss 'UTC'" : "HH:mm:ss";
        return DateTimeFormatter.ofPattern(pattern).format(moment.atZone(zone));
    }

    /** The two largest units, as in {@code 1 h 5 min}, {@code 40 s}, {@code 250 ms}. */
    static String length(Duration duration, String hours, String minutes, String seconds, String millis) {
        var length = duration.abs();
        if (length.toHours() > 0) {
            return length.toHours() + hours + rest(length.toMinutesPart(), minutes);
        }
        if (length.toMinutes() > 0) {
            return length.toMinutes() + minutes + rest(length.toSecondsPart(), seconds);
        }
        return length.toSeconds() > 0 ? length.toSeconds() + seconds : length.toMillis() + millis;
    }

    private static String rest(int amount, String unit) {
        return amount == 0 ? "" : (unit.startsWith(" ") ? " " : "") + amount + unit;
    }
}

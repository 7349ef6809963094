package liveqa.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The day's quota units. The day is that of Pacific time, as the API counts.
 *
 * <p>While more than half is left the chat is read as fast as the API invites to; from then on what is left is spread
 * over what is left of the day, so that the stream's last hour is heard too.
 */
final class Quota {
    static final int VIDEOS_LIST = 1;
    static final int MESSAGES_LIST = 5;
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final int budget;
    private LocalDate day = LocalDate.MIN;
    private int used;

    Quota(int budget) {
        this.budget = budget;
    }

    /** What was spent in an earlier run. */
    void goesOn(LocalDate spentOn, int units) {
        day = spentOn;
        used = units;
    }

    void spend(int units, Instant now) {
        renew(now);
        used += units;
    }

    /** The API says so, whatever we counted: others may use the same key. */
    void isUsedUp(Instant now) {
        renew(now);
        used = Math.max(used, budget);
    }

    boolean allows(int units, Instant now) {
        renew(now);
        return used + units <= budget;
    }

    private void renew(Instant now) {
        var today = now.atZone(PACIFIC).toLocalDate();
        if (!today.equals(day)) {
            day = today;
            used = 0;
        }
    }

    /** The pause before the next page, when the API invites to come back after {@code invited}. */
    Duration pause(Duration invited, Instant now) {
        renew(now);
        int left = budget - used;
        if (left > budget / 2) return invited;
        var even = untilRenewal(now).multipliedBy(MESSAGES_LIST).dividedBy(Math.max(left, MESSAGES_LIST));
        return even.compareTo(invited) > 0 ? even : invited;
    }

    Duration untilRenewal(Instant now) {
        var midnight = now.atZone(PACIFIC).toLocalDate().plusDays(1).atStartOfDay(PACIFIC);
        return Duration.between(now, midnight.toInstant());
    }

    LocalDate day() {
        return day;
    }

    int used() {
        return used;
    }

    int budget() {
        return budget;
    }
}

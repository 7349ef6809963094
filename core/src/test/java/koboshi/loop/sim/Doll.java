package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import koboshi.resource.ResourceId;

/** The truth about a service's process, which nobody in the loop can see but by looking. */
final class Doll {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    final ResourceId id;
    long pid;
    Instant began = Instant.EPOCH;
    double waiting;
    private boolean hangs;
    private Instant servesFrom = NEVER;
    private Instant lostAt = Instant.EPOCH;
    private Instant servesSince = NEVER;

    Doll(ResourceId id) {
        this.id = id;
    }

    boolean runs() {
        return pid != 0;
    }

    boolean serves(Instant now) {
        return runs() && !hangs && !servesFrom.isAfter(now);
    }

    /** Since when nobody is answered, for one that does not serve. */
    Instant lostAt() {
        return lostAt;
    }

    /** Whether it has served for so long that it must have been seen to. */
    boolean servedFor(Duration time, Instant now) {
        return serves(now) && !servesSince.plus(time).isAfter(now);
    }

    void starts(long newPid, Instant now, Duration rising) {
        pid = newPid;
        began = now;
        hangs = false;
        waiting = 0;
        servesFrom = now.plus(rising);
        servesSince = servesFrom;
    }

    void ends(Instant now) {
        loses(now);
        pid = 0;
        servesFrom = NEVER;
    }

    void hangs(Instant now) {
        loses(now);
        hangs = true;
    }

    void healsByItself(Instant now) {
        servesSince = hangs ? now : servesSince;
        hangs = false;
    }

    private void loses(Instant now) {
        lostAt = serves(now) ? now : lostAt;
    }

    @Override
    public String toString() {
        return id + " pid " + pid + (hangs ? " hangs" : "") + " waiting " + waiting;
    }
}

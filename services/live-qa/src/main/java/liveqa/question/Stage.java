package liveqa.question;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What comes after answering, one at a time: speaking, or showing.
 *
 * <p>Answers enter by themselves; whoever speaks them reports {@link #begins} and {@link #ends}. As long as nobody has
 * reported anything for ten minutes the stage is thought absent, and nobody is told to wait for it.
 */
final class Stage {
    private static final int MOST = 5_000;
    private static final long ABSENT_AFTER_NANOS = Duration.ofMinutes(10).toNanos();

    /** How things stand: how many wait before it, what the one in progress still takes, and what each takes, in seconds. */
    record Standing(int waiting, double restSeconds, double eachSeconds) {}

    private final LongSupplier nanos;
    private final Pace pace = new Pace(5);
    /** Entered and not begun, and when. */
    private final LinkedHashMap<String, Long> waiting = new LinkedHashMap<>();
    private String current;
    private long begunAt;
    private long lastReport;
    private boolean reported;
    private BooleanSupplier spoken = () -> true;
    private double longestSeconds = Duration.ofMinutes(10).toSeconds();

    Stage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Without listeners nothing is spoken, and nobody is told to wait for it. */
    synchronized void spokenWhile(BooleanSupplier somebodyListens) {
        spoken = somebodyListens;
    }

    /** The longest an answer waits to be spoken; then it is only shown. */
    synchronized void spokenWithin(Duration longest) {
        longestSeconds = longest.toNanos() / 1e9;
    }

    synchronized double longestSeconds() {
        return longestSeconds;
    }

    /** How many are spoken before it; negative when it does not wait to be spoken. */
    synchronized int before(String id) {
        if (!waiting.containsKey(id)) return -1;
        int before = 0;
        for (var other : waiting.keySet()) {
            if (other.equals(id)) break;
            before++;
        }
        return before;
    }

    synchronized void enters(String id) {
        // Its first sentences may be on air before the rest is known.
        if (id.equals(current)) return;
        waiting.put(id, nanos.getAsLong());
        if (waiting.size() > MOST) waiting.pollFirstEntry();
    }

    /** Tells how many seconds the answer waited for this, if it is known. Whatever entered earlier has been passed over. */
    synchronized OptionalDouble begins(String id) {
        long now = nanos.getAsLong();
        ended(now);
        current = id;
        begunAt = now;
        reported = true;
        lastReport = now;
        var since = waiting.get(id);
        if (since == null) return OptionalDouble.empty();
        while (!waiting.pollFirstEntry().getKey().equals(id)) continue;
        return OptionalDouble.of((now - since) / 1e9);
    }

    /** It will never be spoken, or was cut off. */
    synchronized void leaves(String id) {
        waiting.remove(id);
        if (id.equals(current)) current = null;
    }

    synchronized void ends(String id) {
        if (id.equals(current)) ended(nanos.getAsLong());
    }

    private void ended(long now) {
        if (current == null) return;
        pace.took((now - begunAt) / 1e9);
        current = null;
        lastReport = now;
    }

    /** Null when there is no such stage. */
    synchronized Standing standing() {
        long now = nanos.getAsLong();
        if (!reported || !spoken.getAsBoolean() || now - lastReport > ABSENT_AFTER_NANOS) return null;
        double each = pace.seconds();
        return new Standing(waiting.size(), current == null ? 0 : Pace.rest((now - begunAt) / 1e9, each), each);
    }

    /** How many answers wait to be spoken. */
    synchronized int waiting() {
        return reported ? waiting.size() : 0;
    }
}

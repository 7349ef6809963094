package koboshi.watch;

import java.time.Duration;

/**
 * How long a question rests before it is put again: its own pace, a multiple of what it took, and longer each time it fails.
 *
 * @param failures in a row
 */
record Rest(Duration pace, int failures, Duration took) {
    /** Even what is costly or fails is asked often enough that its last answer still counts. */
    static final Duration LONGEST = Duration.ofSeconds(45);
    /** A question may take this part of a processor's time. */
    private static final int SHARE = 20;
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration SLOW = Duration.ofMillis(100);

    static Rest at(Duration pace) {
        return new Rest(pace, 0, Duration.ZERO);
    }

    Rest after(Duration nowTook, boolean failed) {
        return new Rest(pace, failed ? failures + 1 : 0, nowTook);
    }

    /** Whether it is to wait behind others that are slow rather than hold up those that are not. */
    boolean slow() {
        return took.compareTo(SLOW) > 0;
    }

    Duration length() {
        var putOff = pace.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        var share = took.multipliedBy(SHARE);
        var longer = putOff.compareTo(share) > 0 ? putOff : share;
        return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
}

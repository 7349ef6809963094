package koboshi.agent.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.signal.Run;

/**
 * How fast a journey runs: at its idle pace while all is well, many times a second while a fallen service may rise any moment.
 *
 * <p>The figure that counts is when it answers again; an idle pace of ten seconds would see that ten seconds late.
 *
 * @param normal an average of clean runs, against which slowness is a suspicion
 */
record Pace(Pulse pulse, Optional<Instant> fallenSince, Duration normal) {
    static final Pace IDLE = new Pace(Pulse.UNKNOWN, Optional.empty(), Duration.ZERO);

    private static final int PROVEN = 3;
    private static final Duration RISING = Duration.ofMillis(50);
    private static final Duration LYING = Duration.ofMillis(250);
    private static final Duration RISING_FOR = Duration.ofSeconds(60);
    private static final Duration SHORTEST_SUSPICION = Duration.ofMillis(100);
    private static final int TIMES_NORMAL = 5;
    /** A server among others is judged by its own normal: what takes so much longer is of no use while its siblings answer. */
    private static final int TIMES_NORMAL_OF_A_BACKEND = 6;
    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(250);

    Pace after(Run run) {
        var average = run.clean() ? average(run.took()) : normal;
        return settled(pulse.after(List.of(run)), run, average);
    }

    Pace after(List<Run> burst) {
        return settled(pulse.after(burst), burst.getFirst(), normal);
    }

    private Pace settled(Pulse now, Run run, Duration average) {
        if (now.suspected()) {
            return new Pace(now, fallenSince.or(() -> Optional.of(run.began())), average);
        }
        return new Pace(now, now.cleanInARow() >= PROVEN ? Optional.empty() : fallenSince, average);
    }

    private Duration average(Duration took) {
        return normal.isZero() ? took : normal.multipliedBy(7).plus(took).dividedBy(8);
    }

    /** After runs that said nothing since our own side starved: running fast would only starve it more. */
    Pace rested() {
        return new Pace(pulse, Optional.empty(), normal);
    }

    /** A burst is due when runs fail and no burst has confirmed it yet. */
    boolean wantsBurst() {
        return pulse.suspected() && !pulse.confirmed();
    }

    /** How long a run may take before it is suspicious although it has not failed. */
    Duration suspiciousAfter(Journey journey) {
        var half = journey.timeout().dividedBy(2);
        var slow = normal.multipliedBy(TIMES_NORMAL);
        var patience = slow.compareTo(SHORTEST_SUSPICION) < 0 ? SHORTEST_SUSPICION : slow;
        return normal.isZero() || patience.compareTo(half) > 0 ? half : patience;
    }

    /**
     * The journey as it is run now: one server among others gets no more time than a few times what it, or its siblings, normally take; or what its plan
     * says it may take.
     */
    Journey limited(Journey journey, Duration ofSiblings) {
        if (!journey.ofBackend() || normal.isZero() || journey.within().isPresent()) {
            return journey.within().filter(_ -> journey.ofBackend()).map(journey::limitedTo).orElse(journey);
        }
        var usual = normal.compareTo(ofSiblings) > 0 ? normal : ofSiblings;
        var limit = usual.multipliedBy(TIMES_NORMAL_OF_A_BACKEND);
        var enough = limit.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : limit;
        return enough.compareTo(journey.timeout()) < 0 ? journey.limitedTo(enough) : journey;
    }

    /** From the beginning of one run to the beginning of the next. */
    Duration interval(Journey journey, Instant now) {
        if (fallenSince.isEmpty()) {
            return journey.every();
        }
        var fast = Duration.between(fallenSince.get(), now).compareTo(RISING_FOR) < 0 ? RISING : LYING;
        return fast.compareTo(journey.every()) < 0 ? fast : journey.every();
    }
}

package koboshi.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A check of the checks: which interval, timeout and count would have noticed past falls soonest, and none that was none.
 *
 * <p>History is thinned to the interval. While all is well it was recorded at the pace it was run at, so no interval shorter than that can be tried on it.
 */
public final class Hindsight {
    /** A rare check may have had luck with its moments: it is tried with several beginnings, and the worst counts. */
    private static final int BEGINNINGS = 4;

    private Hindsight() {}

    /** One run as history has it. */
    public record Past(Instant ended, Duration took, boolean clean) {}

    /** @param until the fall was over */
    public record Fall(Instant since, Instant until) {}

    /**
     * What a check would have done.
     *
     * @param noticed of each fall that it noticed, how long after its beginning; by each of the beginnings tried
     * @param missed falls, by the worst of them
     * @param falseMoves how often it would have spoken of a fall where there was none, by the worst of them
     */
    public record Verdict(Check check, List<Duration> noticed, int missed, int falseMoves) {
        public Verdict {
            noticed = List.copyOf(noticed);
        }

        public Optional<Duration> slowest() {
            return noticed.stream().max(Comparator.naturalOrder());
        }

        /** The middle one, or the earlier of the two. */
        public Optional<Duration> median() {
            return noticed.stream().sorted().skip(Math.max(0, (noticed.size() - 1) / 2)).findFirst();
        }
    }

    /** @param past in order of time */
    public static Verdict of(Check check, List<Past> past, List<Fall> falls) {
        var tried = IntStream.range(0, BEGINNINGS)
                .mapToObj(beginning -> from(check, past, falls, past.isEmpty() ? Instant.MIN : begun(past.getFirst()).plus(check.interval().multipliedBy(beginning).dividedBy(BEGINNINGS))))
                .toList();
        return new Verdict(
                check,
                tried.stream().flatMap(verdict -> verdict.noticed().stream()).toList(),
                tried.stream().mapToInt(Verdict::missed).max().orElse(0),
                tried.stream().mapToInt(Verdict::falseMoves).max().orElse(0));
    }

    private static Verdict from(Check check, List<Past> past, List<Fall> falls, Instant beginning) {
        var noticed = new ArrayList<Duration>();
        int falseMoves = 0;
        var spoken = new ArrayList<Fall>();
        for (var moment : alarms(check, past, beginning)) {
            var fall = falls.stream().filter(one -> !moment.isBefore(one.since()) && !moment.isAfter(one.until())).findFirst();
            if (fall.isEmpty()) {
                falseMoves++;
            } else if (!spoken.contains(fall.get())) {
                spoken.add(fall.get());
                noticed.add(Duration.between(fall.get().since(), moment));
            }
        }
        return new Verdict(check, noticed, falls.size() - spoken.size(), falseMoves);
    }

    /** Best first: fewest false or missed, soonest; of equals the one that runs least often. */
    public static List<Verdict> ranked(List<Check> checks, List<Past> past, List<Fall> falls) {
        return checks.stream()
                .map(check -> of(check, past, falls))
                .sorted(Comparator.comparingInt((Verdict verdict) -> verdict.falseMoves() + verdict.missed())
                        .thenComparing(verdict -> verdict.slowest().orElse(Duration.ZERO))
                        .thenComparing(verdict -> verdict.check().interval(), Comparator.reverseOrder()))
                .toList();
    }

    /** The moments at which so many runs in a row had failed. */
    private static List<Instant> alarms(Check check, List<Past> past, Instant beginning) {
        var alarms = new ArrayList<Instant>();
        var next = beginning;
        int failed = 0;
        for (var run : past) {
            var began = begun(run);
            if (began.isBefore(next)) {
                continue;
            }
            next = began.plus(check.interval());
            boolean fails = !run.clean() || run.took().compareTo(check.timeout()) > 0;
            failed = fails ? failed + 1 : 0;
            if (failed == check.count()) {
                alarms.add(run.took().compareTo(check.timeout()) > 0 ? began.plus(check.timeout()) : run.ended());
            }
        }
        return alarms;
    }

    private static Instant begun(Past run) {
        return run.ended().minus(run.took());
    }
}

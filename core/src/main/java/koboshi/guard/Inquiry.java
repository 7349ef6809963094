package koboshi.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.series.Series;
import koboshi.series.Source;
import koboshi.signal.Findings;

/** A question about series that a guard's condition puts again and again. Pure: who asks brings the samples, the moment, and the permission to go on. */
public interface Inquiry {
    /** What one question may cost: no more than keeps a team's series answerable, and never so long that others wait for it. */
    Options OPTIONS = Options.standard().withLimits(new Options.Limits(5_000_000, 20_000, 11_000, 32L << 20, Duration.ofSeconds(5)));

    /** A call and a standing go with each; a flood of label sets must not become a flood of calls. */
    int MOST_LABEL_SETS = 200;

    /**
     * What is looked at.
     *
     * @param pulse ends a question that takes too long
     * @param risen since when the guarded process runs, where that is known: what was before was another one's
     * @param eye the asker's own, for this question alone
     */
    record Look(Source source, Instant now, Pulse pulse, Optional<Instant> risen, Eye eye) {
        /** Without an eye, for questions that need none. */
        public Look(Source source, Instant now, Pulse pulse, Optional<Instant> risen) {
            this(source, now, pulse, risen, Eye.CLOSED);
        }

        public static Look at(Source source, Instant now) {
            return new Look(source, now, Pulse.STEADY, Optional.empty());
        }

        /**
         * Samples looked at as they came cost what a query of them would.
         *
         * @throws IllegalStateException when they are more than one question may read, or its time is over
         */
        List<Series> bounded(List<Series> found) {
            if (found.size() > OPTIONS.limits().series() || found.stream().mapToLong(Series::atMost).sum() > OPTIONS.limits().samples()
                    || pulse.beat() != Pulse.State.GO_ON) {
                throw new IllegalStateException("it reads more than one question may; narrow its labels or its time");
            }
            return found;
        }
    }

    /** Answers also what went wrong, a want of memory included: to be asked does not throw, for that would end all later questions. */
    default Findings ask(Look look) {
        try {
            return found(look);
        } catch (RuntimeException | OutOfMemoryError trouble) {
            return Findings.none("its series cannot be read: " + trouble.getMessage());
        }
    }

    /** What {@link #ask} answers while nothing goes wrong. */
    Findings found(Look look);

    /** How often it is worth asking. */
    Duration pace();

    /** The question behind a condition, if it asks for series. */
    static Optional<Inquiry> of(Condition condition) {
        return switch (condition) {
            case Condition.Gives(var query) -> Optional.of(Expression.parse(query));
            case Condition.Absent absent -> Optional.of(new Absence(absent));
            case Condition.RunsOut runsOut -> Optional.of(Exhaustion.of(runsOut));
            case Condition.Burns burns -> Optional.of(Burn.of(burns));
            case Condition.Strange strange -> Optional.of(Unseasonable.of(strange));
            case Condition.JourneyFails _, Condition.HeartbeatOverdue _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _,
                    Condition.BalancerAway _, Condition.Raised _ -> Optional.empty();
        };
    }
}

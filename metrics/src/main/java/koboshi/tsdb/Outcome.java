package koboshi.tsdb;

import java.util.EnumMap;
import java.util.Map;

/**
 * What became of a batch.
 *
 * @param taken samples that were written
 * @param repeated samples that were there already, bit by bit
 * @param refused samples that were not written, by reason
 * @param first what was wrong with the first of those, for the sender; null where there is none
 */
public record Outcome(int taken, int repeated, Map<Refusal, Integer> refused, String first) {
    /** Why a sample was not written. */
    public enum Refusal {
        /** Older than what may still come out of order. */
        TOO_OLD,
        /** The same moment holds another value. */
        CONFLICT,
        /** Farther after the clock's moment than any clock is wrong. */
        TOO_FAR_AHEAD,
        /** A new series above the limit. */
        TOO_MANY_SERIES,
        /** A new series of one who has taken more of the room than is left to all others. */
        ABOVE_SHARE,
        /** A new series for which there is no memory; sending it again helps once others have gone silent. */
        NO_MEMORY,
        /** Labels that are none, or too many, or too long. */
        BAD_LABELS
    }

    public int refusals() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Samples of new series above one of the limits. */
    public int tooMany() {
        return refused.getOrDefault(Refusal.TOO_MANY_SERIES, 0) + refused.getOrDefault(Refusal.ABOVE_SHARE, 0) + refused.getOrDefault(Refusal.NO_MEMORY, 0);
    }

    /** Counts up while a batch is gone through. */
    static final class Tally {
        private int taken;
        private int repeated;
        private final Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        private String first;

        void take() {
            taken++;
        }

        void repeat() {
            repeated++;
        }

        void refuse(Refusal why, int samples, String what) {
            refused.merge(why, samples, Integer::sum);
            first = first == null ? what : first;
        }

        Outcome outcome() {
            return new Outcome(taken, repeated, refused, first);
        }
    }
}

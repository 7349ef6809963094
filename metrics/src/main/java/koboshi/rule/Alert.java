package koboshi.rule;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import koboshi.series.Labels;

/**
 * One element an alerting rule found.
 *
 * @param labels with {@code alertname}; they tell alerts of a rule apart
 * @param value what the query gave when it was last there; NaN for a histogram
 * @param resolvedAt when it went away; null while it is there
 * @param missingSince since when it fires only because it is to be kept firing; null otherwise
 */
public record Alert(Labels labels, SortedMap<String, String> annotations, State state, double value, Instant activeAt, Instant firedAt, Instant resolvedAt,
        Instant missingSince) {
    /** How far an alert has come. */
    public enum State {
        /** Was there, and is remembered for a while. */
        INACTIVE("inactive"),
        PENDING("pending"),
        FIRING("firing");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Alert {
        annotations = Collections.unmodifiableSortedMap(annotations);
    }

    static Alert seen(Labels labels, SortedMap<String, String> annotations, double value, Instant at) {
        return new Alert(labels, annotations, State.PENDING, value, at, null, null, null);
    }

    public boolean active() {
        return state != State.INACTIVE;
    }

    /** Still there: only value and annotations are new. */
    Alert again(Alert now) {
        return new Alert(labels, now.annotations, state, now.value, activeAt, firedAt, resolvedAt, null);
    }

    /** The same alert, but there for another time. */
    Alert since(Instant other) {
        return new Alert(labels, annotations, state, value, other, firedAt, resolvedAt, missingSince);
    }

    /** One that fired before a restart and is to be kept firing; what its annotations said is not known any more. */
    static Alert kept(Labels labels, Instant since, Instant lastSeen) {
        return new Alert(labels, Collections.emptySortedMap(), State.FIRING, Double.NaN, since, lastSeen, null, lastSeen);
    }

    Alert fires(Instant at) {
        return new Alert(labels, annotations, State.FIRING, value, activeAt, at, resolvedAt, missingSince);
    }

    Alert missing(Instant since) {
        return new Alert(labels, annotations, state, value, activeAt, firedAt, resolvedAt, since);
    }

    Alert resolved(Instant at) {
        return new Alert(labels, annotations, State.INACTIVE, value, activeAt, firedAt, at, missingSince);
    }
}

package koboshi.lesson;

import java.util.List;
import java.util.Optional;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Ending;
import koboshi.resource.ResourceId;

/** What must be so. */
sealed interface Claim {
    /** Without labels in the key: any label set that stands so. */
    record Stands(GuardKey key, Stand stand) implements Claim {}

    /** @param text must stand in the reason why it is so */
    record Judged(String journey, View view, Optional<String> text) implements Claim {}

    /** @param text must stand in the reason why it is so */
    record Looks(String vantage, Place place, Optional<String> text) implements Claim {}

    /** @param refusal the type's name in words, such as {@code cooling-down} */
    record Acted(Verb verb, Optional<ResourceId> on, Fate fate, Optional<String> refusal) implements Claim {
        Acted with(Fate other) {
            return new Acted(verb, on, other, refusal);
        }
    }

    record NotActed(Optional<Verb> verb, Optional<ResourceId> on) implements Claim {}

    record Fell(Optional<ResourceId> on, Course course, Optional<Ending> ending) implements Claim {}

    /** @param text must stand in a line of the incident's timeline */
    record Says(Optional<ResourceId> on, String text) implements Claim {}

    record NoFall(Optional<ResourceId> on) implements Claim {}

    /** @param text must stand in the reason of the call */
    record Called(Optional<String> text) implements Claim {}

    record NotCalled() implements Claim {}

    record Frozen(Optional<String> by) implements Claim {}

    record Free() implements Claim {}

    /** No standing changes, no incident begins or ends, no act is begun, refused or in doubt, no hand freezes. */
    record Nothing() implements Claim {}

    /** Every act that was begun in the whole lesson, in order. */
    record Acts(List<Verb> verbs, Optional<ResourceId> on) implements Claim {
        public Acts {
            verbs = List.copyOf(verbs);
        }
    }

    enum Stand {
        INACTIVE,
        PENDING,
        FIRING,
        UNKNOWN
    }

    /** How all vantages of a journey see it together. */
    enum View {
        CLEAN,
        SUSPECTED,
        FALLEN,
        UNKNOWN
    }

    /** How a vantage does. */
    enum Place {
        COUNTS,
        LOST,
        LEFT_OUT
    }

    /** What became of an act. */
    enum Fate {
        STARTED,
        REFUSED,
        DONE,
        FAILED,
        DOUBTED,
        PROVED,
        UNPROVED
    }

    enum Course {
        OPENED,
        OPEN,
        ENDED
    }
}

package koboshi.act;

import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.incident.Entry;
import koboshi.incident.Incident;

/** A way to call a person. */
public interface Caller {
    Outcome call(Call call);

    /**
     * What the person hears.
     *
     * @param key the same however often the call is repeated, so that a receiver can drop what it has
     * @param what the matter in one line
     */
    record Call(String key, long incident, String on, String by, String what, Optional<String> why) {
        /** What cannot be written down must still be heard: said so, and under a key that no act has. */
        public static Call unjournaled(String key, String what) {
            return new Call("unjournaled-" + key, 0, "team/all", "koboshi", "(unjournaled) " + what, Optional.empty());
        }

        /** Of Koboshi about itself, where no guard tells. */
        public static Call ofItself(String key, String what) {
            return new Call("self-" + key, 0, "team/all", "koboshi", what, Optional.empty());
        }

        static Call of(Entry.ActStarted act, Optional<Incident> incident) {
            return new Call(
                    "act-" + act.act(), act.incident(), act.on().toString(), act.by().toString(), act.why(), incident.map(Incident::why));
        }

        @Override
        public String toString() {
            return on + ": " + what + why.filter(reason -> !reason.equals(what)).map(reason -> " (" + reason + ")").orElse("");
        }
    }
}

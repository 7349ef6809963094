package koboshi.loop;

import java.time.Instant;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * A standby takes over while something is done to the service it stands by for.
 *
 * @param on the service that is relieved
 * @param standby the server that takes over
 * @param verb what is to be done to the service meanwhile
 * @param by who wants it done
 * @param done since when it has been done
 * @param doomed why the standby cannot take over, if so: it goes back to rest
 */
public record Relief(
        ResourceId on, ResourceId standby, Verb verb, GuardKey by, Motive motive, long incident, Instant since, String why, Optional<Instant> done, Optional<String> doomed) {
    static Relief of(Entry.ReliefBegan began, Instant at) {
        return new Relief(began.on(), began.standby(), began.verb(), began.by(), began.motive(), began.incident(), at, began.why(), Optional.empty(), Optional.empty());
    }

    Relief doneAt(Instant at) {
        return new Relief(on, standby, verb, by, motive, incident, since, why, Optional.of(at), doomed);
    }

    Relief doomed(String trouble) {
        return new Relief(on, standby, verb, by, motive, incident, since, why, done, Optional.of(trouble));
    }
}

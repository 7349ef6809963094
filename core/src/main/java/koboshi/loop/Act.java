package koboshi.loop;

import java.time.Instant;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * An act that was begun.
 *
 * @param before the process as it was when the act began, to see afterwards whether anything was done
 * @param doubted when its outcome became unknown
 */
public record Act(
        long id, Verb verb, ResourceId on, GuardKey by, long incident, Instant started, Instant deadline, Motive motive, String why,
        Optional<Process> before, Optional<Instant> doubted) {
    static Act begun(Entry.ActStarted started, Optional<Process> before, Instant at) {
        return new Act(
                started.act(), started.verb(), started.on(), started.by(), started.incident(), at, started.deadline(), started.motive(),
                started.why(), before, Optional.empty());
    }

    Act doubtedAt(Instant at) {
        return new Act(id, verb, on, by, incident, started, deadline, motive, why, before, Optional.of(at));
    }
}

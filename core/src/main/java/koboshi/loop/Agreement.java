package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * What a person agreed to and has not been done yet.
 *
 * @param until whoever agreed had looked at how things stood then; after this it must be asked anew
 */
public record Agreement(long incident, Verb verb, ResourceId on, GuardKey by, Instant until) {
    static final Duration LASTS = Duration.ofMinutes(10);

    static Agreement of(Entry.Agreed agreed) {
        return new Agreement(agreed.incident(), agreed.verb(), agreed.on(), agreed.by(), agreed.until());
    }

    boolean covers(Verb wanted, ResourceId subject, Instant at) {
        return verb == wanted && on.equals(subject) && until.isAfter(at);
    }
}

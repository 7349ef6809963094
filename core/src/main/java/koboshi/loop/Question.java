package koboshi.loop;

import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;

/** What a guard would do and waits for a person's word. */
public record Question(long incident, GuardKey asked, Verb verb, ResourceId on, Refusal.NeedsApproval why) {
    /** A person's word for this and nothing else. */
    public Event.Agreed agreedBy(String operator, String words) {
        return new Event.Agreed(operator, incident, Asked.of(this), words);
    }
}

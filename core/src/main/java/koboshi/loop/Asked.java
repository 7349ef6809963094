package koboshi.loop;

import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;

/** The very thing a person was shown: a word for it is a word for nothing else. */
public record Asked(GuardKey guard, Verb verb, ResourceId on) {
    static Asked of(Question question) {
        return new Asked(question.asked(), question.verb(), question.on());
    }
}

package koboshi.action;

import java.util.List;
import java.util.Optional;

/** What a guard does when it fires, one verb after the other, and how it proves that it helped. */
public record Runbook(List<Verb> then, Optional<Proof> prove, Brakes brakes) {
    public static final Runbook CALL_A_PERSON = new Runbook(List.of(Verb.NOTIFY), Optional.empty(), Brakes.DEFAULT);
    public static final Runbook WATCH_ONLY = new Runbook(List.of(), Optional.empty(), Brakes.DEFAULT);

    public Runbook {
        then = List.copyOf(then);
    }
}

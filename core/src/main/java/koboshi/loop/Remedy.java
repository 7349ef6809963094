package koboshi.loop;

import java.util.Optional;
import koboshi.action.Refusal;

/**
 * How far a firing guard has come with its runbook.
 *
 * @param step the verb that is next, or being done
 * @param act the act being done, 0 for none
 * @param acted the latest act of this round that changed anything, 0 for none; it is what a proof proves
 * @param refused why the step was last refused, so that the same refusal is not written twice
 */
public record Remedy(long incident, int step, Phase phase, long act, long acted, Optional<Refusal> refused) {
    public enum Phase {
        READY,
        ACTING,
        PROVING,
        SETTLED
    }

    static Remedy begin(long incident) {
        return new Remedy(incident, 0, Phase.READY, 0, 0, Optional.empty());
    }

    Remedy acting(Act begun) {
        return new Remedy(incident, step, Phase.ACTING, begun.id(), begun.verb().changes() ? begun.id() : acted, Optional.empty());
    }

    Remedy nextStep() {
        return new Remedy(incident, step + 1, Phase.READY, 0, acted, Optional.empty());
    }

    Remedy sameStepAgain() {
        return new Remedy(incident, step, Phase.READY, 0, 0, Optional.empty());
    }

    Remedy fromTheStart() {
        return begin(incident);
    }

    Remedy proving() {
        return new Remedy(incident, step, Phase.PROVING, 0, acted, Optional.empty());
    }

    boolean proves(Probation probation) {
        return phase == Phase.PROVING && acted == probation.act();
    }

    Remedy settled() {
        return new Remedy(incident, step, Phase.SETTLED, 0, acted, Optional.empty());
    }

    Remedy refused(Refusal why) {
        return new Remedy(incident, step, phase, act, acted, Optional.of(why));
    }
}

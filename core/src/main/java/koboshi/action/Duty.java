package koboshi.action;

import koboshi.guard.Guard;

/** A guard and what is done when it fires. */
public record Duty(Guard guard, Runbook runbook) {
    public String name() {
        return guard.name();
    }
}

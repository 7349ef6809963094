package koboshi.guard;

import java.time.Duration;

/**
 * What share of what is asked of a service must go well.
 *
 * @param name what is promised, in words
 * @param good a PromQL expression of what went well, a rate
 * @param total one of everything, good or not
 * @param target the share that must be good, below 1; the rest is the budget of errors
 * @param over the time in which the budget may be used up
 */
public record Objective(String name, String good, String total, double target, Duration over) {
    public double budget() {
        return 1 - target;
    }
}

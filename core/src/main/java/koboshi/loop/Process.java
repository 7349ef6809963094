package koboshi.loop;

import java.time.Instant;
import koboshi.signal.Fact;

/** What is known of a kept process. */
public sealed interface Process {
    /**
     * @param began by the agent's clock: with the pid it names the process
     * @param since by our own, which alone decides: when we heard of it, or earlier for one that was adopted
     */
    record Running(long pid, Instant began, Instant since) implements Process {
        boolean is(long otherPid, Instant otherBegan) {
            return pid == otherPid && began.equals(otherBegan);
        }
    }

    /**
     * @param startsAt when its agent starts it again; not after {@code since} where it will not
     * @param ordered it was stopped on purpose and is not missed
     */
    record Down(Instant since, Instant startsAt, boolean ordered, String why) implements Process {}

    record Exhausted(Instant since) implements Process {}

    /**
     * The process after a fact; a remark changes nothing.
     *
     * @param stopped whether a stop was the last thing asked for: an agent killed in the midst of a restart leaves the process lying by order
     *     too, and that one is missed
     */
    static Process after(Process before, Fact fact, boolean stopped, Instant at) {
        return switch (fact) {
            case Fact.Started(var pid, var began, var adopted) -> running(before, pid, began, adopted && began.isBefore(at) ? began : at);
            case Fact.Exited exited -> down(exited, stopped, at);
            case Fact.Exhausted _ -> new Exhausted(at);
            case Fact.StartFailed(var why) -> new Down(at, at, false, why);
            case Fact.Observed(var running, var pid, var began) ->
                running ? running(before, pid, began, at) : before instanceof Running || before == null ? new Down(at, at, stopped, "not running") : before;
            case Fact.Remarked _ -> before;
        };
    }

    private static Running running(Process before, long pid, Instant began, Instant since) {
        return before instanceof Running same && same.is(pid, began) ? same : new Running(pid, began, since);
    }

    private static Down down(Fact.Exited exited, boolean stopped, Instant at) {
        boolean ordered = exited.cause() == Fact.Cause.ORDERED && stopped;
        return new Down(at, at.plus(exited.next()), ordered, exited.cause() + ": " + exited.detail());
    }

    /** After a stop that was done: whatever lay before lies by order now. */
    default Process stopped() {
        return switch (this) {
            case Running running -> running;
            case Down down -> new Down(down.since(), down.since(), true, down.why());
            case Exhausted exhausted -> new Down(exhausted.since(), exhausted.since(), true, "stopped by order");
        };
    }

    default boolean restingByOrder() {
        return this instanceof Down down && down.ordered();
    }
}

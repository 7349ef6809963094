package koboshi.loop;

import java.time.Instant;
import koboshi.signal.Fact;

/** What is known of a kept process. */
public sealed interface Process {
    /**
     * @param began by the agent's clock: with the pid it names the process
     * @param since by our own, which alone decides: when we heard of it, or earlier if it is older
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

    /** The process after a fact; a remark changes nothing. */
    static Process after(Process before, Fact fact, Instant at) {
        return switch (fact) {
            case Fact.Started(var pid, var began, _) -> running(before, pid, began, at);
            case Fact.Exited exited -> down(exited, at);
            case Fact.Exhausted _ -> new Exhausted(at);
            case Fact.StartFailed(var why) -> new Down(at, at, false, why);
            case Fact.Observed(var running, var pid, var began) ->
                running ? running(before, pid, began, at) : before instanceof Running || before == null ? new Down(at, at, false, "not running") : before;
            case Fact.Remarked _ -> before;
        };
    }


    private static Running running(Process before, long pid, Instant began, Instant at) {
        return before instanceof Running same && same.is(pid, began) ? same : new Running(pid, began, began.isBefore(at) ? began : at);
    }

    private static Down down(Fact.Exited exited, Instant at) {
        boolean ordered = exited.cause() == Fact.Cause.ORDERED;
        return new Down(at, at.plus(exited.next()), ordered, exited.cause() + ": " + exited.detail());
    }
}

package koboshi.action;

import java.time.Instant;
import java.util.Optional;
import koboshi.resource.ResourceId;

/** Why an act was not done. A type each, never silence. */
public sealed interface Refusal {
    /** Hands are frozen: by a person, by correlated failures, or because we doubt ourselves. */
    record Frozen(String why) implements Refusal {}

    record NothingToActOn(String guard) implements Refusal {}

    record NoSuchService(ResourceId resource) implements Refusal {}

    record AgentIsAway(String host) implements Refusal {}

    record ClockJumped() implements Refusal {}

    /** One act at a time on a resource. */
    record ActInProgress(long act) implements Refusal {}

    /** One act at a time in a role. */
    record RoleIsBusy(String role, long act) implements Refusal {}

    /** It is starting already; killing it now would only begin the wait again. */
    record StillRising(Instant until) implements Refusal {}

    record CoolingDown(Instant until) implements Refusal {}

    record TooOften(int perHour, Instant next) implements Refusal {}

    record BelowFloor(String role, int floor, int up) implements Refusal {}

    /** Somebody is being served; it is done at a quiet moment, at the latest at the hard line. */
    record NotQuiet(String quiet) implements Refusal {}

    /** Another act's effect is being proved on it. */
    record OnProbation(long act, Instant until) implements Refusal {}

    /** The evidence of a moment ago will do. */
    record AlreadyCaptured(Instant at) implements Refusal {}

    record DryRun() implements Refusal {}

    /**
     * A person must agree first.
     *
     * @param below which line of a pool it would be left below; empty where the guard must always ask
     */
    record NeedsApproval(Optional<Line> below) implements Refusal {
        public NeedsApproval() {
            this(Optional.empty());
        }
    }

    /** @param left how many would be known to work */
    record Line(String pool, int least, int left) {}

    /** It is no server of any pool. */
    record NoSuchBackend(ResourceId resource) implements Refusal {}

    /** No balancer of the pool can be told anything. */
    record BalancerIsAway(String pool, String why) implements Refusal {}

    record AlreadyOut(Instant since) implements Refusal {}

    /** The ejection limit. */
    record TooManyOut(String pool, int limit, int out) implements Refusal {}

    /** The floor by weight. */
    record TooLittleLeft(String pool, int floorPercent, int leftPercent) implements Refusal {}

    /** Most servers of the pool look sick: it is something below them, or it is us. */
    record MostAreSick(String pool, int sick, int of) implements Refusal {}

    /** Its balancers still send it somebody, or sessions of it last. */
    record StillServing(ResourceId backend) implements Refusal {}

    /** Its standby takes over first, and is on its way. */
    record StandbyRises(ResourceId standby) implements Refusal {}

    /** Its standby did not take over, and nothing is taken out without it. */
    record StandbyDidNotRise(ResourceId standby, Instant next) implements Refusal {}

    /** No pool has a group of that name. */
    record NoSuchGroup(ResourceId group) implements Refusal {}

    /** One switch of a pool at a time. */
    record SwitchInProgress(String pool, String to, String by) implements Refusal {}

    /** It has all the traffic already. */
    record AlreadySwitched(ResourceId group) implements Refusal {}

    /** It has not run clean since it was taken out. */
    record NotCleanYet(ResourceId backend) implements Refusal {}

    /** Its balancer's configuration, or somebody's hand there, keeps it out already. */
    record HeldElsewhere(ResourceId backend) implements Refusal {}
}

package koboshi.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** Entries in English. */
final class English {
    private final ZoneId zone;

    English(ZoneId zone) {
        this.zone = zone;
    }

    String of(Entry entry) {
        return switch (entry) {
            case Entry.ServiceAdopted(var service) -> service.id() + " is guarded from now on.";
            case Entry.JourneyAdopted(var journey) ->
                "Journey " + journey.name() + " is run every " + length(journey.every()) + " for " + journey.service() + ".";
            case Entry.PoolAdopted(var pool) -> "Traffic of pool " + pool.name() + " may be moved between its " + pool.members().size() + " servers.";
            case Entry.ServersFound(var pool, var joined, var left, var moved) -> "The balancers of pool " + pool + " tell of other servers: "
                    + servers(List.of(named("new ", joined), named("gone ", left), named("elsewhere ", moved))) + ".";
            case Entry.DutyAdopted(var duty) -> "Guard " + duty.name() + " is in force.";
            case Entry.Dropped(var part, var name) -> capital(part) + " " + name + " was taken out of the plan.";
            case Entry.StandingChanged(var key, var to, var why, _) -> "Guard " + key + " " + standing(to) + because(why);
            case Entry.KnowledgeLost(var key, var why, _) -> "Guard " + key + " cannot judge any more" + because(why);
            case Entry.KnowledgeRegained(var key, _) -> "Guard " + key + " can judge again.";
            case Entry.IncidentOpened(var incident, var on, var by, var why) ->
                "Incident " + incident + " opened on " + on + " by guard " + by + because(why);
            case Entry.IncidentEnded(var incident, var ending) -> "Incident " + incident + " ended: " + ending(ending);
            case Entry.Answering(_, var journey, var since) -> "It answers again since " + clock(since) + ": journey " + journey + " ran clean.";
            case Entry.ActStarted(var act, var verb, var on, var by, _, _, _, var why) ->
                doing(verb, on) + " begins, ordered by " + by(by) + " (act " + act + ")" + because(why);
            case Entry.ActRefused(var verb, var on, _, _, var refusal) -> doing(verb, on) + " refused: " + refusal(refusal);
            case Entry.Agreed(_, var asked, var verb, var on, var by, var until, var why) ->
                capital(who(by.toString())) + " agrees that guard " + asked + " may do this until " + clock(until) + ": " + doing(verb, on) + because(why);
            case Entry.ReliefBegan(var on, var standby, var verb, var by, _, _, var why) ->
                standby + " takes over from " + on + " before anything is done to it: " + doing(verb, on) + ", ordered by " + by(by) + because(why);
            case Entry.ReliefDoomed(var on, _, var why) -> "Nothing is taken out for " + on + because(why);
            case Entry.ReliefEnded(var on, _, var trouble) -> trouble.map(why -> "No standby took over from " + on + because(why)).orElse(on + " needs its standby no more; it rests again.");
            case Entry.SwitchBegan(var pool, var to, var by, var why) -> "The traffic of pool " + pool + " is to go over to " + to + ", ordered by " + by(by) + because(why);
            case Entry.SwitchYields(var pool, var to) -> "All of " + to + " takes traffic of pool " + pool + "; as its share rises the others give up as much.";
            case Entry.SwitchShifted(var pool, var to) -> "All of " + to + " has its share of pool " + pool + " and is watched; the others get no new sessions.";
            case Entry.SwitchTurnedBack(var pool, var to, var why) -> "The traffic of pool " + pool + " goes back from " + to + " at once" + because(why);
            case Entry.SwitchEnded(var pool, var to, var trouble) -> trouble.map(why -> "The traffic of pool " + pool + " did not go over to " + to + because(why))
                    .orElse("The traffic of pool " + pool + " has gone over to " + to + ".");
            case Entry.ActDoubted(var act, _, var why) -> "Nobody knows how act " + act + " ended" + because(why);
            case Entry.ActEnded(var act, _, var outcome) -> outcome(act, outcome);
            case Entry.ProbationBegan(var act, _, var proof, var until) ->
                "Act " + act + " must prove itself: journey " + proof.journey() + " must run clean by " + clock(until) + ".";
            case Entry.ProbationEnded(var act, _, var proved) ->
                proved ? "Act " + act + " helped: the proof came in time." : "Act " + act + " did not help: no proof came in time.";
            case Entry.Frozen(var by, var why) -> "All hands are frozen by " + who(by) + because(why);
            case Entry.Thawed(var by, var why) -> "Hands may act again, by " + who(by) + because(why);
            case Entry.ClockJumped(var by) -> "The clock jumped " + (by.isNegative() ? "back" : "forward") + " by " + length(by)
                    + "; nothing is done for one round.";
            case Entry.Noted(var kind, var text, var from, var on) -> note(kind) + on.map(what -> " on " + what).orElse("") + " (" + from + "): " + text;
            case Entry.Beaten(var heartbeat) -> "Heartbeat " + heartbeat + " came.";
            case Entry.MemoryAtFall(var on, var held, var warm, _) -> on + " held " + held + " of memory when it failed or slowed; it had begun with " + warm + ".";
            case Entry.FactKept kept -> kept.on() + ": " + fact(kept.fact());
        };
    }

    private static String servers(List<String> parts) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String named(String what, Map<String, String> servers) {
        return named(what, servers.entrySet().stream().map(each -> each.getKey() + " (" + each.getValue() + ")").toList());
    }

    private static String named(String what, List<String> servers) {
        return servers.isEmpty() ? "" : what + String.join(", ", servers);
    }

    String refusal(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Frozen(var why) -> "hands are frozen" + because(why);
            case Refusal.NothingToActOn(var guard) -> "guard " + guard + " names nothing it could act on.";
            case Refusal.NoSuchService(var resource) -> "nothing called " + resource + " is in the plan.";
            case Refusal.AgentIsAway(var host) -> "the agent of host " + host + " is away, so nobody could do it.";
            case Refusal.ClockJumped() -> "the clock has just jumped, and no time can be trusted yet.";
            case Refusal.ActInProgress(var act) -> "act " + act + " on it is still under way.";
            case Refusal.RoleIsBusy(var role, var act) -> "act " + act + " is under way on another of " + role + "; one at a time.";
            case Refusal.StillRising(var until) -> "it is still starting and has until " + clock(until) + ".";
            case Refusal.CoolingDown(var until) -> "it was acted on a moment ago and cools down until " + clock(until) + ".";
            case Refusal.TooOften(var perHour, var next) -> "it was done " + perHour + " times within the hour, which is the limit; next at "
                    + clock(next) + ".";
            case Refusal.BelowFloor(var role, var floor, var up) ->
                role + " must keep " + floor + " up, and " + up + (up == 1 ? " is." : " are.");
            case Refusal.NotQuiet(var quiet) -> "somebody is being served; it waits until " + quiet + ", at the latest until its memory comes to the limit.";
            case Refusal.OnProbation(var act, var until) -> "act " + act + " still has until " + clock(until) + " to prove that it helped.";
            case Refusal.DryRun() -> "this guard only rehearses: it would have been done.";
            case Refusal.NeedsApproval(var below) -> below.map(line -> line.left() + " of pool " + line.pool() + " would be left that are known to work, fewer than "
                    + line.least() + ": a person must agree first.").orElse("a person must agree first.");
            case Refusal.NoSuchBackend(var resource) -> resource + " is no server of any pool.";
            case Refusal.BalancerIsAway(var pool, var why) -> "no balancer of pool " + pool + " can be told anything, so its traffic stays where it is" + because(why);
            case Refusal.AlreadyOut(var since) -> "it is out of traffic since " + clock(since) + ".";
            case Refusal.TooLittleLeft(var pool, var floor, var left) -> "pool " + pool + " must keep " + floor + " % of its weight, and " + left + " % would be left.";
            case Refusal.TooManyOut(var pool, var limit, var out) -> "of pool " + pool + " at most " + limit + " may be out at once, and " + out + (out == 1 ? " is." : " are.");
            case Refusal.MostAreSick(var pool, var sick, var of) -> sick + " of the " + of + " servers of pool " + pool
                    + " look sick; then it is something below them, or it is us, and nothing is cut off.";
            case Refusal.StillServing(var backend) -> backend + " still has sessions; it waits until they end or their time is over.";
            case Refusal.HeldElsewhere(var backend) -> backend + " is kept out of traffic by somebody's hand or by its balancer's configuration; it is left so.";
            case Refusal.StandbyRises(var standby) -> standby + " takes over from it first, and is on its way.";
            case Refusal.StandbyDidNotRise(var standby, var next) -> standby + " should have taken over from it first and did not; nothing is taken out without it before " + clock(next) + ".";
            case Refusal.NoSuchGroup(var group) -> "no pool has the group " + group.name() + ".";
            case Refusal.SwitchInProgress(var pool, var to, var by) -> "pool " + pool + " is going over to " + to + " already, ordered by " + who(by) + ".";
            case Refusal.AlreadySwitched(var group) -> group.name() + " has all the traffic already.";
            case Refusal.NotCleanYet(var backend) -> backend + " has not run clean since it was taken out.";
            case Refusal.AlreadyCaptured(var at) -> "evidence was taken at " + clock(at) + ", and that is fresh enough.";
        };
    }

    private static String doing(Verb verb, ResourceId on) {
        return switch (verb) {
            case CAPTURE -> "Capture of evidence from " + on;
            case RESTART -> "Restart of " + on;
            case RESTART_GENTLY -> "Gentle restart of " + on;
            case STOP -> "Stop of " + on;
            case START -> "Start of " + on;
            case NOTIFY -> "Call to a person about " + on;
            case EJECT -> "Taking " + on + " out of traffic";
            case DRAIN -> "Draining of " + on;
            case READY -> "Return of " + on + " to traffic";
        };
    }

    private static String outcome(long act, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var detail, var evidence) -> "Act " + act + " done" + because(detail, evidence.isEmpty() ? "" : kept(evidence.size()));
            case Outcome.Failed(var why) -> "Act " + act + " failed" + because(why);
            case Outcome.Unknown(var why) -> "Act " + act + " ended, but nobody knows how" + because(why);
        };
    }

    private static String kept(int pieces) {
        return pieces == 1 ? "1 piece of evidence kept" : pieces + " pieces of evidence kept";
    }

    private static String standing(Standing standing) {
        return switch (standing) {
            case Standing.Inactive() -> "is quiet again";
            case Standing.Pending(_) -> "is suspicious";
            case Standing.Firing(_, var clearSince) -> clearSince.isPresent() ? "still fires, though its condition is clear" : "fires";
        };
    }

    private static String ending(Ending ending) {
        return switch (ending) {
            case REVIVED -> "it was brought back and answers.";
            case NEAR_MISS -> "a near miss. No guard fired and nothing was done, so nobody knows what kept it from falling.";
            case HEALED_BY_ITSELF -> "it healed by itself. Nothing was mended, so it may come again.";
            case REMOVED -> "its guard, its service or its series is no longer there.";
        };
    }

    private String fact(Fact fact) {
        return switch (fact) {
            case Fact.Started(var pid, _, var adopted) -> adopted ? "found running as process " + pid + "." : "started as process " + pid + ".";
            case Fact.Exited(var pid, var cause, var detail, var evidence, var next) -> "process " + pid + " " + cause(cause)
                    + because(detail, evidence.isEmpty() ? "" : kept(evidence.size()))
                    + (next.isPositive() ? " It is started again in " + length(next) + "." : " It is not started again by itself.");
            case Fact.Exhausted(var times, var window) -> "started " + times + " times within " + length(window)
                    + " and fell each time. It lies until somebody acts.";
            case Fact.StartFailed(var why) -> "could not be started" + because(why);
            case Fact.Observed(var running, var pid, _) -> running ? "looked at, and runs as process " + pid + "." : "looked at, and does not run.";
            case Fact.Remarked(var text) -> sentence(text);
        };
    }

    private static String cause(Fact.Cause cause) {
        return switch (cause) {
            case FINISHED -> "ended by itself without an error";
            case FAILED -> "ended with an error";
            case SIGNALLED -> "was ended by a signal";
            case OUT_OF_MEMORY -> "was killed by the kernel at its memory limit";
            case JVM_OUT_OF_MEMORY -> "ran out of Java memory";
            case OVER_LIMIT -> "was ended for exceeding its memory limit";
            case ORDERED -> "was ended by order";
            case UNKNOWN -> "ended while nobody looked";
        };
    }

    private static String note(String kind) {
        return switch (kind) {
            case "deploy" -> "Deploy";
            case "campaign" -> "Campaign";
            default -> "Note";
        };
    }

    private static String by(GuardKey by) {
        if (by.guard().startsWith("standby:")) {
            return "the plan";
        }
        if (by.guard().startsWith("switch:")) {
            return "the switch of pool " + by.guard().substring("switch:".length());
        }
        return person(by.toString()) ? who(by.toString()) : "guard " + by;
    }

    private static boolean person(String by) {
        return by.startsWith("operator:");
    }

    private static String who(String by) {
        return by.replaceFirst("^operator:", "operator ");
    }

    private static String because(String... reasons) {
        var given = String.join("; ", Arrays.stream(reasons).filter(one -> !one.isBlank()).toList());
        return given.isEmpty() ? "." : ": " + sentence(given);
    }

    private static String sentence(String text) {
        var trimmed = text.strip();
        return trimmed.endsWith(".") || trimmed.endsWith("。") || trimmed.endsWith("!") || trimmed.endsWith("?") ? trimmed : trimmed + ".";
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private String clock(Instant moment) {
        return Words.clock(moment, zone);
    }

    private static String length(Duration duration) {
        return Words.length(duration, " h", " min", " s", " ms");
    }
}

package koboshi.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.act.Probers;
import koboshi.action.Duty;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.http.View;
import koboshi.http.ViewedGuard;
import koboshi.http.ViewedHost;
import koboshi.http.ViewedService;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Incident;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.loop.Act;
import koboshi.loop.Loop;
import koboshi.loop.Process;
import koboshi.promql.Query;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Run;

/** What everybody sees, made from the loop's state on the loop's thread. It shows judgements and makes none. */
final class Published {
    private final Loop loop;
    private final Pools pools;
    private final Vantages vantages;

    Published(Loop loop) {
        this.loop = loop;
        this.vantages = new Vantages(loop);
        this.pools = new Pools(loop, this::journeys);
    }

    /** @param hosts what each linked host is like */
    View view(long offset, Instant at, Map<String, Long> sent, List<ViewedHost> hosts, Probers probers) {
        var state = loop.state();
        return new View(
                offset,
                at,
                state.services().stream().map(this::service).toList(),
                guards(),
                state.incidents(),
                state.openActs().stream().map(Published::act).toList(),
                state.freeze().map(freeze -> new View.Freeze(freeze.by(), freeze.why(), freeze.since())),
                sent,
                hosts,
                pools.view(at),
                vantages.view(probers),
                state.questions(at));
    }

    private static View.RunningAct act(Act act) {
        return new View.RunningAct(act.id(), act.verb(), act.on(), act.by().toString(), act.started());
    }

    private ViewedService service(Service service) {
        var incident = loop.state().incidents().stream().filter(each -> each.open() && each.on().equals(service.id())).findFirst();
        var posture = posture(service, incident);
        return new ViewedService(
                service.id(),
                posture.pose(),
                posture.why(),
                process(loop.state().processes().get(service.id())),
                service.page(),
                service.panel(),
                incident.map(Incident::id),
                new ViewedService.Agent(service.host(), loop.seen().linked(service.host())),
                journeys(service.id()));
    }

    private record Posture(Pose pose, String why) {}

    private Posture posture(Service service, Optional<Incident> incident) {
        var state = loop.state();
        boolean touched = state.openActs().stream().anyMatch(act -> act.on().equals(service.id()) && act.verb().disruptive())
                || state.probations().stream().anyMatch(probation -> probation.on().equals(service.id()));
        if (touched) {
            return new Posture(Pose.RISING, incident.map(Incident::why).orElse("being restarted"));
        }
        var why = incident.map(Incident::why).orElse("");
        return switch (state.processes().get(service.id())) {
            case null -> new Posture(Pose.UNKNOWN, "its agent has not said yet");
            case Process.Down down when down.ordered() && state.isReserve(service.id()) -> new Posture(Pose.RESTING, "");
            case Process.Down down -> new Posture(Pose.LYING, down.why());
            case Process.Exhausted _ -> new Posture(Pose.LYING, "its agent will not start it again");
            case Process.Running running when incident.isPresent() -> new Posture(leaning(service, running, incident.get()), why);
            case Process.Running _ when suspected(service.id()) -> new Posture(Pose.TILTING, "");
            case Process.Running _ when !loop.seen().linked(service.host()) && !answers(service.id()) ->
                new Posture(Pose.UNKNOWN, "its agent is away, and no journey of it ran clean");
            case Process.Running _ -> new Posture(Pose.STANDING, state.finding(service.id()).orElse(""));
        };
    }

    private Pose leaning(Service service, Process.Running running, Incident incident) {
        if (running.since().isAfter(incident.opened())) {
            return Pose.RISING;
        }
        return firing(service.id()).anyMatch(Published::tellsOfAFall) || firing(service.id()).findAny().isPresent() && fails(service.id()) ? Pose.LYING : Pose.TILTING;
    }

    private Stream<Duty> firing(ResourceId service) {
        return loop.state().standings().entrySet().stream()
                .filter(each -> each.getValue() instanceof Standing.Firing && on(each.getKey()).filter(service::equals).isPresent())
                .flatMap(each -> duty(each.getKey()).stream());
    }

    /** A number that is only watched may be beyond its line while everybody is served. */
    private static boolean tellsOfAFall(Duty duty) {
        return !watchesANumber(duty.guard().condition()) || duty.runbook().then().stream().anyMatch(Verb::disruptive);
    }

    private static boolean watchesANumber(Condition condition) {
        return switch (condition) {
            case Condition.Gives _, Condition.RunsOut _, Condition.Absent _, Condition.Strange _, Condition.Burns _, Condition.Raised _ -> true;
            case Condition.JourneyFails _, Condition.HeartbeatOverdue _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _,
                    Condition.BalancerAway _ -> false;
        };
    }

    private boolean fails(ResourceId service) {
        return pulses(service).anyMatch(pulse -> pulse.last().filter(run -> !run.clean()).isPresent());
    }

    private Optional<ResourceId> on(GuardKey key) {
        return duty(key).flatMap(duty -> loop.state().on(duty.guard(), key));
    }

    private Optional<Duty> duty(GuardKey key) {
        return loop.state().duty(key.guard());
    }

    private boolean suspected(ResourceId service) {
        return pulses(service).anyMatch(Pulse::suspected);
    }

    private boolean answers(ResourceId service) {
        return pulses(service).anyMatch(pulse -> pulse.last().filter(Run::clean).isPresent());
    }

    private Stream<Pulse> pulses(ResourceId service) {
        return loop.state().journeys().stream().filter(journey -> journey.service().equals(service)).map(journey -> loop.seen().pulse(journey.name()));
    }

    private static ViewedService.Process process(Process process) {
        return switch (process) {
            case null -> ViewedService.Process.UNKNOWN;
            case Process.Running(var pid, var began, _) ->
                new ViewedService.Process(ViewedService.Process.State.RUNNING, Optional.of(pid), Optional.of(began));
            case Process.Down down -> new ViewedService.Process(ViewedService.Process.State.DOWN, Optional.empty(), Optional.of(down.since()));
            case Process.Exhausted(var since) ->
                new ViewedService.Process(ViewedService.Process.State.EXHAUSTED, Optional.empty(), Optional.of(since));
        };
    }

    private List<ViewedService.Journey> journeys(ResourceId service) {
        return loop.state().journeys().stream().filter(journey -> journey.service().equals(service)).map(this::journey).toList();
    }

    private ViewedService.Journey journey(Journey journey) {
        Pulse pulse = loop.seen().pulse(journey.name());
        var last = pulse.last();
        return new ViewedService.Journey(
                journey.name(),
                last.map(run -> run.clean()),
                last.map(run -> run.took()),
                last.map(run -> run.began()),
                last.flatMap(run -> run.stumble()).map(Object::toString).orElse(""),
                pulse.cleanInARow(),
                pulse.failedInARow(),
                vantages.together(journey));
    }

    private List<ViewedGuard> guards() {
        var guards = new ArrayList<ViewedGuard>();
        var standing = loop.state().standings().keySet().stream().collect(Collectors.groupingBy(GuardKey::guard));
        var unknown = loop.seen().unknownGuards();
        for (var duty : loop.state().duties()) {
            var keys = standing.getOrDefault(duty.name(), List.of());
            // Rules come by the thousand; of alerts that nobody raises, /api/v1/rules tells.
            boolean shown = !(duty.guard().condition() instanceof Condition.Raised) || unknown.contains(duty.name());
            if (keys.isEmpty() && shown) {
                guards.add(guard(duty, GuardKey.of(duty.name())));
            }
            keys.forEach(key -> guards.add(guard(duty, key)));
        }
        return guards;
    }

    private ViewedGuard guard(Duty duty, GuardKey key) {
        var unknown = loop.seen().unknownWhy(key);
        var stands = stands(loop.state().standings().getOrDefault(key, Standing.INACTIVE));
        return new ViewedGuard(
                key.toString(),
                loop.state().on(duty.guard(), key),
                unknown.isPresent() ? ViewedGuard.Standing.UNKNOWN : stands.as(),
                stands.since(),
                unknown.or(() -> loop.seen().says(key)).orElseGet(() -> condition(duty.guard().condition(), stands.as() != ViewedGuard.Standing.INACTIVE)),
                duty.runbook().then(),
                loop.state().record(duty.name()));
    }

    private record Stands(ViewedGuard.Standing as, Optional<Instant> since) {}

    private static Stands stands(Standing standing) {
        return switch (standing) {
            case Standing.Inactive _ -> new Stands(ViewedGuard.Standing.INACTIVE, Optional.empty());
            case Standing.Pending(var since) -> new Stands(ViewedGuard.Standing.PENDING, Optional.of(since));
            case Standing.Firing(var since, _) -> new Stands(ViewedGuard.Standing.FIRING, Optional.of(since));
        };
    }

    private static String condition(Condition condition, boolean holds) {
        return switch (condition) {
            case Condition.JourneyFails(var journey) -> "journey " + journey;
            case Condition.HeartbeatOverdue overdue -> "heartbeat " + overdue.heartbeat() + " every " + words(overdue.every());
            case Condition.Absent absent -> absent.selector() + " over " + words(absent.window());
            case Condition.Gives(var query) -> query;
            case Condition.RunsOut runsOut -> runsOut.of() + (runsOut.falling() ? " falls to " : " grows to ") + limit(runsOut) + " within " + words(runsOut.within());
            case Condition.Raised _ -> holds ? "it is raised" : "nothing raises it";
            case Condition.Burns(var objective, var fast) -> objective.name() + ": " + (fast ? "burns fast" : "burns slowly");
            case Condition.Strange strange -> strange.of() + " as it used to be";
            case Condition.Fallen _ -> holds ? "the process is not running" : "the process runs";
            case Condition.Exhausted _ -> holds ? "its agent will not start it again" : "its agent may still start it";
            case Condition.AgentAway(var host) -> "the agent of " + host + (holds ? " is away" : " is linked");
            case Condition.VantageAway(var vantage) -> "the vantage " + vantage + (holds ? " is away or left out" : " is linked");
            case Condition.BalancerAway(var pool) -> holds ? "a balancer of " + pool + " is away or refuses" : "the balancers of " + pool + " do what they are told";
        };
    }

    private static String limit(Condition.RunsOut runsOut) {
        return runsOut.bytes() ? new Bytes(Math.round(runsOut.limit())).toString() : Query.number(runsOut.limit());
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}

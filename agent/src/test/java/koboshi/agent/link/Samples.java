package koboshi.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Objective;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Selector;
import koboshi.guard.Standing;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.journey.Step;
import koboshi.resource.Bytes;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Evidence;
import koboshi.signal.Fact;
import koboshi.signal.Run;
import koboshi.agent.link.Frame.Figure;

/** One of each kind that goes over the link or into the journal. */
final class Samples {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ResourceId ON = ResourceId.service("live-qa");
    private static final ResourceId BACKEND = Pool.backend("web", "s1");
    private static final GuardKey KEY = new GuardKey("silent", Labels.of("channel", "live"));
    private static final Evidence DUMP = new Evidence("thread-dump", "ab12", 34);
    private static final Step.Turn.Hear HEAR = new Step.Turn.Hear(
            new Step.Wording(List.of("a"), List.of("b"), Map.of("/c", "d")), Map.of("e", new Step.Capture.Json("/f")), Optional.of(Duration.ofMinutes(1)));
    private static final Guard GUARD = Guard.of("silent", new Condition.JourneyFails("ask"), ON);
    private static final Selector SELECTOR = Selector.parse("waiting{channel=\"live\"}");

    private static final Origin RUN = new Origin.Run(List.of("java", "-jar", "x.jar"), "", Map.of("A", "b"));
    private static final Origin ADOPT = new Origin.Adopt("/run/x.pid", List.of("start-x"));
    private static final Outcome DONE = new Outcome.Done("hang", List.of(DUMP));
    static final Frame GRANT = new Frame.Grant(List.of(service(RUN, Optional.of(Bytes.mebi(512))), service(ADOPT, Optional.empty())), "/srv");
    static final Entry STANDING_CHANGED =
            new Entry.StandingChanged(KEY, new Standing.Firing(AT, Optional.empty()), "two runs failed", 3);

    static final List<Object> ALL = Stream.of(frames(), facts(), outcomes(), entries(), refusals(), conditions(), parts()).flatMap(List::stream).toList();

    private Samples() {}

    private static Service service(Origin origin, Optional<Bytes> limit) {
        return new Service(ON, "local", "qa", 1, origin, Keep.DEFAULT, limit, Service.WARM_UP, Service.STOP_GRACE, Optional.of("x.log"),
                Optional.empty(), Optional.of("/panel"));
    }

    private static List<Object> frames() {
        return List.of(
                new Frame.Hello(1, "local", "b"),
                new Frame.Ended(5, DONE),
                new Frame.Facts(List.of(new Frame.Numbered(1, ON, new Fact.Remarked("x"), AT))),
                new Frame.Surroundings("cgroup v1", List.of(new Frame.Neighbour("nginx", 7, 7, "nginx.service", List.of(80, 443)))),
                new Frame.Surroundings("systemd", List.of(new Frame.Neighbour("worker", 8, 8, "container 0123456789ab", List.of(), Optional.of(List.of(53)), Optional.of(List.of("172.17.0.2:80")))),
                        Optional.of(new Frame.KnownAs("3f net:[4026531840]", List.of("web1", "192.0.2.7")))),
                new Frame.Measured(Duration.ofMillis(12), List.of(new Figure(Labels.of(Labels.NAME, "x", "host", "local"), 1.5))),
                new Frame.Measured(Duration.ZERO, List.of(), Optional.of(List.of(Labels.of(Labels.NAME, "x", "host", "local")))),
                new Frame.Rehearsed(Duration.ofHours(3), List.of(
                        new Frame.Told(7, "ask", List.of(new Frame.Aged(Duration.ofMillis(600), Run.failed(AT, MINUTE, "hear", "no answer"))), Optional.empty()),
                        new Frame.Told(8, "ask", List.of(), Optional.of("its own door did not answer"), Optional.of("9f01")))),
                new Frame.Rehearse(List.of(journey().seenBy(new Quorum(List.of("here", "tokyo"), 2))), true),
                new Frame.Rehearse(List.of(journey()), false, Optional.of(Map.of("ask", "9f01"))),
                new Frame.Suspect(ON),
                new Frame.Welcome(1, 4),
                GRANT,
                new Frame.Command(5, 4, ON, Verb.RESTART, MINUTE),
                new Frame.Observe(ON),
                new Frame.Ack(9),
                new Frame.Refused("protocol 7 is not spoken here"));
    }

    private static List<Object> facts() {
        return List.of(
                new Fact.Started(12, AT, true),
                new Fact.Exited(12, Fact.Cause.OUT_OF_MEMORY, "at 512MiB", List.of(DUMP), Duration.ofMillis(100)),
                new Fact.Exhausted(5, MINUTE),
                new Fact.StartFailed("no such program"),
                new Fact.Observed(true, 12, AT),
                new Fact.Remarked("memory limit 512MiB by cgroup v1"));
    }

    private static List<Object> outcomes() {
        return List.of(DONE, new Outcome.Failed("too late"), new Outcome.Unknown("the link broke"));
    }

    private static List<Object> entries() {
        return List.of(
                new Entry.ServiceAdopted(service(RUN, Optional.of(Bytes.mebi(1)))),
                new Entry.JourneyAdopted(journey()),
                new Entry.ServersFound("web", Map.of("s3", "10.0.0.3:80"), List.of("s4"), Map.of()),
                new Entry.PoolAdopted(new Pool("web", List.of(new Pool.Member(BACKEND, Optional.of(ON))), 1, 50, MINUTE, Pool.Back.DEFAULT)),
                new Entry.DutyAdopted(new Duty(GUARD, new Runbook(List.of(Verb.CAPTURE), Optional.of(new Proof("ask", MINUTE)), Brakes.DEFAULT))),
                new Entry.Dropped("guard", "silent"),
                STANDING_CHANGED,
                new Entry.KnowledgeLost(KEY, "away", 0),
                new Entry.KnowledgeRegained(KEY, 0),
                new Entry.IncidentOpened(3, ON, KEY, "why"),
                new Entry.IncidentEnded(3, Ending.REVIVED),
                new Entry.Beaten("nightly"),
                new Entry.Answering(3, "ask", AT),
                new Entry.ActStarted(5, Verb.RESTART, ON, GuardKey.of("operator"), 3, AT, Motive.ORDER, "why"),
                new Entry.ActRefused(Verb.RESTART, ON, KEY, 3, new Refusal.NeedsApproval()),
                new Entry.Agreed(3, KEY, Verb.EJECT, BACKEND, GuardKey.of("operator:mina"), AT, "why"),
                new Entry.ReliefBegan(ON, BACKEND, Verb.RESTART, KEY, 3, Motive.RUNBOOK, "why"),
                new Entry.ReliefDoomed(ON, 3, "why"),
                new Entry.ReliefEnded(ON, 3, Optional.of("why")),
                new Entry.SwitchBegan("web", "green", KEY, "why"),
                new Entry.SwitchYields("web", "green"),
                new Entry.SwitchShifted("web", "green"),
                new Entry.SwitchTurnedBack("web", "green", "why"),
                new Entry.SwitchEnded("web", "green", Optional.of("why")),
                new Entry.ActDoubted(5, 3, "why"),
                new Entry.ActEnded(5, 3, DONE),
                new Entry.ProbationBegan(5, 3, new Proof("ask", MINUTE), AT),
                new Entry.ProbationEnded(5, 3, true),
                new Entry.Frozen("operator", "why"),
                new Entry.Thawed("operator", "why"),
                new Entry.ClockJumped(MINUTE.negated()),
                new Entry.MemoryAtFall(ON, Bytes.mebi(400), Bytes.mebi(100), 3),
                new Entry.Noted("deploy", "v2", "ci"),
                new Entry.Noted("deploy", "v3", "ci", Optional.of(ResourceId.service("shop"))),
                new Entry.FactKept("local", "b", 1, ON, new Fact.Started(1, AT, false), AT, 3));
    }

    private static Journey journey() {
        var expect = new Step.Expectation(List.of(200), Map.of("Server", "x"), List.of("ok"), Map.of("/a", "1"));
        var step = new Step.Http("ask", "POST", "http://h/${id}", Map.of("A", "b"), Optional.of("{}"), expect, Map.of("id", new Step.Capture.Json("/id")));
        return new Journey("ask", ON, MINUTE, MINUTE, Optional.of(new Journey.Identity("X-Name", "qa")), List.of(step));
    }

    private static List<Object> refusals() {
        return List.of(
                new Refusal.Frozen("why"),
                new Refusal.NothingToActOn("silent"),
                new Refusal.NoSuchService(ON),
                new Refusal.AgentIsAway("local"),
                new Refusal.ClockJumped(),
                new Refusal.ActInProgress(5),
                new Refusal.RoleIsBusy("qa", 5),
                new Refusal.StillRising(AT),
                new Refusal.CoolingDown(AT),
                new Refusal.TooOften(4, AT),
                new Refusal.BelowFloor("qa", 1, 1),
                new Refusal.OnProbation(5, AT),
                new Refusal.DryRun(),
                new Refusal.NeedsApproval(),
                new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 2, 1))),
                new Refusal.NotQuiet("working == 0"),
                new Refusal.NoSuchBackend(BACKEND),
                new Refusal.NoSuchGroup(BACKEND),
                new Refusal.SwitchInProgress("web", "green", "operator:mina"),
                new Refusal.AlreadySwitched(BACKEND),
                new Refusal.StandbyRises(BACKEND),
                new Refusal.StandbyDidNotRise(BACKEND, AT),
                new Refusal.BalancerIsAway("web", "no answer"),
                new Refusal.AlreadyOut(AT),
                new Refusal.TooManyOut("web", 1, 1), new Refusal.TooLittleLeft("web", 50, 40),
                new Refusal.MostAreSick("web", 2, 3),
                new Refusal.StillServing(BACKEND),
                new Refusal.NotCleanYet(BACKEND),
                new Refusal.HeldElsewhere(BACKEND),
                new Refusal.AlreadyCaptured(AT));
    }

    private static List<Object> conditions() {
        return List.of(
                new Condition.JourneyFails("ask"),
                new Condition.HeartbeatOverdue("nightly", MINUTE, MINUTE),
                new Condition.Absent(SELECTOR, MINUTE),
                new Condition.Gives("waiting > 50"),
                new Condition.Strange("waiting", MINUTE, MINUTE),
                new Condition.Burns(new Objective("answers", "rate(a[5m])", "rate(b[5m])", 0.99, MINUTE), true),
                new Condition.RunsOut("memory", Optional.empty(), 1, true, false, MINUTE, MINUTE, 0.9),
                new Condition.Raised("TooManyWaiting"),
                new Condition.Fallen(ON),
                new Condition.Exhausted(ON),
                new Condition.AgentAway("local"),
                new Condition.VantageAway("tokyo"),
                new Condition.BalancerAway("web"));
    }

    private static List<Object> parts() {
        return List.of(
                new Standing.Inactive(),
                new Standing.Pending(AT),
                new Standing.Firing(AT, Optional.of(AT)),
                RUN,
                ADOPT,
                new Step.Capture.Json("/id"),
                new Step.Capture.Header("X"),
                new Step.Capture.Regex("a(b)"),
                new Step.Capture.Whole(),
                new Step.Capture.Exit(),
                new Step.Turn.Say("a"),
                HEAR,
                journey().steps().getFirst(),
                new Step.Talk("talk", "h:25", true, List.of(HEAR), Optional.of(MINUTE), Optional.of(MINUTE)),
                new Step.WebSocket("live", "ws://h/", Map.of("A", "b"), List.of(HEAR), Optional.empty()),
                new Step.Dns("find", "h", "A", Optional.of("127.0.0.1:53"), List.of("10.0.0.1"), 2, Map.of("a", new Step.Capture.Whole()), Optional.empty()),
                new Step.Exec("run", List.of("true"), "/", Map.of("A", "b"), Optional.of("in"), List.of(0), Step.Wording.containing("a"), Map.of(), Optional.empty()));
    }
}

package koboshi.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import koboshi.journey.Confirm;
import koboshi.journey.Journey;
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
import koboshi.store.Journal.Written;

/** One small story in which every type of entry, and every kind of what entries hold, comes up once. */
final class EveryEntry {
    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final ResourceId LIVE_QA = ResourceId.service("live-qa");
    private static final ResourceId QUEUE = ResourceId.service("queue");
    private static final ResourceId S1 = Pool.backend("web", "s1");
    private static final ResourceId S2 = Pool.backend("web", "s2");
    private static final GuardKey SILENT = GuardKey.of("silent");
    private static final GuardKey WAITING = new GuardKey("waiting", Labels.of("channel", "live"));
    private static final List<Evidence> DUMP = List.of(new Evidence("thread-dump", "ab".repeat(32), 4711));

    private EveryEntry() {}

    static List<Written> story() {
        var entries = new ArrayList<Entry>();
        plan(entries);
        fall(entries);
        rise(entries);
        traffic(entries);
        refusals(entries);
        ourselves(entries);
        facts(entries);
        var story = new ArrayList<Written>();
        entries.forEach(entry -> story.add(new Written(entry, AT.plusMillis(1500L * story.size()))));
        return story;
    }

    private static void plan(List<Entry> story) {
        story.add(new Entry.ServiceAdopted(service(LIVE_QA, new Origin.Run(List.of("java", "-jar", "live qa.jar"), "/srv", Map.of("MODE", "live")))));
        story.add(new Entry.ServiceAdopted(service(QUEUE, new Origin.Adopt("/run/queue.pid", List.of("systemctl", "start", "queue")))));
        story.add(new Entry.JourneyAdopted(journey()));
        story.add(new Entry.PoolAdopted(new Pool("web", List.of(new Pool.Member(S1, Optional.of(LIVE_QA)), new Pool.Member(S2, Optional.empty())), 1, 50, Pool.DRAIN, Pool.Back.DEFAULT)));
        story.add(new Entry.ServersFound("web", Map.of("s3", "10.0.0.3:80"), List.of("s4"), Map.of("s2", "10.0.0.2:81")));
        story.add(new Entry.JourneyAdopted(journey().against("ask@web/s1", S1, "127.0.0.1:8080")));
        duty(story, "silent", new Condition.JourneyFails("ask"));
        duty(story, "nightly-late", new Condition.HeartbeatOverdue("nightly", Duration.ofDays(1), Duration.ofMinutes(15)));
        duty(story, "no-speech", new Condition.Absent(Selector.parse("speech_seconds{channel=\"live\"}"), Duration.ofMinutes(2)));
        duty(story, "waiting", new Condition.Gives("questions_waiting{room!=\"a\"} >= 50"));
        duty(story, "runs-out", new Condition.RunsOut("memory", Optional.of("live-qa"), 5e8, false, true, Duration.ofMinutes(30), Duration.ofHours(2), 0.99));
        duty(story, "burns-fast:live-qa", new Condition.Burns(new Objective("valid answers", "sum(rate(valid_total[5m]))", "sum(rate(answers_total[5m]))", 0.99, Duration.ofDays(30)), true));
        duty(story, "strange", new Condition.Strange("sum(rate(answers_total[5m]))", Duration.ofMinutes(1), Duration.ofDays(1)));
        duty(story, "fallen", new Condition.Fallen(LIVE_QA));
        duty(story, "exhausted", new Condition.Exhausted(LIVE_QA));
        duty(story, "agent-away:local", new Condition.AgentAway("local"));
        duty(story, "vantage-away:tokyo", new Condition.VantageAway("tokyo"));
        duty(story, "balancer-away:web", new Condition.BalancerAway("web"));
        story.add(new Entry.Dropped("guard", "nightly-late"));
        story.add(new Entry.Noted("deploy", "live-qa 1.4 保育料", "ci"));
        story.add(new Entry.Noted("deploy", "1.5", "ci", Optional.of(LIVE_QA)));
        story.add(new Entry.Beaten("nightly"));
        story.add(new Entry.MemoryAtFall(LIVE_QA, Bytes.mebi(400), Bytes.mebi(150), 0));
    }

    private static Service service(ResourceId id, Origin origin) {
        return new Service(
                id, Service.THIS_HOST, "web", 1, origin, Keep.DEFAULT, Optional.of(Bytes.mebi(512)), Duration.ofSeconds(20), Service.STOP_GRACE,
                Optional.of("/srv/log"), Optional.of("http://127.0.0.1:8080/"), Optional.empty());
    }

    private static Journey journey() {
        var captures = Map.of(
                "id", new Step.Capture.Json("/id"), "where", new Step.Capture.Header("Location"), "number", (Step.Capture) new Step.Capture.Regex("id=(\\d+)"));
        var expect = new Step.Expectation(List.of(200, 202), Map.of("X-A", "b"), List.of("ok"), Map.of("/status", "answered"), List.of("a+"), Optional.of(Duration.ofMillis(300)), Optional.of(Duration.ofDays(14)));
        var step = new Step.Http("ask", "POST", "http://127.0.0.1:8080/questions", Map.of("X-Probe", "yes"), Optional.of("{}"), expect, captures);
        var steps = List.<Step>of(
                step,
                new Step.Talk("greet", "127.0.0.1:25", false, turns(), Optional.of(Duration.ofMillis(300)), Optional.empty()),
                new Step.WebSocket("live", "ws://127.0.0.1:8080/live", Map.of("Authorization", "${env:TOKEN}"), turns(), Optional.empty()),
                new Step.Dns("find", "live-qa.test", "A", Optional.of("127.0.0.1:53"), List.of("10.0.0.1"), 1, Map.of("at", new Step.Capture.Whole()), Optional.empty()));
        var tidy = new Step.Exec("tidy", List.of("rm", "-f", "x"), "/srv", Map.of("A", "b"), Optional.of("in"), List.of(0, 1),
                Step.Wording.containing("ok"), Map.of("code", new Step.Capture.Exit()), Optional.empty());
        return new Journey("ask", LIVE_QA, Duration.ofSeconds(1), Duration.ofMillis(600), Optional.of(new Journey.Identity("X-Service", "live-qa")),
                steps, Optional.empty(), Optional.of(Duration.ofMillis(500)), List.of(tidy), Optional.empty(), Optional.of(Confirm.NEXT_RUN));
    }

    private static List<Step.Turn> turns() {
        var expect = new Step.Wording(List.of(), List.of("^220"), Map.of("/a", "b"));
        return List.of(new Step.Turn.Say("EHLO ${id}"), new Step.Turn.Hear(expect, Map.of("line", new Step.Capture.Regex("(.)")), Optional.of(Duration.ofSeconds(1))));
    }

    private static void duty(List<Entry> story, String name, Condition condition) {
        var guard = new Guard(name, condition, Optional.of(LIVE_QA), Duration.ofSeconds(5), Duration.ofSeconds(30), Guard.UNKNOWN_GRACE);
        var runbook = new Runbook(List.of(Verb.CAPTURE, Verb.RESTART), Optional.of(new Proof("ask", Duration.ofSeconds(60))), Brakes.DEFAULT);
        story.add(new Entry.DutyAdopted(new Duty(guard, runbook)));
    }

    private static void fall(List<Entry> story) {
        fact(story, new Fact.Started(100, AT.minusSeconds(60), false), 0);
        story.add(new Entry.IncidentOpened(1, LIVE_QA, SILENT, "ask: no answer"));
        story.add(new Entry.StandingChanged(SILENT, new Standing.Pending(AT), "ask: no answer", 1));
        story.add(new Entry.StandingChanged(SILENT, new Standing.Firing(AT, Optional.empty()), "ask: no answer", 1));
        story.add(new Entry.StandingChanged(WAITING, new Standing.Firing(AT, Optional.of(AT.plusSeconds(2))), "50 wait", 1));
        act(story, 1, Verb.CAPTURE, Motive.ONSET);
        story.add(new Entry.ActEnded(1, 1, new Outcome.Done("workers idle", DUMP)));
        act(story, 2, Verb.NOTIFY, Motive.CALL);
        story.add(new Entry.ActDoubted(2, 1, "no answer of the webhook"));
        story.add(new Entry.ActEnded(2, 1, new Outcome.Failed("repeated without an outcome")));
        act(story, 3, Verb.RESTART, Motive.RUNBOOK);
        fact(story, new Fact.Exited(100, Fact.Cause.ORDERED, "signal 9", DUMP, Duration.ZERO), 1);
    }

    private static void rise(List<Entry> story) {
        fact(story, new Fact.Started(101, AT, false), 1);
        story.add(new Entry.ActEnded(3, 1, Outcome.Done.plain("pid 101")));
        story.add(new Entry.ProbationBegan(3, 1, new Proof("ask", Duration.ofSeconds(60)), AT.plusSeconds(90)));
        story.add(new Entry.Answering(1, "ask", AT.plusSeconds(40)));
        story.add(new Entry.ProbationEnded(3, 1, true));
        story.add(new Entry.StandingChanged(SILENT, Standing.INACTIVE, "clear", 1));
        story.add(new Entry.IncidentEnded(1, Ending.REVIVED));
        story.add(new Entry.IncidentOpened(2, LIVE_QA, SILENT, "ask: refused"));
        act(story, 4, Verb.STOP, Motive.ORDER);
        act(story, 5, Verb.NOTIFY, Motive.CALL);
    }

    private static void traffic(List<Entry> story) {
        move(story, 6, Verb.EJECT, S1, Motive.RUNBOOK);
        move(story, 7, Verb.READY, S1, Motive.COURSE);
        move(story, 8, Verb.DRAIN, S2, Motive.ORDER);
        move(story, 9, Verb.EJECT, S1, Motive.RUNBOOK);
        story.add(new Entry.SwitchBegan("web", "green", GuardKey.of("operator:mina"), "release 2"));
        story.add(new Entry.SwitchYields("web", "green"));
        story.add(new Entry.SwitchShifted("web", "green"));
        story.add(new Entry.SwitchTurnedBack("web", "green", "journey see@web/s2 fails"));
        story.add(new Entry.SwitchEnded("web", "green", Optional.of("journey see@web/s2 fails")));
        story.add(new Entry.SwitchBegan("web", "green", GuardKey.of("operator:mina"), "release 3"));
        story.add(new Entry.ReliefBegan(LIVE_QA, S2, Verb.RESTART, SILENT, 0, Motive.RUNBOOK, "it grows"));
        story.add(new Entry.ReliefEnded(LIVE_QA, 0, Optional.empty()));
        story.add(new Entry.ReliefBegan(LIVE_QA, S2, Verb.RESTART, SILENT, 0, Motive.ORDER, "a new library"));
        story.add(new Entry.ReliefDoomed(LIVE_QA, 0, "it does not run"));
        story.add(new Entry.Agreed(2, SILENT, Verb.EJECT, S1, GuardKey.of("operator:mina"), AT.plusSeconds(600), "go"));
    }

    private static void move(List<Entry> story, long id, Verb verb, ResourceId on, Motive motive) {
        story.add(new Entry.ActStarted(id, verb, on, SILENT, 0, AT.plusSeconds(60), motive, "why"));
        story.add(new Entry.ActEnded(id, 0, Outcome.Done.plain("at unix:/run/haproxy.sock")));
    }

    private static void act(List<Entry> story, long id, Verb verb, Motive motive) {
        story.add(new Entry.ActStarted(id, verb, LIVE_QA, SILENT, 1, AT.plusSeconds(60), motive, "why"));
    }

    private static void refusals(List<Entry> story) {
        List.of(
                        new Refusal.Frozen("a person"), new Refusal.NothingToActOn("waiting"), new Refusal.NoSuchService(QUEUE),
                        new Refusal.AgentIsAway("local"), new Refusal.ClockJumped(), new Refusal.ActInProgress(4), new Refusal.RoleIsBusy("web", 4),
                        new Refusal.StillRising(AT), new Refusal.CoolingDown(AT), new Refusal.TooOften(4, AT), new Refusal.BelowFloor("web", 1, 1),
                        new Refusal.OnProbation(3, AT), new Refusal.AlreadyCaptured(AT), new Refusal.DryRun(), new Refusal.NeedsApproval(), new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 2, 1))),
                        new Refusal.NoSuchBackend(S1), new Refusal.BalancerIsAway("web", "nobody there"), new Refusal.AlreadyOut(AT), new Refusal.TooManyOut("web", 1, 1), new Refusal.TooLittleLeft("web", 50, 40),
                        new Refusal.MostAreSick("web", 2, 3), new Refusal.StillServing(S1), new Refusal.NotCleanYet(S1), new Refusal.HeldElsewhere(S1),
                        new Refusal.NoSuchGroup(S2), new Refusal.SwitchInProgress("web", "green", "operator:mina"), new Refusal.AlreadySwitched(S2), new Refusal.StandbyRises(S2), new Refusal.StandbyDidNotRise(S2, AT))
                .forEach(refusal -> story.add(new Entry.ActRefused(Verb.RESTART, LIVE_QA, WAITING, 2, refusal)));
    }

    private static void ourselves(List<Entry> story) {
        story.add(new Entry.KnowledgeLost(WAITING, "no sample any more", 2));
        story.add(new Entry.KnowledgeLost(SILENT, "its agent has not said yet", 0));
        story.add(new Entry.KnowledgeRegained(SILENT, 0));
        story.add(new Entry.Frozen("operator:mina", "a deploy"));
        story.add(new Entry.Frozen("self-check:disk", "only 12 MiB left"));
        story.add(new Entry.Thawed("operator:mina", "done"));
        story.add(new Entry.ClockJumped(Duration.ofSeconds(-7)));
    }

    private static void facts(List<Entry> story) {
        fact(story, new Fact.Remarked("memory near its limit"), 0);
        fact(story, new Fact.Observed(true, 101, AT), 0);
        fact(story, new Fact.StartFailed("no such file"), 0);
        fact(story, new Fact.Exhausted(5, Duration.ofMinutes(10)), 2);
    }

    private static void fact(List<Entry> story, Fact fact, long incident) {
        story.add(new Entry.FactKept("local", "boot-1", story.size(), LIVE_QA, fact, AT.minusSeconds(1), incident));
    }
}

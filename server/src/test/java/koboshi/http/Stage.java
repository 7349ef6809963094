package koboshi.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Refusal;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.http.ViewedService.Pose;
import koboshi.http.ViewedService.Process;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.signal.Evidence;
import koboshi.signal.Fact;

/** A small house on a good and on a bad day, for the page to show. */
final class Stage {
    private static final ResourceId REPORT = ResourceId.service("access-report");
    private static final GuardKey SILENT = GuardKey.of("silent");
    private static final Instant NOW = Instant.now();

    private Stage() {}

    static View quiet(long offset) {
        return view(offset, List.of(one(Scene.LIVE_QA, Pose.STANDING), one(Scene.MEETING, Pose.STANDING), one(REPORT, Pose.STANDING)), List.of());
    }

    static View fallen(long offset) {
        var services = List.of(one(Scene.LIVE_QA, Pose.LYING), one(Scene.MEETING, Pose.STANDING), one(REPORT, Pose.TILTING));
        return view(offset, services, List.of(open(), past()));
    }

    static View everyPose(long offset, String panel) {
        var lying = one(Scene.LIVE_QA, Pose.LYING);
        var withPanel = new ViewedService(lying.id(), lying.pose(), lying.why(), lying.process(), Optional.of("http://127.0.0.1:8080/"),
                Optional.of(panel), lying.incident(), lying.agent(), lying.journeys());
        var services = List.of(withPanel, one(Scene.MEETING, Pose.STANDING), one(REPORT, Pose.TILTING),
                one(ResourceId.service("walks"), Pose.RISING), one(ResourceId.service("archive"), Pose.UNKNOWN));
        return view(offset, services, List.of(open(), past()));
    }

    static View withPanel(long offset, String panel) {
        return everyPose(offset, panel);
    }

    static View frozen(long offset) {
        var view = quiet(offset);
        return new View(offset, NOW, view.services(), view.guards(), view.incidents(), view.acts(),
                Optional.of(new View.Freeze("operator:ren", "deploy of live-qa 1.4", NOW.minusSeconds(75))), view.sent());
    }

    private static View view(long offset, List<ViewedService> services, List<Incident> incidents) {
        boolean bad = !incidents.isEmpty();
        var acts = bad ? List.of(new View.RunningAct(6, Verb.RESTART, Scene.LIVE_QA, "silent", NOW.minusSeconds(1))) : List.<View.RunningAct>of();
        return new View(offset, NOW, services, guards(bad), incidents, acts, Optional.empty(), Map.of("series", 214L, "agents", 1L));
    }

    private static List<ViewedGuard> guards(boolean bad) {
        var silent = new ViewedGuard("silent", Optional.of(Scene.LIVE_QA), bad ? ViewedGuard.Standing.FIRING : ViewedGuard.Standing.INACTIVE,
                Optional.of(NOW.minusSeconds(14)), bad ? "hear: no audio within 2 s" : "", List.of(Verb.CAPTURE, Verb.RESTART), new TrackRecord(3, 1));
        var report = new ViewedGuard("report-late", Optional.of(REPORT), bad ? ViewedGuard.Standing.PENDING : ViewedGuard.Standing.INACTIVE,
                Optional.of(NOW.minusSeconds(40)), bad ? "scanned_bytes is 4.1e9, above 2e9" : "", List.of(Verb.NOTIFY), TrackRecord.NONE);
        var disk = new ViewedGuard("disk", Optional.empty(), ViewedGuard.Standing.UNKNOWN, Optional.of(NOW.minusSeconds(200)),
                "no series matches node_filesystem_avail_bytes", List.of(Verb.NOTIFY), TrackRecord.NONE);
        return List.of(disk, report, silent);
    }

    private static ViewedService one(ResourceId id, Pose pose) {
        var shown = Scene.service(id, pose, switch (pose) {
            case STANDING -> "";
            case TILTING -> "report-late: scanned_bytes is 4.1e9, above 2e9";
            case LYING -> "silent: hear: no audio within 2 s";
            case RISING -> "started 3 s ago, proof awaited";
            case RESTING -> "";
            case UNKNOWN -> "nothing was seen since the start";
        });
        var state = switch (pose) {
            case STANDING, TILTING, RISING -> Process.State.RUNNING;
            case LYING, RESTING -> Process.State.DOWN;
            case UNKNOWN -> Process.State.UNKNOWN;
        };
        var journeys = pose == Pose.UNKNOWN
                ? List.of(new ViewedService.Journey("fetch", Optional.empty(), Optional.empty(), Optional.empty(), "", 0, 0))
                : shown.journeys();
        return new ViewedService(id, pose, shown.why(), new Process(state, Optional.of(4242L), Optional.of(NOW.minusSeconds(7300))),
                shown.page(), shown.panel(), shown.incident(), new ViewedService.Agent("local", pose != Pose.UNKNOWN), journeys);
    }

    private static Incident open() {
        return Incident.opened(17, Scene.LIVE_QA, SILENT, "hear: no audio within 2 s", NOW.minusSeconds(14)).asFired().asHandled();
    }

    private static Incident past() {
        return Incident.opened(16, Scene.MEETING, GuardKey.of("joins-fail"), "subscribe: no frame within 3 s", NOW.minusSeconds(90_000))
                .asFired()
                .ended(NOW.minusSeconds(89_910), Ending.HEALED_BY_ITSELF);
    }

    /** The fall of live-qa as the journal has it. */
    static void tell(FakeHouse house) throws IOException {
        var dump = "\"main\" #1 <b>prio=5</b> os_prio=0\n   java.lang.Thread.State: BLOCKED\n\tat live.Speech.next(Speech.java:88)\n"
                .getBytes(StandardCharsets.UTF_8);
        var hash = Hashes.hex(Hashes.sha256(dump));
        house.keepEvidence(hash, new ByteArrayInputStream(dump));
        house.incidents.add(open());
        house.incidents.add(past());
        var evidence = List.of(new Evidence("thread-dump", hash, dump.length), new Evidence("log", hash, 48_211));
        house.see(fallen(0));
        List.of(
                        new Entry.Noted("deploy", "live-qa 1.4", "ci"),
                        new Entry.StandingChanged(SILENT, new Standing.Pending(NOW), "hear: no audio within 2 s", 17),
                        new Entry.IncidentOpened(17, Scene.LIVE_QA, SILENT, "hear: no audio within 2 s"),
                        new Entry.StandingChanged(SILENT, new Standing.Firing(NOW, Optional.empty()), "2 failed runs, confirmed by 4", 17),
                        new Entry.ActStarted(5, Verb.CAPTURE, Scene.LIVE_QA, SILENT, 17, NOW, Motive.ONSET, "first sign"),
                        new Entry.ActEnded(5, 17, new Outcome.Done("5 pieces in 410 ms", evidence)),
                        new Entry.ActRefused(Verb.CAPTURE, Scene.LIVE_QA, SILENT, 17, new Refusal.AlreadyCaptured(NOW.minusSeconds(1))),
                        new Entry.ActStarted(6, Verb.RESTART, Scene.LIVE_QA, SILENT, 17, NOW.plusSeconds(30), Motive.RUNBOOK, "runbook of silent"),
                        new Entry.FactKept("local", "b", 1, Scene.LIVE_QA,
                                new Fact.Exited(4242, Fact.Cause.ORDERED, "", List.of(), Duration.ZERO), NOW, 17),
                        new Entry.ProbationBegan(6, 17, new Proof("ask-and-hear", Duration.ofSeconds(60)), NOW.plusSeconds(60)))
                .forEach(house::happens);
    }
}

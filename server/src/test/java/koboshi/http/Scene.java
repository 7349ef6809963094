package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.http.ViewedService.Pose;

/** Views of a small house, for the tests to show. */
final class Scene {
    static final ResourceId LIVE_QA = ResourceId.service("live-qa");
    static final ResourceId MEETING = ResourceId.service("meeting");

    private Scene() {}

    static View of(long offset, ViewedService... services) {
        return new View(
                offset,
                FakeHouse.AT,
                List.of(services),
                List.of(guard(ViewedGuard.Standing.INACTIVE, "")),
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of("series", 214L));
    }

    static ViewedService service(ResourceId id, Pose pose, String why) {
        boolean clean = pose == Pose.STANDING;
        return new ViewedService(
                id,
                pose,
                why,
                new ViewedService.Process(ViewedService.Process.State.RUNNING, Optional.of(4242L), Optional.of(FakeHouse.AT)),
                Optional.empty(),
                Optional.empty(),
                pose == Pose.LYING ? Optional.of(17L) : Optional.empty(),
                new ViewedService.Agent("local", true),
                List.of(new ViewedService.Journey(
                        "ask-and-hear",
                        Optional.of(clean),
                        Optional.of(Duration.ofMillis(41)),
                        Optional.of(FakeHouse.AT),
                        clean ? "" : "hear: no audio within 2 s",
                        clean ? 9 : 0,
                        clean ? 0 : 2)));
    }

    static ViewedGuard guard(ViewedGuard.Standing standing, String why) {
        return new ViewedGuard(
                "silent",
                Optional.of(LIVE_QA),
                standing,
                Optional.of(FakeHouse.AT),
                why,
                List.of(Verb.CAPTURE, Verb.RESTART),
                new TrackRecord(3, 1));
    }

    static Incident incident(long id) {
        return Incident.opened(id, LIVE_QA, GuardKey.of("silent"), "hear: no audio within 2 s", Instant.parse("2026-05-01T01:02:00Z")).asFired();
    }
}

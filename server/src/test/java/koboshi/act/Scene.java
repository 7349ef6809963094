package koboshi.act;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.loop.State;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** One guarded service and what is done to it. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final ResourceId LIVE_QA = ResourceId.service("live-qa");

    private Scene() {}

    static Service service(String host, Map<String, String> environment) {
        return new Service(
                LIVE_QA, host, "web", 0, new Origin.Run(List.of("run"), "/srv", environment), Keep.DEFAULT, Optional.empty(), Service.WARM_UP,
                Service.STOP_GRACE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static State state() {
        var state = new State();
        state.apply(new Entry.ServiceAdopted(service("local", Map.of())), NOW);
        state.apply(new Entry.IncidentOpened(1, LIVE_QA, GuardKey.of("silent"), "hear: no audio"), NOW);
        return state;
    }

    static Entry.ActStarted started(long act, Verb verb) {
        return new Entry.ActStarted(act, verb, LIVE_QA, GuardKey.of("silent"), 1, NOW.plus(Duration.ofSeconds(20)), Motive.RUNBOOK, "runbook of silent");
    }

    static Entry.ActDoubted doubted(long act) {
        return new Entry.ActDoubted(act, 1, "no outcome by its deadline");
    }
}

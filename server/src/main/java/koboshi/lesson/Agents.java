package koboshi.lesson;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import koboshi.loop.Event;
import koboshi.resource.Keep;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** The agents of a lesson: they number their facts, and keep them while no link leads to Koboshi. */
final class Agents {
    private static final String BOOT = "boot-1";

    /** Of the process that runs, or ran last. */
    private record Body(long pid, Instant began) {}

    private final Supplier<Instant> clock;
    private final Set<String> linked = new HashSet<>();
    private final Map<String, List<Event.Reported>> spools = new HashMap<>();
    private final Map<String, Long> seqs = new HashMap<>();
    private final Map<ResourceId, Body> bodies = new HashMap<>();
    private long lastPid = 100;

    Agents(Supplier<Instant> clock) {
        this.clock = clock;
    }

    boolean linked(String host) {
        return linked.contains(host);
    }

    void link(String host) {
        linked.add(host);
    }

    void lose(String host) {
        linked.remove(host);
    }

    void loseAll() {
        linked.clear();
    }

    /** What was kept while there was no link, in order; told once. */
    List<Event.Reported> spooled(String host) {
        var spool = spools.remove(host);
        return spool == null ? List.of() : spool;
    }

    /** The fact as it is told now, or nothing when it must wait for a link. */
    Optional<Event.Reported> fact(String host, ResourceId on, Deed.Sign sign) {
        long seq = seqs.merge(host, 1L, Long::sum);
        var reported = new Event.Reported(host, BOOT, seq, on, fact(on, sign), clock.get());
        if (linked(host)) {
            return Optional.of(reported);
        }
        spools.computeIfAbsent(host, _ -> new ArrayList<>()).add(reported);
        return Optional.empty();
    }

    private Fact fact(ResourceId on, Deed.Sign sign) {
        return switch (sign) {
            case Deed.Sign.Started(var pid, var found) -> {
                var born = born(on, pid);
                yield new Fact.Started(born.pid(), born.began(), found);
            }
            case Deed.Sign.Exited(var cause, var detail, var next) -> new Fact.Exited(body(on).pid(), cause, detail, List.of(), next);
            case Deed.Sign.Exhausted() -> new Fact.Exhausted(Keep.DEFAULT.times(), Keep.DEFAULT.window());
            case Deed.Sign.StartFailed(var why) -> new Fact.StartFailed(why);
            case Deed.Sign.Seen(var running, var pid) -> {
                var seen = pid.filter(other -> other != body(on).pid()).isPresent() ? born(on, pid) : body(on);
                yield new Fact.Observed(running, running ? seen.pid() : 0, running ? seen.began() : Instant.EPOCH);
            }
            case Deed.Sign.Remarked(var text) -> new Fact.Remarked(text);
        };
    }

    private Body born(ResourceId on, Optional<Long> pid) {
        lastPid = pid.orElse(lastPid + 1);
        var body = new Body(lastPid, clock.get());
        bodies.put(on, body);
        return body;
    }

    private Body body(ResourceId on) {
        return bodies.computeIfAbsent(on, _ -> new Body(lastPid, clock.get()));
    }
}

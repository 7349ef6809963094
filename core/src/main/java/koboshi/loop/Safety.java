package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * Freezes the hands when too much falls at once: it may be us, or something below everything we could act upon.
 *
 * <p>The scar: shared infrastructure fell once, and every redundancy above it was worth nothing.
 */
final class Safety {
    static final String CORRELATED = "correlated";
    private static final Duration AT_ONCE = Duration.ofMinutes(1);
    private static final ResourceId ALL = new ResourceId("team", "all");

    private final State state;
    private final Instant at;

    Safety(State state, Instant at) {
        this.state = state;
        this.at = at;
    }

    List<Entry> next() {
        var freeze = state.freezes.get(CORRELATED);
        long bad = state.turnedBad.values().stream().filter(since -> since.plus(AT_ONCE).isAfter(at)).count();
        if (freeze == null && bad > limit()) {
            return freeze(bad + " services turned bad within a minute");
        }
        if (freeze != null && stillBad() <= limit() && !freeze.since().plus(AT_ONCE).isAfter(at)) {
            return List.of(new Entry.Thawed(CORRELATED, "no more than " + limit() + " services are bad any more"));
        }
        return callForFreezesOfOurOwn();
    }

    /** Those that fell together and lie still keep the hands frozen: a minute later the cause is no better known. */
    private long stillBad() {
        return state.standings.entrySet().stream()
                .filter(each -> each.getValue() instanceof Standing.Firing)
                .map(each -> state.duties.get(each.getKey().guard()))
                .filter(Objects::nonNull)
                .flatMap(duty -> duty.guard().on().stream())
                .filter(state.turnedBad::containsKey)
                .distinct()
                .count();
    }

    private List<Entry> freeze(String why) {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.Frozen(CORRELATED, why));
        Acts.call(state, ALL, GuardKey.of(CORRELATED), 0, "hands are frozen: " + why, at).ifPresent(entries::add);
        return entries;
    }

    private List<Entry> callForFreezesOfOurOwn() {
        for (var freeze : state.freezes.values()) {
            if (freeze.by().startsWith("self-check:")) {
                Optional<Entry> call = Acts.call(state, ALL, GuardKey.of(freeze.by()), 0, "hands are frozen: " + freeze.by(), at);
                if (call.isPresent()) {
                    return List.of(call.get());
                }
            }
        }
        return List.of();
    }

    /** More than two, and more than a fifth of what is guarded. */
    private long limit() {
        return Math.max(2, state.services.size() / 5);
    }
}

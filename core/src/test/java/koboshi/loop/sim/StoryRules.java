package koboshi.loop.sim;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.State;

/** What is written is true, is written once, and is not chatter. */
final class StoryRules {
    private static final int MOST_AN_HOUR = 1_500;

    private final World world;
    private final Set<GuardKey> answered = new HashSet<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private long minute;
    private final Map<String, Integer> inThisHour = new HashMap<>();
    private long hour;

    StoryRules(World world) {
        this.world = world;
    }

    void begin() {
        // What was decided and never committed may be decided again.
        refusals.clear();
    }

    void before(Event event, Entry entry, State state, Loop loop, Instant at) {
        switch (entry) {
            case Entry.IncidentOpened opened -> opens(opened, state);
            case Entry.StandingChanged changed -> stands(event, changed, loop);
            case Entry.ActRefused refused -> refuses(refused, at);
            case Entry.ActStarted started -> answered.add(started.by());
            default -> {}
        }
        count(entry);
    }

    /** Whether a firing guard has acted, said why not, or called somebody. */
    boolean answered(GuardKey key) {
        return answered.contains(key);
    }

    private void opens(Entry.IncidentOpened opened, State state) {
        require(state.incident(opened.incident()).isEmpty(), "an incident opens twice", opened);
        require(state.incidents().stream().noneMatch(other -> other.open() && other.on().equals(opened.on())), "two incidents on one resource", opened);
    }

    private void stands(Event event, Entry.StandingChanged changed, Loop loop) {
        boolean waitsAnew = event instanceof Event.ClockJumped && changed.to() instanceof Standing.Pending;
        require(waitsAnew || loop.seen().unknownWhy(changed.key()).isEmpty(), "a standing changes by what is unknown", changed);
        refusals.keySet().removeIf(refusal -> refusal.startsWith(changed.key() + " "));
        if (!(changed.to() instanceof Standing.Firing)) {
            answered.remove(changed.key());
        }
    }

    private void refuses(Entry.ActRefused refused, Instant at) {
        answered.add(refused.by());
        boolean ordered = refused.by().guard().startsWith("operator");
        if (minute != at.getEpochSecond() / 60) {
            minute = at.getEpochSecond() / 60;
            refusals.clear();
        }
        int many = refusals.merge(refused.by() + " " + refused.verb() + refused.refusal() + refused.incident(), 1, Integer::sum);
        require(ordered || many < 10, "the same refusal again and again", refused);
    }

    private void count(Entry entry) {
        if (hour != world.agenda.hours()) {
            hour = world.agenda.hours();
            inThisHour.clear();
        }
        int many = inThisHour.merge(entry.getClass().getSimpleName(), 1, Integer::sum);
        require(many < MOST_AN_HOUR, "chatter, " + many + " within the hour", entry);
    }

    private static void require(boolean holds, String what, Entry entry) {
        if (!holds) {
            throw new Broken(what + ": " + entry);
        }
    }
}

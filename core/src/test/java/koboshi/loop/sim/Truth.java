package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import koboshi.action.Duty;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.loop.Loop;
import koboshi.loop.State;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Holds what is decided against what truly is. */
final class Truth {
    /** Until a fall can have been seen at the slowest pace. */
    private static final Duration LAG = Duration.ofMinutes(3);
    /** Of the journeys of what lies. */
    private static final Duration PACE = Duration.ofSeconds(35);
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(7);

    private final World world;
    private final Map<String, Instant> failingSince = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private int lastLife;
    private int lastPlans;

    Truth(World world) {
        this.world = world;
    }

    Duty duty(State state, String name) {
        return state.duties().stream().filter(duty -> duty.name().equals(name)).findFirst().orElseThrow();
    }

    /** An agent did the act: once only. */
    void performed(long act, Verb verb, ResourceId on, Keeper keeper) {
        boolean first = done.add(act + " " + verb);
        if (!first && verb.replaces()) {
            throw new Broken("act " + act + ", " + verb + " of " + on + ", was done twice by " + keeper.host);
        }
    }

    /** What serves is not taken down where too few of its role would be left. */
    void keepsTheFloor(Entry.ActStarted act, State state) {
        var service = state.service(act.on()).orElseThrow();
        var now = world.now();
        if (service.floor() == 0 || world.troubles.noisy() || !world.doll(act.on()).servedFor(PACE, now)) {
            return;
        }
        long left = state.services().stream()
                .filter(other -> other.role().equals(service.role()) && !other.id().equals(act.on()))
                .filter(other -> servesAsFarAsCanBeKnown(other, now))
                .count();
        if (left < service.floor()) {
            throw new Broken("role " + service.role() + " is taken below its floor of " + service.floor() + ": " + act);
        }
    }

    private boolean servesAsFarAsCanBeKnown(Service other, Instant now) {
        var doll = world.doll(other.id());
        return doll.serves(now) || doll.lostAt().plus(LAG).isAfter(now);
    }

    /** What truly lies, while everybody can see it, is an open incident with a firing guard that has said something. */
    void look(State state, Loop loop, StoryRules stories) {
        boolean blind = lastLife != world.desk.life() || lastPlans != world.desk.plans() || world.troubles.starved().isPresent();
        lastLife = world.desk.life();
        lastPlans = world.desk.plans();
        if (blind) {
            failingSince.clear();
        }
        for (var duty : state.duties()) {
            if (duty.guard().condition() instanceof Condition.JourneyFails && duty.guard().on().isPresent()) {
                var id = duty.guard().on().get();
                boolean excused = blind || world.doll(id).serves(world.now()) || resting(state, id) || state.openActs().stream().anyMatch(act -> act.on().equals(id));
                watch(duty, excused, state, stories);
            }
        }
    }

    private static boolean resting(State state, ResourceId id) {
        return state.processes().get(id) == null || state.processes().get(id).restingByOrder();
    }

    private void watch(Duty duty, boolean excused, State state, StoryRules stories) {
        var mark = duty.guard().toString();
        if (excused) {
            failingSince.remove(mark);
            return;
        }
        var lost = world.doll(duty.guard().on().orElseThrow()).lostAt();
        var since = failingSince.merge(mark, world.now(), (before, _) -> lost.isAfter(before) ? lost : before);
        boolean longEnough = since.plus(SEEN_WITHIN).plus(duty.guard().holdFor()).isBefore(world.now());
        var key = GuardKey.of(duty.name());
        if (longEnough && !(state.standings().get(key) instanceof Standing.Firing)) {
            throw new Broken(key + " does not fire, though it has failed since " + since + ": " + state.standings().get(key));
        }
        if (longEnough && !duty.runbook().then().isEmpty() && !stories.answered(key)) {
            throw new Broken(key + " fires since " + since + ", and nothing was done or said");
        }
    }

    void whatMayBeRaisedWas() {
        var state = world.desk.state();
        for (var duty : state.duties()) {
            boolean raises = duty.runbook().then().contains(Verb.RESTART) && !duty.runbook().brakes().dryRun() && !duty.runbook().brakes().approval()
                    && duty.runbook().prove().isPresent();
            if (raises && duty.guard().condition() instanceof Condition.JourneyFails && duty.guard().on().isPresent()) {
                var id = duty.guard().on().get();
                if (!world.doll(id).serves(world.now()) && !resting(state, id)) {
                    throw new Broken(id + " was left lying, though " + duty.name() + " may raise it: " + world.doll(id) + ", " + state.processes().get(id));
                }
            }
        }
    }
}

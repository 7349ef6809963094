package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.action.Verb;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** What goes wrong, and what people do, left to chance. */
final class Troubles {
    private static final List<Fact.Cause> CAUSES = List.of(
            Fact.Cause.FAILED, Fact.Cause.FINISHED, Fact.Cause.SIGNALLED, Fact.Cause.OUT_OF_MEMORY, Fact.Cause.UNKNOWN);

    private final World world;
    private final Chance chance;
    private final Plans plans;
    private Instant starvedUntil = Instant.EPOCH;
    private Instant noisyUntil = Instant.EPOCH;
    private Instant noSeriesUntil = Instant.EPOCH;
    private Instant noBeatsUntil = Instant.EPOCH;
    private Instant noRoomUntil = Instant.EPOCH;
    private Instant last = Instant.EPOCH;
    private boolean over;
    private int noiseOneIn = 3_000;

    Troubles(World world, Plans plans) {
        this.world = world;
        this.chance = world.chance;
        this.plans = plans;
    }

    /** One after the other, at a mean distance. */
    void every(Duration mean) {
        world.agenda.in(chance.about(mean), () -> {
            if (!over) {
                last = world.now();
                one();
                every(mean);
            }
        });
    }

    void end() {
        over = true;
        noiseOneIn = Integer.MAX_VALUE;
        starvedUntil = noisyUntil = noSeriesUntil = noBeatsUntil = noRoomUntil = Instant.EPOCH;
    }

    void silence() {
        noiseOneIn = Integer.MAX_VALUE;
    }

    /** Nothing happened for a while. */
    boolean quiet() {
        return last.plusSeconds(900).isBefore(world.now());
    }

    // What the watchers meet.

    boolean lost() {
        return chance.oneIn(starved().isPresent() || noisyUntil.isAfter(world.now()) ? 3 : noiseOneIn);
    }

    /** So many runs are lost, or were a moment ago, that even a burst may be wrong. */
    boolean noisy() {
        return noisyUntil.plusSeconds(30).isAfter(world.now());
    }

    Optional<String> starved() {
        return starvedUntil.isAfter(world.now()) ? Optional.of("our own door did not answer within " + chance.upTo(999) + " ms") : Optional.empty();
    }

    Optional<String> source() {
        return noSeriesUntil.isAfter(world.now()) ? Optional.of("its series cannot be read: " + chance.upTo(999)) : Optional.empty();
    }

    boolean startFails() {
        return !over && chance.oneIn(25);
    }

    boolean beatsStopped() {
        return noBeatsUntil.isAfter(world.now());
    }

    Optional<String> disk() {
        return noRoomUntil.isAfter(world.now()) ? Optional.of("no room: " + chance.upTo(60) + " MiB") : Optional.empty();
    }

    private Instant forAWhile() {
        return world.now().plus(chance.about(Duration.ofMinutes(chance.oneOf(List.of(1, 10)))));
    }

    private void one() {
        switch (chance.upTo(21)) {
            case 0, 1, 2 -> crash(service());
            case 3, 4, 5 -> hang(service());
            case 6 -> crashLoop(service(), chance.between(3, 12));
            case 7 -> world.doll(service()).waiting = 100;
            case 8, 9 -> world.keepers().get(chance.upTo(1)).wire().cut(chance.about(Duration.ofMinutes(1)));
            case 10 -> killAgent(world.keepers().get(chance.upTo(1)));
            case 11, 12 -> world.desk.killSoon();
            case 13 -> starvedUntil = forAWhile();
            case 14 -> noisyUntil = forAWhile();
            case 15 -> noSeriesUntil = forAWhile();
            case 16 -> noBeatsUntil = forAWhile();
            case 17, 18 -> person();
            case 19 -> reload();
            case 20 -> ourselves();
            default -> world.services().forEach(id -> {
                if (chance.oneIn(2)) {
                    world.agenda.in(chance.seconds(0, 20), () -> hang(id));
                } else {
                    world.agenda.in(chance.seconds(0, 20), () -> crash(id));
                }
            });
        }
    }

    private ResourceId service() {
        return chance.oneOf(world.services());
    }

    private void crash(ResourceId id) {
        world.keepers().forEach(keeper -> keeper.fell(id, chance.oneOf(CAUSES)));
        var doll = world.doll(id);
        if (doll.runs() && world.keepers().stream().noneMatch(keeper -> keeper.alive)) {
            doll.ends(world.now());
        }
    }

    private void crashLoop(ResourceId id, int times) {
        crash(id);
        if (times > 0 && !over) {
            world.agenda.in(chance.seconds(1, 15), () -> crashLoop(id, times - 1));
        }
    }

    private void hang(ResourceId id) {
        world.doll(id).hangs(world.now());
        if (chance.oneIn(2)) {
            world.agenda.in(chance.about(Duration.ofSeconds(chance.oneOf(List.of(3, 60, 600)))), () -> world.doll(id).healsByItself(world.now()));
        }
    }

    private void killAgent(Keeper keeper) {
        if (keeper.alive) {
            keeper.killed();
            world.agenda.in(chance.about(Duration.ofSeconds(30)), keeper::revived);
        }
    }

    private void person() {
        switch (chance.upTo(5)) {
            case 0 -> {
                world.desk.tell(new Event.FreezeOrdered("ann", "moving racks"));
                world.agenda.in(chance.about(Duration.ofMinutes(10)), this::thaw);
            }
            case 1 -> thaw();
            case 2 -> order(Verb.STOP, service());
            case 3 -> order(Verb.START, service());
            default -> order(Verb.RESTART, service());
        }
    }

    void thaw() {
        world.desk.tell(new Event.ThawOrdered("ann", "done"));
    }

    void order(Verb verb, ResourceId on) {
        world.desk.tell(new Event.Ordered("ann", verb, on, "as she likes"));
        if (verb == Verb.STOP && chance.oneIn(2)) {
            world.agenda.in(chance.about(Duration.ofMinutes(20)), () -> order(Verb.START, on));
        }
    }

    private void reload() {
        var before = world.desk.plan();
        world.desk.follow(plans.changed(before));
        world.agenda.in(chance.about(Duration.ofMinutes(20)), () -> {
            if (chance.oneIn(2)) {
                world.desk.follow(before);
            }
        });
    }

    private void ourselves() {
        if (chance.oneIn(2)) {
            noRoomUntil = forAWhile();
        } else {
            world.desk.jump(chance.oneIn(3) ? chance.seconds(5, 60).negated() : chance.seconds(5, 3_600));
        }
    }
}

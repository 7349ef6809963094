package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.action.Verb;
import koboshi.resource.ResourceId;

/** A team's services, their hosts, its people, and Koboshi among them. */
final class World {
    final Agenda agenda = new Agenda();
    final Chance chance;
    final Rules rules;
    final Troubles troubles;
    final Desk desk;
    final boolean twins;
    /** Everything is looked at more rarely. */
    final boolean calm;
    private final Map<ResourceId, Doll> dolls = new TreeMap<>();
    private final Map<String, Keeper> keepers = new TreeMap<>();
    private final Plans plans;
    private long pids;

    World(long seed, boolean twins, boolean calm) {
        this.chance = new Chance(seed);
        this.twins = twins;
        this.calm = calm;
        this.plans = new Plans(chance, calm);
        this.rules = new Rules(this);
        this.troubles = new Troubles(this, plans);
        this.desk = new Desk(this);
        Stream.of("host-0", "host-1").forEach(host -> keepers.put(host, new Keeper(host, this)));
    }

    World begins() {
        desk.begin(plans.first());
        return this;
    }

    World runs(Duration length) {
        for (long minute = 0; minute < length.toMinutes(); minute++) {
            agenda.runFor(Duration.ofMinutes(1));
            rules.look();
        }
        return this;
    }

    /** Nothing goes wrong any more: Koboshi has hours to mend what it may, a person what it may not, and then all must be well. */
    World comesToRest() {
        troubles.end();
        dolls.values().forEach(doll -> agenda.in(chance.seconds(0, 900), () -> doll.waiting = 0));
        keepers.values().stream().filter(keeper -> !keeper.alive).forEach(keeper -> agenda.in(chance.seconds(1, 60), () -> {
            if (!keeper.alive) {
                keeper.revived();
            }
        }));
        agenda.in(Duration.ofMinutes(10), troubles::thaw);
        runs(Duration.ofHours(4));
        rules.whatMayBeRaisedWas();
        for (int round = 0; round < 5; round++) {
            services().stream().filter(id -> !doll(id).serves(now())).forEach(id -> troubles.order(doll(id).runs() ? Verb.RESTART : Verb.START, id));
            runs(Duration.ofMinutes(10));
        }
        runs(Duration.ofMinutes(30));
        rules.allIsWell();
        return this;
    }

    Instant now() {
        return agenda.now();
    }

    Doll doll(ResourceId id) {
        return dolls.computeIfAbsent(id, Doll::new);
    }

    List<Keeper> keepers() {
        return List.copyOf(keepers.values());
    }

    Keeper keeper(String host) {
        return keepers.get(host);
    }

    List<ResourceId> services() {
        return desk.plan().services().keySet().stream().sorted().toList();
    }

    long nextPid() {
        return ++pids;
    }

    Duration rising() {
        return chance.millis(200, 12_000);
    }
}

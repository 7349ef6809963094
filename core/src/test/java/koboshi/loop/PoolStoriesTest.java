package koboshi.loop;

import static koboshi.loop.Crossroad.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pools left to chance, with a standby, groups and a line below which people are asked; servers fall and rise, people give orders, balancers refuse and Koboshi is killed.
 * Whatever comes of it, some things never happen.
 */
class PoolStoriesTest {
    private static final ResourceId ACTIVE = ResourceId.service("a");
    private static final ResourceId RESERVE = ResourceId.service("b");

    static Stream<Long> seeds() {
        return IntStream.rangeClosed(1, 16).mapToObj(Long::valueOf);
    }

    private SplittableRandom chance;
    private Crossroad road;
    private Pool pool;
    private final Map<Long, ResourceId> open = new HashMap<>();
    private final Map<GuardKey, Entry.Agreed> words = new HashMap<>();
    private int read;
    private long seed;

    private boolean oneIn(int n) {
        return chance.nextInt(n) == 0;
    }

    private <T> T oneOf(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }

    private void draw(long drawn) {
        seed = drawn;
        chance = new SplittableRandom(drawn);
        boolean standby = oneIn(2);
        var members = new ArrayList<Pool.Member>();
        if (standby) {
            members.add(new Pool.Member(server("s1"), Optional.of(ACTIVE)));
            members.add(new Pool.Member(server("s2"), Optional.of(RESERVE), Optional.empty(), Optional.of(true)));
        }
        var plain = IntStream.rangeClosed(1, 3 + chance.nextInt(3)).mapToObj(i -> "p" + i).toList();
        plain.forEach(name -> members.add(Crossroad.member(name)));
        var ids = plain.stream().map(Crossroad::server).toList();
        var groups = oneIn(2) ? Optional.of(Map.of("blue", ids.subList(0, ids.size() / 2), "green", ids.subList(ids.size() / 2, ids.size()))) : Optional.<Map<String, List<ResourceId>>>empty();
        int floor = 1 + chance.nextInt(groups.isPresent() ? 1 : 2);
        var line = oneIn(2) ? Optional.of(floor + 1 + chance.nextInt(2)) : Optional.<Integer>empty();
        pool = new Pool("web", members, floor, Optional.empty(), 30 + chance.nextInt(71), Duration.ofSeconds(chance.nextInt(20)), Crossroad.BACK, Optional.of("*"), line, groups);
        var services = new TreeMap<ResourceId, Service>();
        if (standby) {
            services.put(ACTIVE, House.service(ACTIVE, 0));
            services.put(RESERVE, House.service(RESERVE, 0));
        }
        road = new Crossroad(pool, Crossroad.BRAKES, new Plan(services, Map.of(), Map.of()));
        road.before = this::begins;
        road.seconds(30);
    }

    private void second() {
        road.seconds(1);
        read();
    }

    private void something() {
        var names = pool.members().stream().map(Pool.Member::server).toList();
        switch (chance.nextInt(8)) {
            case 0, 1 -> Optional.of(oneOf(names)).filter(name -> !road.sick.contains(name)).ifPresent(road::falls);
            case 2, 3 -> Optional.of(road.sick).filter(sick -> !sick.isEmpty()).ifPresent(sick -> sick.remove(chance.nextInt(sick.size())));
            case 4 -> road.order(oneOf(List.of(Verb.EJECT, Verb.DRAIN, Verb.READY)), server(oneOf(names)));
            case 5 -> order();
            case 6 -> road.house.loop.state().questions(road.house.now).stream().findFirst().ifPresent(question -> {
                road.house.tell(question.agreedBy("ann", "the others carry it"));
                road.settle();
            });
            default -> {
                if (oneIn(3)) {
                    road.denies = !road.denies;
                } else {
                    road.restartKoboshi();
                }
            }
        }
        read();
    }

    private void order() {
        if (pool.groups().isPresent() && oneIn(2)) {
            road.house.tell(new Event.SwitchOrdered("mai", Pool.group("web", oneIn(2) ? "blue" : "green"), "release 2"));
        } else if (!road.state().services.isEmpty()) {
            road.house.tell(new Event.Ordered("mai", Verb.RESTART, ACTIVE, "a new library"));
        }
        road.settle();
    }

    /** Called before the balancer or the agent does it. */
    private void begins(Entry.ActStarted act) {
        read();
        boolean takesOut = act.verb().byBalancer() && act.verb().disruptive() && road.flows.get(act.on()).takes();
        if (!takesOut) {
            return;
        }
        long left = road.serving(act.on());
        assertThat(left).as("seed %s: the floor is kept by %s", seed, act).isGreaterThanOrEqualTo(pool.floor());
        if (act.motive() == Motive.RUNBOOK && pool.approvalBelow().filter(line -> left < line).isPresent()) {
            var word = words.get(act.by());
            assertThat(word).as("seed %s: somebody agreed to %s", seed, act).isNotNull();
            assertThat(List.<Object>of(word.verb(), word.on(), word.until().isAfter(road.house.now))).as("seed %s: to this, and lately: %s", seed, act).containsExactly(act.verb(), act.on(), true);
        }
    }

    private void read() {
        for (; read < road.house.journal.size(); read++) {
            switch (road.house.journal.get(read)) {
                case Entry.Agreed agreed -> words.put(agreed.asked(), agreed);
                case Entry.ActStarted act when act.verb() != Verb.NOTIFY && act.verb() != Verb.CAPTURE -> {
                    assertThat(open).as("seed %s: one at a time of %s", seed, act).doesNotContainValue(act.on());
                    open.put(act.act(), act.on());
                }
                case Entry.ActEnded over -> open.remove(over.act());
                default -> {}
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFloorHoldsNobodyActsWithoutAWordAndEverythingComesToAnEnd(long drawn) {
        draw(drawn);
        for (int i = 0; i < 300; i++) {
            second();
            if (oneIn(6)) {
                something();
            }
        }
        comesToRest();
    }

    private void comesToRest() {
        road.sick.clear();
        road.denies = false;
        Instant rested = road.house.now;
        for (int i = 0; i < 1_500; i++) {
            second();
        }
        assertThat(open).as("seed %s: every act has ended since %s", seed, rested).isEmpty();
        assertThat(road.state().switches()).as("seed %s", seed).isEmpty();
        assertThat(road.state().reliefs).as("seed %s", seed).isEmpty();
        assertThat(road.state().seats()).as("seed %s: whoever is well is back, unless a person or a group keeps it out", seed)
                .allSatisfy((on, seat) -> assertThat(seat.out() && !seat.byOrder()).as(on + " " + seat).isFalse());
        road.house.written(Entry.StandingChanged.class).stream().filter(changed -> changed.to() instanceof Standing.Firing).map(Entry.StandingChanged::key).distinct()
                .forEach(key -> assertThat(answered(key)).as("seed %s: something was done or refused for %s", seed, key).isTrue());
    }

    private boolean answered(GuardKey key) {
        return road.house.journal.stream().anyMatch(entry -> switch (entry) {
            case Entry.ActStarted act -> act.by().equals(key);
            case Entry.ActRefused refused -> refused.by().equals(key);
            case Entry.ReliefBegan relief -> relief.by().equals(key);
            default -> false;
        });
    }
}

package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.integration.haproxy.Admin;
import koboshi.integration.haproxy.Server;
import koboshi.resource.Pool;
import org.junit.jupiter.api.Test;

/** Which servers a pool has, as its balancers tell. */
class RosterTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Pool pool = pool("*", "s1=h:1", "s2=h:2");
    private Roster roster = Roster.of(pool);
    private Instant now = START;

    private static Pool pool(String pattern, String... servers) {
        var members = Stream.of(servers).map(each -> each.split("=")).map(each -> new Pool.Member(Pool.backend("web", each[0]), Optional.empty(), Optional.of(each[1]))).toList();
        return new Pool("web", members, 1, Optional.empty(), 50, Pool.DRAIN, Pool.Back.DEFAULT, Optional.of(pattern));
    }

    private static Optional<List<Server>> names(String... servers) {
        return Optional.of(Stream.of(servers).map(each -> each.split("=", 2)).map(each -> server(each[0], each[1])).toList());
    }

    private static Server server(String name, String address) {
        return new Server("web", name, address, Admin.READY, true, "UP", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, "");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private Optional<Map<String, String>> told(Optional<List<Server>>... balancers) {
        now = now.plusMillis(100);
        return roster.see(List.of(balancers), pool, now);
    }

    @SafeVarargs
    private Map<String, String> settled(Optional<List<Server>>... balancers) {
        for (int i = 0; i < 30; i++) {
            var found = told(balancers);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Map.of();
    }

    @Test
    void whatIsAsItWasIsNotTold() {
        assertThat(settled(names("s2=h:2", "s1=h:1"))).isEmpty();
    }

    @Test
    void anotherListIsTakenWhenItHasBeenTheSameForASecond() {
        var began = now;
        assertThat(settled(names("s1=h:1", "s3=h:3"))).isEqualTo(Map.of("s1", "h:1", "s3", "h:3"));
        assertThat(Duration.between(began, now)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200));
        assertThat(settled(names("s1=h:1", "s3=h:3"))).isEmpty();
    }

    @Test
    void whatAnotherPlanDoesNotKnowIsToldAgain() {
        roster.follow(pool("*"));
        assertThat(settled(names("s1=h:1", "s2=h:2"))).isEqualTo(Map.of("s1", "h:1", "s2", "h:2"));
        roster.follow(pool);
        assertThat(settled(names("s1=h:1", "s2=h:2"))).isEmpty();
    }

    @Test
    void anOldAndANewProcessThatAnswerInTurnsChangeNothing() {
        for (int i = 0; i < 50; i++) {
            assertThat(told(i % 3 == 0 ? names("s1=h:1", "s2=h:2") : names("s1=h:1", "s3=h:3"))).isEmpty();
        }
    }

    @Test
    void aBalancerThatIsAwayTakesNobodyAway() {
        assertThat(settled(Optional.empty())).isEmpty();
        assertThat(settled(names("s1=h:1"), Optional.empty())).isEmpty();
        assertThat(settled(names("s1=h:1", "s3=h:3"), Optional.empty())).containsOnlyKeys("s1", "s2", "s3");
    }

    @Test
    void aBackendWithoutServersTakesNobodyAway() {
        assertThat(settled(names())).isEmpty();
    }

    @Test
    void ofSeveralBalancersEachMayNameAServerAndTheFirstSaysWhereItIs() {
        assertThat(settled(names("s1=h:1", "s3=h:3"), names("s1=h:9", "s4=h:4"))).isEqualTo(Map.of("s1", "h:1", "s3", "h:3", "s4", "h:4"));
    }

    @Test
    void whatHasNoAddressWaitsAndWhatHadOneKeepsIt() {
        for (var address : List.of("0.0.0.0:80", "[::]:80", "h:0", "unix", "", "h", "a b:80")) {
            roster = Roster.of(pool);
            assertThat(settled(names("s1=" + address, "s2=h:2", "s3=" + address, "s4=h:4"))).as(address).isEqualTo(Map.of("s1", "h:1", "s2", "h:2", "s4", "h:4"));
        }
        assertThat(settled(names("s1=[::1]:80", "s2=h:2"))).containsEntry("s1", "[::1]:80");
    }

    @Test
    void namesThatAreNoneOfOursArePassedOver() {
        assertThat(roster.see(List.of(names("a:b=h:1", "-x=h:1")), pool, now)).isEmpty();
        assertThat(settled(names("s1=h:1", "s2=h:2", "a:b=h:3", "s3=h:3"))).containsOnlyKeys("s1", "s2", "s3");
    }

    @Test
    void whoIsInStaysInBeforeAnybodyNewComes() {
        var many = new ArrayList<Server>();
        IntStream.range(0, 300).forEach(i -> many.add(server("n" + i, "h:1")));
        many.add(server("s1", "h:1"));
        many.add(server("s2", "h:2"));
        assertThat(settled(Optional.of(many))).hasSize(200).containsKeys("s1", "s2", "n0", "n197").doesNotContainKey("n198");
    }

    @Test
    void neverTakesAwayWhatAnyBalancerNamesWhateverTheyTell() {
        var chance = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            var a = anything(chance);
            var b = anything(chance);
            var found = told(a, b);
            found.ifPresent(servers -> {
                assertThat(servers).isNotEmpty();
                Stream.of(a, b).flatMap(Optional::stream).flatMap(List::stream).filter(server -> server.address().equals("h:1")).forEach(server -> assertThat(servers).containsKey(server.name()));
            });
        }
    }

    /** Often the same as before, so that it settles. */
    private Optional<List<Server>> anything(Random chance) {
        if (chance.nextInt(40) == 0) {
            last = chance.nextInt(3) == 0 ? Optional.empty() : Optional.of(IntStream.range(0, chance.nextInt(5)).mapToObj(i -> server("s" + chance.nextInt(6), chance.nextBoolean() ? "h:1" : "?")).toList());
        }
        return last;
    }

    private Optional<List<Server>> last = names("s1=h:1");
}

package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlikeTest {
    private static final Wanted DRAINED = new Wanted(Admin.DRAIN, 100);

    @TempDir
    private Path folder;

    @Test
    void aNewProcessIsToldAgain() {
        var seen = List.of(Servers.set("web/s1", Admin.READY, 100), Servers.set("web/s2", Admin.READY, 100));
        assertThat(Alike.commands(Map.of("web/s1", DRAINED), seen, true)).containsExactly(new Command.Set("web", "s1", Admin.DRAIN));
        assertThat(Alike.meddled(Map.of("web/s1", DRAINED), seen, true)).isEmpty();
    }

    @Test
    void whatSomebodyElseSetIsLeftAndTold() {
        var seen = List.of(Servers.set("web/s1", Admin.MAINT, 100), Servers.set("web/s2", Admin.READY, 30));
        var wanted = Map.of("web/s1", DRAINED, "web/s2", new Wanted(Admin.READY, 100));
        assertThat(Alike.commands(wanted, seen, false)).isEmpty();
        assertThat(Alike.meddled(wanted, seen, false)).extracting(one -> one.server().key(), Meddled::admin).containsExactly(
                tuple("web/s1", Admin.MAINT), tuple("web/s2", Admin.READY));
    }

    @Test
    void whoIsWantedButNotThereIsNamed() {
        assertThat(Alike.missing(Map.of("web/s2", DRAINED, "web/s1", DRAINED), List.of(Servers.calm("web/s2")))).containsExactly(new Missing("web/s1", DRAINED));
    }

    @Test
    void hasItsWeightBeforeItComesBackAndLeavesBeforeItLosesIt() {
        var set = new Command.Set("web", "s1", Admin.READY);
        assertThat(Alike.commands(Map.of("web/s1", new Wanted(Admin.READY, 10)), List.of(Servers.set("web/s1", Admin.MAINT, 100)), true))
                .containsExactly(new Command.Weigh("web", "s1", 10), set);
        assertThat(Alike.commands(Map.of("web/s1", new Wanted(Admin.MAINT, 10)), List.of(Servers.set("web/s1", Admin.READY, 100)), true))
                .containsExactly(new Command.Set("web", "s1", Admin.MAINT), new Command.Weigh("web", "s1", 10));
    }

    /** Told what is to be told, a new process is as wanted; who is not wanted was not touched; and there is nothing left to tell. */
    @Test
    void makesAnyNewProcessAsWanted() {
        var random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            var wanted = someWanted(random);
            var seen = someSeen(random);
            var after = told(seen, Alike.commands(wanted, seen, true));
            for (int each = 0; each < seen.size(); each++) {
                var want = wanted.get(seen.get(each).key());
                assertThat(want == null ? after.get(each).equals(seen.get(each)) : want.is(after.get(each))).isTrue();
            }
            assertThat(Alike.commands(wanted, after, true)).isEmpty();
            assertThat(Alike.meddled(wanted, after, false)).isEmpty();
            assertThat(Alike.commands(wanted, seen, false)).isEmpty();
            assertThat(Alike.missing(wanted, seen)).allMatch(one -> seen.stream().noneMatch(server -> server.key().equals(one.key())));
        }
    }

    private static Map<String, Wanted> someWanted(Random random) {
        var wanted = new HashMap<String, Wanted>();
        for (int i = random.nextInt(5); i > 0; i--) {
            wanted.put("web/s" + random.nextInt(6), new Wanted(some(random), random.nextInt(101)));
        }
        return wanted;
    }

    private static List<Server> someSeen(Random random) {
        var seen = new ArrayList<Server>();
        for (int i = 0; i < 6; i++) {
            if (random.nextBoolean()) {
                seen.add(Servers.set("web/s" + i, some(random), random.nextInt(101)));
            }
        }
        return seen;
    }

    private static Admin some(Random random) {
        return Admin.values()[random.nextInt(Admin.values().length)];
    }

    private static List<Server> told(List<Server> seen, List<Command> commands) {
        var after = new ArrayList<>(seen);
        for (var command : commands) {
            after.replaceAll(server -> server.key().equals(command.backend() + "/" + command.server()) ? told(server, command) : server);
        }
        return after;
    }

    private static Server told(Server server, Command command) {
        return switch (command) {
            case Command.Set(_, _, var admin) -> Servers.full(server.key(), admin, server.up(), server.weight(), 0, 0, 0, 0);
            case Command.Weigh(_, _, int percent) -> Servers.full(server.key(), server.admin(), server.up(), Weights.of(percent, 100), 0, 0, 0, 0);
        };
    }

    /** The real one, reloaded with one server more and one less, and set by a second hand. */
    @Test
    void aRealReloadKeepsWhatIsWanted() throws Exception {
        var line = "  server %s 127.0.0.1:9 weight 100\n";
        var wanted = Map.of("web/s1", DRAINED, "web/s2", new Wanted(Admin.READY, 25), "web/s3", new Wanted(Admin.MAINT, 100));
        try (var haproxy = RealHaproxy.start(folder, "backend web\n" + line.formatted("s1") + line.formatted("s2") + line.formatted("s3"))) {
            tellAll(haproxy.api(), wanted, haproxy.api().servers());
            haproxy.reload("backend web\n" + line.formatted("s1") + line.formatted("s2") + line.formatted("s4"));
            var seen = haproxy.api().servers();
            assertThat(Alike.missing(wanted, seen)).extracting(Missing::key).containsExactly("web/s3");
            tellAll(haproxy.api(), wanted, seen);
            assertThat(haproxy.api().servers()).extracting(Server::admin).containsExactly(Admin.DRAIN, Admin.READY, Admin.READY);
            assertThat(haproxy.api().servers()).extracting(Server::weight).containsExactly(100, 25, 100);

            RuntimeApiTest.say(haproxy, "set server web/s1 state ready");
            RuntimeApiTest.say(haproxy, "set server web/s4 state maint");
            var meddled = haproxy.api().servers();
            assertThat(Alike.commands(wanted, meddled, false)).isEmpty();
            assertThat(Alike.meddled(wanted, meddled, false)).extracting(one -> one.server().key()).containsExactly("web/s1");
        }
    }

    private static void tellAll(RuntimeApi api, Map<String, Wanted> wanted, List<Server> seen) throws HaproxyTrouble {
        for (var command : Alike.commands(wanted, seen, true)) {
            command.tell(api);
        }
    }
}

package koboshi.integration.haproxy;

import static koboshi.integration.haproxy.HaproxyTrouble.Kind.DENIED;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.GONE;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.NOT_SO;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.REFUSED;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_BACKEND;
import static koboshi.integration.haproxy.HaproxyTrouble.Kind.UNKNOWN_SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real HAProxy. */
final class RuntimeApiTest {
    @TempDir
    private Path folder;

    private static String sections(Backend... backends) {
        var text = new StringBuilder("backend web\n");
        for (var backend : backends) {
            text.append(backend.line());
        }
        return text.toString();
    }

    @Test
    void tellsOfEveryServerOverASocketAndAPort() throws Exception {
        try (var s1 = new Backend("s1"); var s2 = new Backend("s2"); var haproxy = RealHaproxy.start(folder, sections(s1, s2))) {
            haproxy.visit(HttpClient.newHttpClient());
            for (var address : List.of(haproxy.socket("admin"), haproxy.port(), new Address.Tcp("localhost", haproxy.tcpPort))) {
                var servers = new RuntimeApi(address).servers();
                assertThat(servers).extracting(Server::key).containsExactly("web/s1", "web/s2");
                assertThat(servers).extracting(Server::address).containsExactly("127.0.0.1:" + s1.port(), "127.0.0.1:" + s2.port());
                assertThat(servers).allMatch(one -> one.up() && one.admin() == Admin.READY && one.weight() == 100 && one.effectiveWeight() == 100 && one.baseWeight() == 100);
                assertThat(servers.stream().mapToLong(Server::sessionsTotal).sum()).isEqualTo(1);
            }
        }
    }

    @Test
    void tellsOfABackendThatAFrontendHasItsNameFrom() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\nfrontend pair\n  default_backend pair\n  bind unix@" + folder.resolve("pair.sock") + "\nbackend pair\n  server a 127.0.0.1:9\n")) {
            assertThat(haproxy.api().servers(Optional.of("pair"))).extracting(Server::key).containsExactly("pair/a");
        }
    }

    @Test
    void tellsOfOneBackendOnly() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\nbackend 7\n  server a 127.0.0.1:9\nbackend b:2.x-y_z\n  server a 127.0.0.1:9\n")) {
            assertThat(haproxy.api().servers(Optional.of("7"))).extracting(Server::key).containsExactly("7/a");
            assertThat(haproxy.api().servers(Optional.of("b:2.x-y_z"))).extracting(Server::key).containsExactly("b:2.x-y_z/a");
            assertThat(haproxy.api().servers(Optional.of("web"))).isEmpty();
            assertThat(haproxy.api().servers()).hasSize(2);
            // HAProxy itself takes "3x" for the third proxy.
            assertThat(trouble(() -> haproxy.api().servers(Optional.of("3x"))).kind()).isEqualTo(UNKNOWN_BACKEND);
        }
    }

    @Test
    void countsWhatGoesWrong() throws Exception {
        try (var s1 = new Backend("s1"); var haproxy = RealHaproxy.start(folder, sections(s1) + "backend dead\n  server d 127.0.0.1:9\nlisten l\n  bind 127.0.0.1:" + RealHaproxy.freePort() + "\n  server d 127.0.0.1:9\n")) {
            s1.status = 500;
            assertThat(haproxy.visit(HttpClient.newHttpClient())).isEqualTo("500");
            assertThat(haproxy.server("web/s1").fiveHundreds()).isOne();
            s1.stop();
            assertThat(haproxy.visit(HttpClient.newHttpClient())).isEqualTo("503");
            assertThat(haproxy.server("web/s1").connectErrors()).isOne();
            assertThat(haproxy.server("web/s1").errors()).isGreaterThanOrEqualTo(2);
            assertThat(haproxy.server("l/d").errors()).isZero();
        }
    }

    @Test
    void drainsSoThatNobodyNewComes() throws Exception {
        try (var s1 = new Backend("s1"); var s2 = new Backend("s2"); var haproxy = RealHaproxy.start(folder, sections(s1, s2))) {
            haproxy.api().set("web", "s1", Admin.DRAIN);
            assertThat(visits(haproxy, 10)).containsExactly("s2");
            assertThat(haproxy.server("web/s1")).returns(Admin.DRAIN, Server::admin).returns(true, Server::up);
            haproxy.api().set("web", "s1", Admin.READY);
            assertThat(visits(haproxy, 10)).containsExactlyInAnyOrder("s1", "s2");
        }
    }

    private static HashSet<String> visits(RealHaproxy haproxy, int times) throws Exception {
        var seen = new HashSet<String>();
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < times; i++) {
                seen.add(haproxy.visit(client));
            }
        }
        return seen;
    }

    @Test
    void drainingTakesAServerOutOfMaintenance() throws Exception {
        try (var s1 = new Backend("s1"); var haproxy = RealHaproxy.start(folder, sections(s1))) {
            haproxy.api().set("web", "s1", Admin.MAINT);
            assertThat(haproxy.server("web/s1")).returns(Admin.MAINT, Server::admin).returns(false, Server::up);
            haproxy.api().set("web", "s1", Admin.DRAIN);
            assertThat(haproxy.server("web/s1")).returns(Admin.DRAIN, Server::admin).returns(true, Server::up);
        }
    }

    @Test
    void whatAPersonDisabledIsToldFromWhatIsDown() throws Exception {
        var sections = "backend web\n  server off 127.0.0.1:9 disabled\n  server dead 127.0.0.1:9 check inter 50ms fall 1\n  server fine 127.0.0.1:9\n";
        try (var haproxy = RealHaproxy.start(folder, sections)) {
            haproxy.await(() -> !haproxy.server("web/dead").up());
            assertThat(haproxy.server("web/dead")).returns(Admin.READY, Server::admin).returns("DOWN", Server::status);
            assertThat(haproxy.server("web/off")).returns(Admin.MAINT, Server::admin).returns("MAINT", Server::status);
            assertThat(haproxy.server("web/fine")).returns(Admin.READY, Server::admin).returns(true, Server::up);
            haproxy.api().set("web", "off", Admin.READY);
            assertThat(haproxy.server("web/off")).returns(Admin.READY, Server::admin).returns(true, Server::up);
        }
    }

    /** {@code show stat} says only DOWN of such a server. */
    @Test
    void aServerThatIsDownMayDrainBesides() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server dead 127.0.0.1:9 check inter 50ms fall 1\n")) {
            haproxy.await(() -> !haproxy.server("web/dead").up());
            haproxy.api().set("web", "dead", Admin.DRAIN);
            assertThat(haproxy.server("web/dead")).returns(Admin.DRAIN, Server::admin).returns(false, Server::up).returns("DOWN", Server::status);
        }
    }

    @Test
    void weighsInPercentOfTheBaseAndNeverRoundsToNothing() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server hundred 127.0.0.1:9 weight 100\n  server one 127.0.0.1:9\n")) {
            var api = haproxy.api();
            api.weight("web", "hundred", 10);
            api.weight("web", "one", 10);
            assertThat(api.servers()).extracting(Server::weight).containsExactly(10, 1);
            api.weight("web", "hundred", 0);
            assertThat(haproxy.server("web/hundred").weight()).isZero();
            api.weight("web", "hundred", 100);
            assertThat(haproxy.server("web/hundred")).returns(100, Server::weight).returns(100, Server::baseWeight);
            assertThatThrownBy(() -> api.weight("web", "hundred", 101)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysThatAStaticAlgorithmKnowsNoWeights() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  balance static-rr\n  server s1 127.0.0.1:9 weight 100\n")) {
            var trouble = trouble(() -> haproxy.api().weight("web", "s1", 50));
            assertThat(trouble).hasMessageContaining("static LB algorithm");
            assertThat(trouble.kind()).isEqualTo(REFUSED);
            assertThat(trouble.tryingAgainHelps()).isFalse();
            haproxy.api().weight("web", "s1", 100);
        }
    }

    @Test
    void whatFollowsAnotherServerCannotBeMadeReadyAlone() throws Exception {
        var sections = "backend web\n  server s1 127.0.0.1:9 check inter 10s\nbackend other\n  server s1 127.0.0.1:9 track web/s1\n";
        try (var haproxy = RealHaproxy.start(folder, sections)) {
            haproxy.api().set("web", "s1", Admin.MAINT);
            assertThat(haproxy.server("other/s1").admin()).isEqualTo(Admin.MAINT);
            assertThat(trouble(() -> haproxy.api().set("other", "s1", Admin.READY)).kind()).isEqualTo(NOT_SO);
        }
    }

    @Test
    void whatRunsGoesOnInMaintenance() throws Exception {
        try (var s1 = new Backend("s1"); var haproxy = RealHaproxy.start(folder, sections(s1)); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            s1.silent = true;
            Future<String> visit = threads.submit(() -> haproxy.visit(HttpClient.newHttpClient()));
            haproxy.await(() -> haproxy.server("web/s1").sessions() == 1);
            haproxy.api().set("web", "s1", Admin.MAINT);
            assertThat(haproxy.server("web/s1").sessions()).as("it goes on in maintenance").isOne();
            say(haproxy, "shutdown sessions server web/s1");
            haproxy.await(() -> haproxy.server("web/s1").sessions() == 0);
            assertThat(visit.get()).isEqualTo("502");
        }
    }

    @Test
    void seesServersComeAndGo() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server s1 127.0.0.1:9\n")) {
            say(haproxy, "add server web/extra 127.0.0.1:9 weight 50");
            assertThat(haproxy.server("web/extra")).returns(Admin.MAINT, Server::admin).returns(50, Server::baseWeight);
            haproxy.api().set("web", "extra", Admin.READY);
            assertThat(haproxy.server("web/extra")).returns(Admin.READY, Server::admin).returns(true, Server::up);
            haproxy.api().set("web", "extra", Admin.MAINT);
            say(haproxy, "del server web/extra");
            assertThat(haproxy.api().servers()).extracting(Server::name).containsExactly("s1");
        }
    }

    /** As a person with another tool does it. */
    static String say(RealHaproxy haproxy, String command) throws HaproxyTrouble {
        return Exchange.ask(haproxy.socket("admin"), command, Limits.of(RealHaproxy.LONGEST));
    }

    @Test
    void tellsOneProcessFromTheNext() throws Exception {
        var sections = "backend web\n  server s1 127.0.0.1:9\n";
        try (var haproxy = RealHaproxy.start(folder, sections)) {
            var first = haproxy.api().life();
            assertThat(first.version()).matches("\\d+\\.\\d+.*");
            assertThat(haproxy.api().life().sameProcess(first)).isTrue();
            haproxy.api().set("web", "s1", Admin.DRAIN);
            haproxy.reload(sections);
            var second = haproxy.api().look(Optional.empty());
            assertThat(second.life().sameProcess(first)).isFalse();
            assertThat(second.servers()).extracting(Server::admin).as("a reload forgets").containsExactly(Admin.READY);
            haproxy.kill();
            assertThat(trouble(() -> haproxy.api().life()).kind()).isEqualTo(GONE);
            haproxy.launch();
            assertThat(haproxy.api().life().sameProcess(second.life())).isFalse();
        }
    }

    @Test
    void aSocketOfALowerLevelMayOnlyLook() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server s1 127.0.0.1:9\n")) {
            for (var level : List.of("operator", "user")) {
                var api = new RuntimeApi(haproxy.socket(level));
                assertThat(api.look(Optional.of("web")).servers()).extracting(Server::key).containsExactly("web/s1");
                for (var tried : List.<ThrowingCallable>of(() -> api.set("web", "s1", Admin.DRAIN), () -> api.weight("web", "s1", 50))) {
                    assertThat(trouble(tried)).hasMessageContainingAll("level admin", level + ".sock").extracting(HaproxyTrouble::kind).isEqualTo(DENIED);
                }
            }
            assertThat(haproxy.server("web/s1").admin()).isEqualTo(Admin.READY);
        }
    }

    @Test
    void namesWhatItDoesNotKnow() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server s1 127.0.0.1:9\n")) {
            var api = haproxy.api();
            for (var tried : List.<ThrowingCallable>of(() -> api.set("wob", "s1", Admin.DRAIN), () -> api.weight("wob", "s1", 50), () -> api.servers(Optional.of("wob")))) {
                assertThat(trouble(tried)).hasMessageContainingAll("wob", "admin.sock").extracting(HaproxyTrouble::kind).isEqualTo(UNKNOWN_BACKEND);
            }
            for (var tried : List.<ThrowingCallable>of(() -> api.set("web", "s9", Admin.DRAIN), () -> api.weight("web", "s9", 50))) {
                assertThat(trouble(tried)).hasMessageContaining("s9").extracting(HaproxyTrouble::kind).isEqualTo(UNKNOWN_SERVER);
            }
        }
    }

    @Test
    void aNameIsNeverAnotherCommand() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server s1 127.0.0.1:9\n")) {
            for (var name : List.of("s1;set server web/s1 state maint", "s1\nset server web/s1 state maint", "", "s1 ", "s1\\")) {
                assertThat(trouble(() -> haproxy.api().set("web", name, Admin.MAINT)).kind()).isEqualTo(UNKNOWN_SERVER);
                assertThat(trouble(() -> haproxy.api().servers(Optional.of(name))).kind()).isEqualTo(UNKNOWN_BACKEND);
            }
            assertThat(haproxy.server("web/s1").admin()).isEqualTo(Admin.READY);
        }
    }

    @Test
    void manyMayAskAtOnce() throws Exception {
        try (var haproxy = RealHaproxy.start(folder, "backend web\n  server s1 127.0.0.1:9\n"); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = new RuntimeApi(haproxy.socket("admin"), RealHaproxy.LONGEST);
            var asked = IntStream.range(0, 100).mapToObj(_ -> threads.submit(() -> api.servers())).toList();
            for (var one : asked) {
                assertThat(one.get()).hasSize(1);
            }
        }
    }

    static HaproxyTrouble trouble(ThrowingCallable tried) {
        var trouble = catchThrowableOfType(HaproxyTrouble.class, tried);
        assertThat(trouble).as("it should have been refused").isNotNull();
        return trouble;
    }
}

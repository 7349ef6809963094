package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import koboshi.app.Installation;
import koboshi.http.Role;
import koboshi.http.Tokens;
import koboshi.store.Await;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Koboshi moves the traffic of real HAProxies. */
class MovedTrafficTest {
    @TempDir
    private Path folder;

    @AutoClose
    private GuardedPool web;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void build() throws IOException {
        web = new GuardedPool(folder);
        crossing = web.crossing;
        house = web.house;
    }

    private void start(String balancers, String more) throws IOException {
        web.start(balancers, web.servers("s1", "s2", "s3"), GuardedPool.QUICKLY_BACK, more);
        web.awaitWell(3);
    }

    private void startWithOne(String more) throws IOException {
        crossing.balancer("a", "s1", "s2", "s3");
        start(web.balancers("a"), more);
    }

    @Test
    void aServerWhoseJourneyFailsIsTakenOutAndComesBackWhenItIsWell() throws IOException {
        startWithOne("");
        crossing.answers("s2", 500);
        crossing.awaitStatus("a", "s2", "MAINT");
        assertThat(crossing.visits("a", 20)).containsOnlyKeys("s1", "s3");
        crossing.answers("s2", 200);
        crossing.awaitStatus("a", "s2", "no check");
        web.awaitPlace("s2", "returned");
        assertThat(crossing.visits("a", 30)).containsOnlyKeys("s1", "s2", "s3");
    }

    @Test
    void belowTheLineAServerGoesOutOnlyWhenAPersonAgreed() throws Exception {
        startWithOne("approval_below: 3");
        crossing.answers("s2", 500);
        house.await("it asks", state -> state.path("questions").size() == 1);
        assertThat(crossing.status("a", "s2")).startsWith("no check");
        long incident = house.get("/api/state").at("/questions/0/incident").asLong();
        var token = Tokens.read(folder.resolve(".koboshi/tokens.json")).add("sakura", Role.APPROVER);
        var answer = house.post("/api/approvals", Map.of("incident", incident, "why", "two carry it"), "Authorization", "Bearer " + token);
        assertThat(answer.at("/agreed/0/words/en").asString()).startsWith("Operator sakura agrees that guard see@web/s2 may do this until");
        crossing.awaitStatus("a", "s2", "MAINT");
        assertThat(crossing.visits("a", 20)).containsOnlyKeys("s1", "s3");
    }

    @Test
    void whenAllFailNothingIsTakenOut() throws IOException {
        startWithOne("");
        crossing.answers("s1", 500);
        crossing.answers("s2", 500);
        crossing.answers("s3", 500);
        house.await("each is known to fail", state -> state.path("guards").valueStream().filter(guard -> guard.path("standing").asString().equals("firing")).count() == 3);
        assertThat(crossing.visits("a", 12)).isEqualTo(Map.of("500", 12L));
        assertThat(List.of("s1", "s2", "s3")).noneMatch(server -> crossing.status("a", server).startsWith("MAINT"));
    }

    @Test
    void severalBalancersOfAPoolAreKeptAlike() throws Exception {
        crossing.balancer("a", "s1", "s2", "s3").balancer("b", "s1", "s2", "s3");
        start(web.balancers("a", "b"), "");
        crossing.end("b");
        web.order("eject", "s2");
        crossing.awaitStatus("a", "s2", "MAINT");
        web.awaitPlace("s2", "out");
        crossing.balancer("b", "s1", "s2", "s3");
        crossing.awaitStatus("b", "s2", "MAINT");
    }

    @Test
    void whatARestartOfHaproxyForgotIsSetAgain() throws Exception {
        startWithOne("");
        web.order("drain", "s3");
        web.awaitPlace("s3", "out");
        crossing.end("a");
        crossing.balancer("a", "s1", "s3");
        crossing.awaitStatus("a", "s3", "MAINT");
        house.await("the server that is no longer there takes nothing", state -> state.at("/pools/0/servers/1/status").asString().equals("not there"));
    }

    @Test
    void whatAPersonSetsByHandIsLeftSo() throws Exception {
        startWithOne("most_out: 100%");
        crossing.say("a", "set server web/s1 state maint");
        house.await("it is seen", state -> !state.at("/pools/0/servers/0/takes").asBoolean(true));
        web.order("eject", "s2");
        web.awaitPlace("s2", "out");
        assertThat(crossing.status("a", "s1")).startsWith("MAINT");
        assertThat(web.order("eject", "s3").at("/refused/en").asString()).contains("must keep 1 up");
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s3");
    }

    @Test
    void aKoboshiStartedAnewKeepsOutWhatWasOut() throws Exception {
        startWithOne("");
        web.order("eject", "s2");
        web.awaitPlace("s2", "out");
        house.stop();
        crossing.end("a");
        crossing.balancer("a", "s1", "s2", "s3");
        house.start();
        crossing.awaitStatus("a", "s2", "MAINT");
        web.order("ready", "s2");
        crossing.awaitStatus("a", "s2", "no check");
    }

    @Test
    void whatASilentHaproxyDidWhenItWokeIsOursAndComesBack() throws Exception {
        startWithOne("");
        crossing.halt("a", true);
        web.order("eject", "s2");
        var given = Instant.now();
        Await.until("it was told twice in vain, and longer than it is told again", () -> given.plusSeconds(14).isBefore(Instant.now()));
        crossing.halt("a", false);
        crossing.awaitStatus("a", "s2", "MAINT");
        web.awaitPlace("s2", "out");
        web.order("ready", "s2");
        crossing.awaitStatus("a", "s2", "no check");
    }

    @Test
    void anOrderThatIsRefusedSaysSoAtOnce() throws Exception {
        startWithOne("floor: 3");
        assertThat(web.order("drain", "s1").at("/refused/en").asString()).isEqualTo("web must keep 3 up, and 3 are.");
        assertThat(house.get("/api/state").at("/pools/0/servers/0/refused/drain/en").asString()).isEqualTo("web must keep 3 up, and 3 are.");
    }

    @Test
    void noRequestIsLostWhileAServerIsDrained() throws Exception {
        startWithOne("");
        var visitor = crossing.visitor("a").meets("s1", "s2", "s3");
        web.order("drain", "s2");
        web.awaitPlace("s2", "out");
        web.order("ready", "s2");
        web.awaitPlace("s2", "returned");
        assertThat(visitor.ledger()).containsOnlyKeys("s1", "s2", "s3");
    }
}

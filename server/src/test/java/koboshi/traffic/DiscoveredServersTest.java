package koboshi.traffic;

import static koboshi.traffic.GuardedPool.well;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import koboshi.app.Installation;
import koboshi.config.Configuration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers that nobody wrote down: HAProxy tells of them. */
class DiscoveredServersTest {
    @AutoClose
    private GuardedPool web;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void build(@TempDir Path folder) throws IOException {
        web = new GuardedPool(folder);
        crossing = web.crossing;
        house = web.house;
    }

    private void start(String more) throws IOException {
        web.start(web.balancers("a"), GuardedPool.QUICKLY_BACK, more);
    }

    private void edit(String more) throws Exception {
        web.write(web.balancers("a"), GuardedPool.QUICKLY_BACK, more);
        house.koboshi.follow(Configuration.read(house.file()));
    }

    private void startWith(String... servers) throws IOException {
        crossing.balancer("a", servers);
        start("");
        awaitServers(servers);
    }

    private void awaitServers(String... names) {
        house.await("the pool has " + List.of(names), state -> names(state).equals(List.of(names)) && state.at("/pools/0/servers").valueStream().allMatch(one -> well(one) || out(one)));
    }

    private static List<String> names(JsonNode state) {
        return state.at("/pools/0/servers").valueStream().map(one -> one.path("name").asString().substring("web/".length())).toList();
    }

    private static boolean out(JsonNode server) {
        return server.path("place").asString().equals("out");
    }

    private void eject(String server) {
        assertThat(web.order("eject", server).has("refused")).isFalse();
        web.awaitPlace(server, "out");
    }

    private String told() throws Exception {
        long now = Instant.now().getEpochSecond();
        return house.get("/api/marks?from=" + (now - 600) + "&to=" + (now + 60)).toString();
    }

    @Test
    void theServersOfTheBackendAreThoseOfThePool() throws Exception {
        startWith("s1", "s2", "s3");
        crossing.answers("s2", 500);
        crossing.awaitStatus("a", "s2", "MAINT");
        crossing.answers("s2", 200);
        awaitServers("s1", "s2", "s3");
        assertThat(told()).contains("The balancers of pool web tell of other servers: new s1 (" + crossing.address("s1") + ")");
    }

    @Test
    void aServerAddedAtRunTimeIsTakenUpAndOneTakenAwayIsLetGo() throws Exception {
        startWith("s1", "s2", "s3");
        assertThat(crossing.say("a", "add server web/s4 " + crossing.address("s4") + " weight 100")).contains("registered");
        assertThat(crossing.say("a", "set server web/s4 state ready")).isBlank();
        awaitServers("s1", "s2", "s3", "s4");
        crossing.answers("s4", 500);
        web.awaitPlace("s4", "out");
        crossing.say("a", "del server web/s4");
        awaitServers("s1", "s2", "s3");
        assertThat(told()).contains("gone s4").contains("Guard see@web/s4 was taken out of the plan");
        assertThat(house.get("/api/state").path("incidents").valueStream().filter(one -> one.path("open").asBoolean(false))).isEmpty();
    }

    @Test
    void aReloadWithOtherServersLeavesWhatIsOutWhereItIs() throws Exception {
        startWith("s1", "s2", "s3");
        eject("s1");
        crossing.reload("a", "s1", "s3", "s4");
        awaitServers("s1", "s3", "s4");
        crossing.awaitStatus("a", "s1", "MAINT");
        assertThat(crossing.visits("a", 12)).containsOnlyKeys("s3", "s4");
        assertThat(told()).contains("new s4 (" + crossing.address("s4") + "); gone s2");
    }

    @Test
    void aServerThatMovedIsProvenAnew() throws Exception {
        startWith("s1", "s2", "s3");
        crossing.answers("s4", 500);
        crossing.say("a", "set server web/s2 addr 127.0.0.1 port " + crossing.port("s4"));
        web.awaitPlace("s2", "out");
        assertThat(told()).contains("elsewhere s2 (" + crossing.address("s4") + ")");
    }

    @Test
    void aBalancerThatIsAwayTakesNobodyAwayAndAKoboshiThatStartsMeanwhileKnowsThemStill() throws Exception {
        startWith("s1", "s2", "s3");
        eject("s1");
        house.stop();
        crossing.end("a");
        house.start();
        house.await("no balancer answers", state -> state.at("/pools/0/trouble").isString());
        assertThat(names(house.get("/api/state"))).containsExactly("s1", "s2", "s3");
        crossing.balancer("a", "s1", "s2", "s3");
        crossing.awaitStatus("a", "s1", "MAINT");
    }

    @Test
    void serversThatAreWrittenNoMoreAreFoundWithoutARestart() throws Exception {
        crossing.balancer("a", "s1", "s2");
        var written = web.servers("s1", "s2");
        start(written);
        awaitServers("s1", "s2");
        edit("");
        awaitServers("s1", "s2");
        edit("discover: 's*'\n" + written);
        awaitServers("s1", "s2");
        edit("discover: '*2'");
        awaitServers("s2");
        edit("");
        awaitServers("s1", "s2");
        crossing.answers("s2", 500);
        web.awaitPlace("s2", "out");
    }

    @Test
    void serversThatAreWrittenNoMoreStandUntilABalancerHasTold() throws Exception {
        crossing.balancer("a", "s1", "s2");
        start(web.servers("s1", "s2"));
        awaitServers("s1", "s2");
        eject("s1");
        crossing.end("a");
        edit("");
        assertThat(house.koboshi.plan().pools().get("web").members()).extracting(member -> member.server()).containsExactly("s1", "s2");
        crossing.balancer("a", "s1", "s3");
        awaitServers("s1", "s3");
        crossing.awaitStatus("a", "s1", "MAINT");
    }

    @Test
    void aServerThatIsWrittenNoMoreAndThatNobodyNamesIsLetGo() throws Exception {
        crossing.balancer("a", "s1", "s2");
        start("discover: '*'\n" + web.servers("s3"));
        house.await("all are known", state -> names(state).equals(List.of("s1", "s2", "s3")));
        edit("discover: '*'");
        awaitServers("s1", "s2");
    }

    @Test
    void aGroupOfWhichAServerIsAddedAtRunTimeIsSwitchedToWithIt() throws Exception {
        crossing.balancer("a", "s1", "s2");
        web.start(web.balancers("a"), "back: {after: 200ms, longest: 200ms, clean: 3, ramp: 0s, watch: 2s}", "discover: '*'\nservers: {s1: {}, s2: {}, s3: {}}\ngroups: {blue: [s1], green: [s2, s3]}");
        awaitServers("s1", "s2");
        house.order("switch", "group/web/blue", "release 1");
        web.awaitPlace("s2", "reserve");
        crossing.say("a", "add server web/s3 " + crossing.address("s3") + " weight 100");
        crossing.say("a", "set server web/s3 state ready");
        house.await("it is taken up", state -> names(state).equals(List.of("s1", "s2", "s3")));
        house.await("the first switch is over", state -> state.at("/pools/0/switching").isNull());
        assertThat(house.order("switch", "group/web/green", "release 2").has("refused")).isFalse();
        web.awaitPlace("s1", "reserve");
        assertThat(crossing.visits("a", 12)).containsOnlyKeys("s2", "s3");
    }

    @Test
    void whatASingleBalancerNamesIsThereToo() throws Exception {
        crossing.balancer("a", "s1", "s2").balancer("b", "s1", "s2", "s3");
        web.start(web.balancers("a", "b"), GuardedPool.QUICKLY_BACK);
        house.await("all are known", state -> names(state).equals(List.of("s1", "s2", "s3")));
        crossing.end("b");
        house.await("the one that answers is shown", state -> state.at("/pools/0/servers/0/takes").asBoolean(false));
        assertThat(names(house.get("/api/state"))).containsExactly("s1", "s2", "s3");
    }
}

package koboshi.traffic;

import static koboshi.traffic.MovedTrafficTest.well;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import koboshi.app.Installation;
import koboshi.config.Configuration;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers that nobody wrote down: HAProxy tells of them. */
class DiscoveredServersTest {
    @TempDir
    private Path folder;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void build() throws IOException {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")));
        house = new Installation(folder);
    }

    @AfterEach
    void close() {
        house.close();
        if (crossing != null) {
            crossing.close();
        }
    }

    private void start(String balancers, String more) throws IOException {
        write(balancers, more);
        house.start();
    }

    private void write(String balancers, String more) throws IOException {
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: [%s]
                    back: {after: 200ms, longest: 200ms, clean: 3, ramp: 0s}
                %s
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(balancers, more.indent(4)));
    }

    private void edit(String more) throws Exception {
        write(socketOfA(), more);
        house.koboshi.follow(Configuration.read(house.file()));
    }

    private String socketOfA() {
        return "\"unix:" + crossing.socket("a") + "\"";
    }

    private void startWith(String... servers) throws IOException {
        crossing.balancer("a", servers);
        start(socketOfA(), "");
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

    private void awaitOut(String server) {
        house.await(server + " is out", state -> state.at("/pools/0/servers").valueStream().anyMatch(one -> one.path("name").asString().equals("web/" + server) && out(one)));
    }

    private void eject(String server) throws Exception {
        var body = "{\"verb\":\"eject\",\"on\":\"backend/web/" + server + "\",\"why\":\"a new disk\"}";
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        }
    }

    private String told() throws Exception {
        long now = Instant.now().getEpochSecond();
        return house.get("/api/marks?from=" + (now - 600) + "&to=" + (now + 60)).toString();
    }

    @Test
    void theServersOfTheBackendAreThoseOfThePool() throws Exception {
        startWith("s1", "s2", "s3");
        crossing.answers("s2", 500);
        Await.until("s2 is out", () -> crossing.status("a", "s2").startsWith("MAINT"));
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
        awaitOut("s4");
        crossing.say("a", "del server web/s4");
        awaitServers("s1", "s2", "s3");
        assertThat(told()).contains("gone s4").contains("Guard see@web/s4 was taken out of the plan");
        assertThat(house.get("/api/state").path("incidents").valueStream().filter(one -> one.path("open").asBoolean(false))).isEmpty();
    }

    @Test
    void aReloadWithOtherServersLeavesWhatIsOutWhereItIs() throws Exception {
        startWith("s1", "s2", "s3");
        eject("s1");
        awaitOut("s1");
        crossing.reload("a", "s1", "s3", "s4");
        awaitServers("s1", "s3", "s4");
        Await.until("s1 is kept out at the new process", () -> crossing.status("a", "s1").startsWith("MAINT"));
        assertThat(crossing.visits("a", 12)).containsOnlyKeys("s3", "s4");
        assertThat(told()).contains("new s4 (" + crossing.address("s4") + "); gone s2");
    }

    @Test
    void aServerThatMovedIsProvenAnew() throws Exception {
        startWith("s1", "s2", "s3");
        crossing.answers("s4", 500);
        crossing.say("a", "set server web/s2 addr 127.0.0.1 port " + crossing.port("s4"));
        awaitOut("s2");
        assertThat(told()).contains("elsewhere s2 (" + crossing.address("s4") + ")");
    }

    @Test
    void aBalancerThatIsAwayTakesNobodyAwayAndAKoboshiThatStartsMeanwhileKnowsThemStill() throws Exception {
        startWith("s1", "s2", "s3");
        eject("s1");
        awaitOut("s1");
        house.stop();
        crossing.end("a");
        house.start();
        house.await("no balancer answers", state -> state.at("/pools/0/trouble").isString());
        assertThat(names(house.get("/api/state"))).containsExactly("s1", "s2", "s3");
        crossing.balancer("a", "s1", "s2", "s3");
        Await.until("s1 is kept out", () -> crossing.status("a", "s1").startsWith("MAINT"));
    }

    @Test
    void serversThatAreWrittenNoMoreAreFoundWithoutARestart() throws Exception {
        crossing.balancer("a", "s1", "s2");
        var written = "servers: {s1: %s, s2: %s}".formatted(crossing.address("s1"), crossing.address("s2"));
        start(socketOfA(), written);
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
        awaitOut("s2");
    }

    @Test
    void whatASingleBalancerNamesIsThereToo() throws Exception {
        crossing.balancer("a", "s1", "s2").balancer("b", "s1", "s2", "s3");
        start("\"unix:" + crossing.socket("a") + "\", \"unix:" + crossing.socket("b") + "\"", "");
        house.await("all are known", state -> names(state).equals(List.of("s1", "s2", "s3")));
        crossing.end("b");
        house.await("the one that answers is shown", state -> state.at("/pools/0/servers/0/takes").asBoolean(false));
        assertThat(names(house.get("/api/state"))).containsExactly("s1", "s2", "s3");
    }
}

package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import koboshi.app.Installation;
import koboshi.http.Role;
import koboshi.http.Tokens;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Koboshi moves the traffic of real HAProxies. */
class MovedTrafficTest {
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
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: [%s]
                    servers: {s1: "%s", s2: "%s", s3: "%s"}
                    back: {after: 200ms, longest: 200ms, clean: 3, ramp: 0s}
                %s
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(balancers, crossing.address("s1"), crossing.address("s2"), crossing.address("s3"), more.indent(4)));
        house.start();
        house.await("every server is known to be well", state -> state.at("/pools/0/servers").size() == 3 && state.at("/pools/0/servers").valueStream().allMatch(MovedTrafficTest::well));
    }

    static boolean well(JsonNode server) {
        return server.path("takes").asBoolean(false) && server.at("/journeys/0/cleanInARow").asInt() >= 2;
    }

    private void startWithOne(String more) throws IOException {
        crossing.balancer("a", "s1", "s2", "s3");
        start("\"unix:" + crossing.socket("a") + "\"", more);
    }

    private void awaitStatus(String balancer, String server, String status) {
        Await.until(server + " is " + status + " at " + balancer, () -> crossing.status(balancer, server).startsWith(status));
    }

    private JsonNode order(String verb, String server) throws Exception {
        var body = "{\"verb\":\"" + verb + "\",\"on\":\"backend/web/" + server + "\",\"why\":\"a new disk\"}";
        return post("/api/orders", body, "Content-Type", "application/json");
    }

    private JsonNode post(String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(house.address().resolve(path)).header("Idempotency-Key", UUID.randomUUID().toString()).headers(headers).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            return JsonMapper.shared().readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private void awaitPlace(String server, String place) {
        house.await(server + " is " + place, state -> state.at("/pools/0/servers").valueStream()
                .anyMatch(one -> one.path("name").asString().equals("web/" + server) && one.path("place").asString().equals(place)));
    }

    @Test
    void aServerWhoseJourneyFailsIsTakenOutAndComesBackWhenItIsWell() throws IOException {
        startWithOne("");
        crossing.answers("s2", 500);
        awaitStatus("a", "s2", "MAINT");
        assertThat(crossing.visits("a", 20)).containsOnlyKeys("s1", "s3");
        crossing.answers("s2", 200);
        awaitStatus("a", "s2", "no check");
        awaitPlace("s2", "returned");
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
        var answer = post("/api/approvals", "{\"incident\":" + incident + ",\"why\":\"two carry it\"}", "Authorization", "Bearer " + token);
        assertThat(answer.at("/agreed/0/words/en").asString()).startsWith("Operator sakura agrees that guard see@web/s2 may do this until");
        awaitStatus("a", "s2", "MAINT");
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
        start("\"unix:" + crossing.socket("a") + "\", \"unix:" + crossing.socket("b") + "\"", "");
        crossing.end("b");
        order("eject", "s2");
        awaitStatus("a", "s2", "MAINT");
        awaitPlace("s2", "out");
        crossing.balancer("b", "s1", "s2", "s3");
        awaitStatus("b", "s2", "MAINT");
    }

    @Test
    void whatARestartOfHaproxyForgotIsSetAgain() throws Exception {
        startWithOne("");
        order("drain", "s3");
        awaitPlace("s3", "out");
        crossing.end("a");
        crossing.balancer("a", "s1", "s3");
        awaitStatus("a", "s3", "MAINT");
        house.await("the server that is no longer there takes nothing", state -> state.at("/pools/0/servers/1/status").asString().equals("not there"));
    }

    @Test
    void whatAPersonSetsByHandIsLeftSo() throws Exception {
        startWithOne("most_out: 100%");
        crossing.say("a", "set server web/s1 state maint");
        house.await("it is seen", state -> !state.at("/pools/0/servers/0/takes").asBoolean(true));
        order("eject", "s2");
        awaitPlace("s2", "out");
        assertThat(crossing.status("a", "s1")).startsWith("MAINT");
        assertThat(order("eject", "s3").at("/refused/en").asString()).contains("must keep 1 up");
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s3");
    }

    @Test
    void aKoboshiStartedAnewKeepsOutWhatWasOut() throws Exception {
        startWithOne("");
        order("eject", "s2");
        awaitPlace("s2", "out");
        house.stop();
        crossing.end("a");
        crossing.balancer("a", "s1", "s2", "s3");
        house.start();
        awaitStatus("a", "s2", "MAINT");
        order("ready", "s2");
        awaitStatus("a", "s2", "no check");
    }

    @Test
    void whatASilentHaproxyDidWhenItWokeIsOursAndComesBack() throws Exception {
        startWithOne("");
        crossing.halt("a", true);
        order("eject", "s2");
        var given = Instant.now();
        Await.until("it was told twice in vain, and longer than it is told again", () -> given.plusSeconds(14).isBefore(Instant.now()));
        crossing.halt("a", false);
        awaitStatus("a", "s2", "MAINT");
        awaitPlace("s2", "out");
        order("ready", "s2");
        awaitStatus("a", "s2", "no check");
    }

    @Test
    void anOrderThatIsRefusedSaysSoAtOnce() throws Exception {
        startWithOne("floor: 3");
        assertThat(order("drain", "s1").at("/refused/en").asString()).isEqualTo("web must keep 3 up, and 3 are.");
        assertThat(house.get("/api/state").at("/pools/0/servers/0/refused/drain/en").asString()).isEqualTo("web must keep 3 up, and 3 are.");
    }

    @Test
    void noRequestIsLostWhileAServerIsDrained() throws Exception {
        startWithOne("");
        var visits = Thread.ofVirtual().unstarted(() -> assertThat(crossing.visits("a", 300)).containsOnlyKeys("s1", "s2", "s3"));
        var lost = new AtomicReference<Throwable>();
        visits.setUncaughtExceptionHandler((_, trouble) -> lost.set(trouble));
        visits.start();
        order("drain", "s2");
        awaitPlace("s2", "out");
        order("ready", "s2");
        visits.join();
        assertThat(lost.get()).isNull();
    }
}

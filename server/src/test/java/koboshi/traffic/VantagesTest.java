package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import koboshi.app.Installation;
import koboshi.http.Role;
import koboshi.http.Tokens;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real Koboshi, real balancers and two real probers, of which one can be cut off and the other resolves no name aright. */
class VantagesTest {
    @TempDir
    private Path folder;

    private final List<Process> probers = new ArrayList<>();
    private Crossing crossing;
    private Installation house;
    private Relay relay;

    @BeforeEach
    void build() throws IOException {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing"))).balancer("a", "s1", "s2", "s3");
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                vantages: {tokyo: {}, osaka: {}}
                traffic:
                  web:
                    haproxy: ["unix:%s"]
                    servers: {s1: "%s", s2: "%s", s3: "%s"}
                    back: {after: 200ms, longest: 200ms, clean: 3, ramp: 0s}
                journeys:
                  see: {pool: web, every: 300ms, timeout: 5s, from: [here, tokyo, osaka], steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), named("s1"), named("s2"), named("s3")));
        house.start();
        relay = new Relay(house.address().getPort());
    }

    /** By a name, so that a host can get it wrong. */
    private String named(String server) {
        return crossing.address(server).replace("127.0.0.1", "localhost");
    }

    @AfterEach
    void close() throws IOException {
        for (var prober : probers) {
            prober.destroyForcibly();
        }
        if (relay != null) {
            relay.close();
        }
        // Without HAProxy there is nothing to close, and the test is skipped rather than failed.
        if (crossing != null) {
            house.close();
            crossing.close();
        }
    }

    private void prober(String name, int port, String... flags) throws IOException {
        var token = Files.writeString(folder.resolve(name + ".token"), Tokens.read(folder.resolve(".koboshi/tokens.json")).add(name, Role.PROBER) + "\n");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "koboshi.cli.Main", "prober"));
        command.addAll(List.of("--server", "http://127.0.0.1:" + port, "--token-file", token.toString(), "--name", name));
        probers.add(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile()).start());
    }

    /** A host whose names lead to where nobody listens: the link, dialled by address, stands all the same. */
    private String wrongNames() throws IOException {
        return "-Djdk.net.hosts.file=" + Files.writeString(folder.resolve("hosts"), "127.0.0.9 localhost\n");
    }

    private static JsonNode vantage(JsonNode state, String name) {
        return state.path("vantages").valueStream().filter(one -> one.path("name").asString().equals(name)).findFirst().orElseThrow();
    }

    private static boolean sees(JsonNode state, String server, String vantage, String what) {
        return state.at("/pools/0/servers").valueStream()
                .filter(one -> one.path("name").asString().equals("web/" + server))
                .flatMap(one -> one.at("/journeys/0/from").valueStream())
                .anyMatch(sight -> sight.path("vantage").asString().equals(vantage) && sight.path("sees").asString().equals(what));
    }

    private static boolean everybodySees(JsonNode state) {
        return List.of("s1", "s2", "s3").stream().allMatch(server -> sees(state, server, "tokyo", "clean") && sees(state, server, "here", "clean"));
    }

    private void awaitStatus(String server, String status) {
        Await.until(server + " is " + status, () -> crossing.status("a", server).startsWith(status));
    }

    private String why(String guard) {
        return house.get("/api/state").path("guards").valueStream().filter(one -> one.path("key").asString().equals(guard)).findFirst().orElseThrow().path("why").asString();
    }

    @Test
    void whoIsBrokenIsLeftOutWhoIsCutOffIsMissedAndNothingIsTakenOutThatTwoDoNotSeeFall() throws IOException {
        prober("tokyo", relay.port());
        prober("osaka", house.address().getPort(), wrongNames());

        house.await("tokyo is linked", state -> !vantage(state, "tokyo").path("linked").isNull());
        house.await("osaka is linked", state -> !vantage(state, "osaka").path("linked").isNull());
        house.await("tokyo sees them all", VantagesTest::everybodySees);
        house.await("osaka is doubted, and says why", state ->
                vantage(state, "osaka").path("doubt").asString("").equals("all 3 of its journeys fail, while other vantages see 3 of them clean"));

        crossing.answers("s2", 500);
        awaitStatus("s2", "MAINT");
        crossing.answers("s2", 200);
        awaitStatus("s2", "no check");

        relay.cut();
        house.await("tokyo is missed", state -> vantage(state, "tokyo").path("linked").isNull());
        crossing.answers("s1", 500);
        house.await("we see that it fails", state -> sees(state, "s1", "here", "suspected") || sees(state, "s1", "here", "fallen"));
        Await.until("nobody can say", () -> why("see@web/s1").startsWith("1 of 3 vantages can tell, and 2 must agree"));
        assertThat(why("see@web/s1")).contains("osaka is left out: all ", "tokyo: not linked since ");
        assertThat(crossing.status("a", "s1")).as("one place alone cuts nothing").startsWith("no check");

        relay.mend();
        awaitStatus("s1", "MAINT");
    }
}

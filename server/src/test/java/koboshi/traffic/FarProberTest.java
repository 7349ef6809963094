package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import koboshi.app.Installation;
import koboshi.http.Role;
import koboshi.http.Tokens;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real prober, and a real agent, that dial in through a real proxy which speaks TLS. */
class FarProberTest {
    @TempDir
    private Path folder;

    private final List<Process> probers = new ArrayList<>();
    private Crossing crossing;
    private Installation house;
    private TlsFront front;
    private String token;

    @BeforeEach
    void build() throws Exception {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing"))).balancer("a", "s1", "s2", "s3");
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                vantages: {tokyo: {alarm: 1s}}
                services: {a: {run: sleep 5, host: far}}
                traffic:
                  web: {haproxy: ["unix:%s"], servers: {s1: "%s", s2: "%s", s3: "%s"}}
                journeys:
                  see: {pool: web, every: 300ms, timeout: 5s, from: [here, tokyo], steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), crossing.address("s1"), crossing.address("s2"), crossing.address("s3")));
        house.start();
        front = new TlsFront(Files.createDirectory(folder.resolve("front")), house.address().getPort());
        token = Tokens.read(folder.resolve(".koboshi/tokens.json")).add("tokyo", Role.PROBER);
        Files.writeString(folder.resolve("tokyo.token"), token + "\n");
    }

    @AfterEach
    void close() throws IOException {
        probers.forEach(Process::destroyForcibly);
        if (front != null) {
            front.close();
        }
        if (house != null) {
            house.close();
        }
        if (crossing != null) {
            crossing.close();
        }
    }

    private Process prober(String host, String... flags) throws IOException {
        var main = List.of("koboshi.cli.Main", "prober", "--server", "https://" + host + ":" + front.port(), "--token-file", folder.resolve("tokyo.token").toString(), "--name", "tokyo");
        return java(main, flags);
    }

    private Process java(List<String> main, String... flags) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(main);
        command.addAll(List.of(flags));
        var prober = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("tokyo.log").toFile()).start();
        probers.add(prober);
        return prober;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("tokyo.log"));
        } catch (IOException trouble) {
            return trouble.toString();
        }
    }

    private static boolean linked(JsonNode state) {
        return !state.at("/vantages/0/linked").isNull();
    }

    private static String stands(JsonNode state) {
        return state.path("guards").valueStream().filter(guard -> guard.path("key").asString().equals("vantage-away:tokyo")).findFirst().orElseThrow().path("standing").asString();
    }

    @Test
    void runsJourneysFromBehindTlsAndIsMissedWhenItIsKilledUntilItIsBack() throws Exception {
        var first = prober("127.0.0.1", "--ca-file", front.authority().toString());
        house.await("it is linked", FarProberTest::linked);
        house.await("it sees a server", state -> state.at("/pools/0/servers/0/journeys/0/from").valueStream()
                .anyMatch(sight -> sight.path("vantage").asString().equals("tokyo") && sight.path("sees").asString().equals("clean")));
        assertThat(house.get("/api/journeys/see@web/s1/runs").path("runs").valueStream().filter(run -> run.path("vantage").asString().equals("tokyo")))
                .as("with their steps").isNotEmpty().allMatch(run -> run.path("steps").valueStream().anyMatch(step -> step.path("outcome").asString().equals("done")));
        house.await("nobody is missed", state -> stands(state).equals("inactive"));
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        house.await("it is missed", state -> stands(state).equals("firing"));
        assertThat(house.get("/api/incidents").toString()).contains("no link to the prober of the vantage tokyo");
        prober("127.0.0.1", "--ca-file", front.authority().toString());
        house.await("it is back, and that resolves itself", state -> stands(state).equals("inactive"));
        assertThat(log()).doesNotContain(token);
    }

    @Test
    void saysWhichCertificateItDoesNotBelieveAndWhatToDo() throws Exception {
        prober("127.0.0.1");
        Await.until("it says so", () -> log().contains("its certificate is not trusted: give that of the authority that signed it with --ca-file FILE"));
        prober("localhost", "--ca-file", front.authority().toString());
        Await.until("it says so", () -> log().contains("its certificate is for another name: No name matching localhost found"));
        assertThat(log()).doesNotContain(token).doesNotContain("\tat ");
        assertThat(house.get("/api/state").at("/vantages/0/linked").isNull()).isTrue();
    }

    @Test
    void anAgentOnAnotherHostDialsInTheSameWay() throws Exception {
        var own = Files.createDirectory(folder.resolve("far")).toString();
        var main = List.of("koboshi.agent.Agent", "--server", "wss://127.0.0.1:" + front.port() + "/agent", "--id", "far", "--state", own, "--token-file", folder.resolve(".koboshi/agent/token").toString());
        java(main, "--ca-file", front.authority().toString());
        house.await("its agent is linked", state -> state.at("/services/0/agent/linked").asBoolean());
    }

    @Test
    void refusesAFileThatHoldsNoCertificate() throws Exception {
        var nonsense = Files.writeString(folder.resolve("nonsense.pem"), "hello\n");
        var prober = prober("127.0.0.1", "--ca-file", nonsense.toString());
        assertThat(prober.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(prober.exitValue()).isNotZero();
        assertThat(log()).contains("--ca-file " + nonsense + ": expected certificates in PEM").doesNotContain("\tat ");
    }
}

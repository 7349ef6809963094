package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.app.Installation;
import koboshi.config.Configuration;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real service under a real agent. */
class KeptServiceTest {
    @TempDir
    private Path folder;

    private Installation house;

    @BeforeEach
    void start() throws IOException {
        house = new Installation(folder);
        house.write("listen: 127.0.0.1:0\nservices:\n  sleeper: {run: sleep 120, stop_grace: 1s}\n");
        house.start();
        house.await("it runs", KeptServiceTest::stands);
    }

    @AfterEach
    void end() throws IOException {
        Terminal.run("down", "--server", house.address().toString());
        house.close();
        agent().ifPresent(agent -> {
            agent.destroyForcibly();
            Await.until("the agent ended", () -> !agent.isAlive());
        });
    }

    private static boolean stands(JsonNode state) {
        return state.at("/services/0/pose").asString().equals("standing") && state.at("/services/0/agent/linked").asBoolean();
    }

    private Optional<ProcessHandle> agent() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve(".koboshi/agent/lock")).strip()));
    }

    private long pid() {
        return house.get("/api/state").at("/services/0/process/pid").asLong();
    }

    @Test
    void downStopsItAndStatusIsNotWell() {
        var process = ProcessHandle.of(pid()).orElseThrow();
        assertThat(Terminal.run("status", "--server", house.address().toString()).out()).contains("standing   service/sleeper (running)");
        var said = Terminal.run("down", "--server", house.address().toString());
        assertThat(said.out()).isEqualToNormalizingNewlines("service/sleeper stopped\n");
        assertThat(said.code()).isZero();
        assertThat(process.isAlive()).isFalse();
        assertThat(Terminal.run("status", "--server", house.address().toString()).code()).isEqualTo(Exit.NOT_WELL);
    }

    @Test
    void theSeriesOfAStoppedServiceEndWithinSeconds() {
        house.await("both are measured", state -> answers("process_resident_memory_bytes{service='sleeper'}") && answers("node_memory_MemTotal_bytes"));
        Terminal.run("down", "--server", house.address().toString());
        house.await("its series ended", state -> answers("absent(process_resident_memory_bytes{service='sleeper'})"));
        assertThat(answers("node_memory_MemTotal_bytes")).as("the host goes on").isTrue();
    }

    private boolean answers(String query) {
        return !house.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)).at("/data/result").isEmpty();
    }

    @Test
    void whatRunsBesideItAndIsWatchedByNothingIsListedUntilSomethingAsksIt() throws Exception {
        var neighbour = Neighbour.start();
        try {
            var line = "unguarded  python3 (pid %d".formatted(neighbour.process().pid());
            house.await("it is listed", state -> status().contains(line));
            assertThat(status()).contains("listens at " + neighbour.port());
            assertThat(house.get("/api/state").at("/hosts/0/unguarded").valueStream().map(one -> one.path("pid").asLong())).contains(neighbour.process().pid()).doesNotContain(pid());
            house.write("listen: 127.0.0.1:0\nservices:\n  sleeper: {run: sleep 120, stop_grace: 1s}\nprobes:\n  beside: {every: 1s, targets: [\"http://localhost:%d/\"]}\n".formatted(neighbour.port()));
            house.koboshi.follow(Configuration.read(house.file()));
            house.await("it is left out", state -> !status().contains(line));
        } finally {
            neighbour.process().destroyForcibly();
        }
    }

    private record Neighbour(Process process, int port) {
        static Neighbour start() throws IOException {
            var program = "import socket,time;s=socket.socket();s.bind(('127.0.0.1',0));s.listen();print(s.getsockname()[1],flush=True);time.sleep(120)";
            try {
                var process = new ProcessBuilder("python3", "-c", program).start();
                return new Neighbour(process, Integer.parseInt(process.inputReader().readLine()));
            } catch (IOException missing) {
                return Assumptions.abort("needs the package python3: " + missing.getMessage());
            }
        }
    }

    private String status() {
        return Terminal.run("status", "--server", house.address().toString()).out();
    }

    @Test
    void anAgentThatIsKilledIsStartedAgainAndTheServiceNeverEnds() throws IOException {
        long pid = pid();
        long before = agent().orElseThrow().pid();
        agent().orElseThrow().destroyForcibly();
        house.await("another agent is linked", state -> stands(state) && anotherThan(before));
        assertThat(pid()).isEqualTo(pid);
    }

    private boolean anotherThan(long before) {
        try {
            return agent().filter(agent -> agent.pid() != before).isPresent();
        } catch (IOException | NumberFormatException _) {
            return false;
        }
    }

    @Test
    void whatAServiceSaysAndLogsIsFound() throws IOException {
        Files.writeString(folder.resolve("own.log"), "");
        house.write("listen: 127.0.0.1:0\nservices:\n  talker: {run: [sh, -c, 'echo it stands; echo \"{\\\"level\\\":\\\"error\\\",\\\"msg\\\":\\\"it fell\\\"}\"; sleep 120'], "
                + "log: own.log, stop_grace: 1s}\n");
        house.stop();
        house.start();
        house.await("it runs", KeptServiceTest::stands);
        Files.writeString(folder.resolve("own.log"), "in a file of its own\n");
        Await.until("the lines are there", () -> said("talker").contains("in a file of its own") && said("talker").contains("it fell"));
        assertThat(said("talker")).contains("  it stands").contains("  error it fell");
        assertThat(said("talker", "-q", "fell", "--label", "level=error", "--from", "5m").lines()).hasSize(1);
        assertThat(said("--json", "-q", "stands")).contains("\"service\":\"talker\"");
    }

    private String said(String... words) {
        var all = new ArrayList<>(List.of("logs", "--server", house.address().toString()));
        all.addAll(List.of(words));
        return Terminal.run(all.toArray(String[]::new)).out();
    }

    @Test
    void aRestartOfKoboshiLeavesItRunning() throws IOException {
        long pid = pid();
        house.stop();
        assertThat(ProcessHandle.of(pid)).isPresent();
        house.start();
        house.await("it is known again", KeptServiceTest::stands);
        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void aChangedPaceTakesAnotherAgentAndTheServiceNeverEnds() throws IOException {
        long pid = pid();
        long before = agent().orElseThrow().pid();
        restart("");
        assertThat(agent().orElseThrow().pid()).as("nothing changed").isEqualTo(before);
        restart("metrics: {services_every: 2s}\n");
        house.await("another agent is linked", state -> stands(state) && anotherThan(before));
        assertThat(pid()).isEqualTo(pid);
    }

    /** At the same address. */
    private void restart(String settings) throws IOException {
        house.write("listen: 127.0.0.1:" + house.address().getPort() + "\n" + settings + "services:\n  sleeper: {run: sleep 120, stop_grace: 1s}\n");
        house.stop();
        house.start();
        house.await("it runs", KeptServiceTest::stands);
    }
}

package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.Await;
import koboshi.journey.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutingTest {
    @TempDir
    Path folder;

    private Step.Exec exec(Step.Wording output, Map<String, Step.Capture> captures, String... command) {
        return new Step.Exec("exec", List.of(command), folder.toString(), Map.of("GREETING", "hello"), Optional.of("from us\n"), List.of(0), output, captures, Optional.empty());
    }

    private Step.Exec shell(String script) {
        return exec(Step.Wording.ANYTHING, Map.of(), "sh", "-c", script);
    }

    @Test
    void givesArgumentsInputAndEnvironmentAndJudgesTheOutput() {
        var said = new Step.Wording(List.of("from us"), List.of("^hello \\$HOME$"), Map.of());
        var step = exec(said, Map.of(), "sh", "-c", "echo \"$GREETING $1\"; cat; pwd", "sh", "$HOME");
        assertThat(why(run(step))).startsWith("exec: expected output with a match of ^hello \\$HOME$, came hello $HOME from us " + folder);
        assertThat(run(exec(new Step.Wording(List.of("from us"), List.of("hello \\$HOME"), Map.of()), Map.of(), "sh", "-c", "echo \"$GREETING $1\"; cat", "sh", "$HOME")).stumble()).isEmpty();
    }

    @Test
    void keepsExitCodeAndOutputForLater() {
        var first = new Step.Exec("exec", List.of("sh", "-c", "echo '{\"id\": 7}'; exit 3"), folder.toString(), Map.of(), Optional.empty(), List.of(0, 3),
                Step.Wording.ANYTHING, Map.of("code", new Step.Capture.Exit(), "id", new Step.Capture.Json("/id"), "all", new Step.Capture.Whole()), Optional.empty());
        var second = exec(Step.Wording.containing("3 7 {\"id\": 7}"), Map.of(), "echo", "${code} ${id} ${all}");
        assertThat(run(first, second).stumble()).isEmpty();
    }

    @Test
    void saysHowItEndedAndWhatItComplainedOf() {
        assertThat(why(run(shell("echo fine; echo no disk >&2; exit 4")))).isEqualTo("exec: expected exit code 0, came 4: no disk");
    }

    @Test
    void aProgramThatIsNotThereSaysNothingOfTheService() {
        assertThatThrownBy(() -> run(exec(Step.Wording.ANYTHING, Map.of(), "no-such-program"))).isInstanceOf(Unready.class).hasMessage("no-such-program: no such program");
    }

    @Test
    void timeEndsTheProgramAndEverythingItStarted() throws IOException {
        var pids = folder.resolve("pids");
        var run = Rehearsal.run(journey(Duration.ofSeconds(2), shell("(sleep 300 & echo $! >> pids; wait) & echo $$ >> pids; sleep 300")));
        assertThat(why(run)).isEqualTo("exec: it did not end within 2 s");
        var started = Files.readAllLines(pids);
        assertThat(started).hasSize(2);
        Await.until("all of " + started + " ended", () -> started.stream().noneMatch(ExecutingTest::runs));
    }

    @Test
    void whatItLeavesBehindIsEndedAndDelaysNothing() throws IOException {
        var run = run(shell("sleep 300 & echo $! > pids"));
        assertThat(run.stumble()).isEmpty();
        assertThat(run.took()).isLessThan(Duration.ofSeconds(5));
        var left = Files.readString(folder.resolve("pids")).strip();
        Await.until("what was left behind ended", () -> !runs(left));
    }

    @Test
    void whoLeavesTheSessionDelaysNothing() throws IOException {
        var run = run(shell("setsid sh -c 'echo $$ > pids; exec sleep 60' & sleep 0.2; echo ok"));
        assertThat(run.stumble()).isEmpty();
        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pids")).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean runs(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void outputWithoutEndIsEnded() {
        var run = run(shell("yes"));
        assertThat(why(run)).isEqualTo("exec: expected at most 1048576 bytes of output, came more");
    }

    @Test
    void aTimeOfItsOwnEndsIt() {
        var step = new Step.Exec("exec", List.of("sleep", "60"), folder.toString(), Map.of(), Optional.empty(), List.of(0), Step.Wording.ANYTHING, Map.of(), Optional.of(Duration.ofMillis(200)));
        assertThat(why(run(step))).isEqualTo("exec: it did not end within 200 ms");
    }
}

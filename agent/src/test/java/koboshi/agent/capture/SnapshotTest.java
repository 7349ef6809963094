package koboshi.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.agent.Await;
import koboshi.agent.Program;
import koboshi.agent.fact.EvidenceFolder;
import koboshi.agent.guarded.Deadlocked;
import koboshi.agent.guarded.Sitting;
import koboshi.agent.guarded.Slow;
import koboshi.agent.keep.Camera;
import koboshi.agent.keep.Proc;
import koboshi.signal.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    Path folder;

    private Optional<Process> service = Optional.empty();

    @AfterEach
    void end() {
        service.ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Test
    void namesTheDeadlockOfARealJvmWithinASecond() throws IOException {
        start(Deadlocked.class, "deadlocked soon");
        long began = System.nanoTime();
        var outcome = capture(Optional.empty());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(outcome.detail()).isEqualTo("hang: 2 threads deadlocked (asker, answerer)");
        assertThat(outcome.evidence()).extracting(Evidence::name).containsExactlyInAnyOrder("thread-dump", "status", "sockets", "top", "log");
        assertThat(text(outcome, "log")).contains("deadlocked soon");
        assertThat(text(outcome, "top")).contains("java");
        assertThat(text(outcome, "status")).contains("VmRSS", "Max open files");
    }

    @Test
    void seesVirtualThreadsToo() throws IOException {
        start(List.of(), Slow.class, "slow", "locked", "virtually");
        var outcome = capture(Optional.empty());
        assertThat(outcome.detail()).isEqualTo("slow: 4 workers blocked at a lock in koboshi.agent.guarded.Slow.stand");
        assertThat(text(outcome, "virtual-threads")).contains("virtual WAITING");
    }

    @Test
    void aJvmThatRefusesTheSocketStillTellsByItsOutput() throws IOException {
        start(Deadlocked.class, "deadlocked soon", "-XX:+DisableAttachMechanism");
        assertThat(capture(Optional.empty()).detail()).startsWith("hang: 2 threads deadlocked");
    }

    /** SIGQUIT would end it: better no dump than a fall of our making. */
    @Test
    void doesNotEndAJvmThatHandlesNoSignals() throws IOException {
        start(Sitting.class, "sitting", "-Xrs", "-XX:+DisableAttachMechanism");
        assertThat(capture(Optional.empty()).detail()).contains("without thread-dump: the JVM does not handle SIGQUIT");
        assertThat(service.orElseThrow().isAlive()).isTrue();
    }

    @Test
    void aStoppedProcessCostsNoMoreThanItsSecond() throws Exception {
        start(Sitting.class, "sitting");
        new ProcessBuilder("kill", "-STOP", Long.toString(service.orElseThrow().pid())).start().waitFor();
        long began = System.nanoTime();
        var outcome = capture(Optional.of(0.97));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_100));
        assertThat(outcome.detail()).isEqualTo("memory at 97 % of its limit (without thread-dump: not in time)");
        assertThat(outcome.evidence()).extracting(Evidence::name).contains("status", "top", "log");
    }

    @Test
    void readsAddressesAsTheKernelWritesThem() throws IOException {
        assertThat(Sockets.address("0100007F:1F90")).isEqualTo("127.0.0.1:8080");
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(Sockets.of(ProcessHandle.current().pid())).containsPattern("LISTEN .*127.0.0.1:" + listening.getLocalPort());
        }
    }

    private void start(Class<?> main, String says, String... flags) throws IOException {
        start(List.of(flags), main, says);
    }

    private void start(List<String> flags, Class<?> main, String says, String... arguments) throws IOException {
        var log = folder.resolve("log");
        service = Optional.of(new ProcessBuilder(Program.java(main, flags, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                .start());
        Await.until(main + " says: " + says, () -> Proc.textOf(log).orElse("").contains(says));
        if (main == Deadlocked.class) {
            Await.until("both wait", () -> blocked() == 2);
        }
    }

    /** Both threads wait in the kernel and use no time any more. */
    private long blocked() {
        var tasks = Optional.ofNullable(Proc.ROOT.resolve(service.orElseThrow().pid() + "/task").toFile().listFiles()).orElse(new File[0]);
        return List.of(tasks).stream()
                .filter(task -> Proc.textOf(task.toPath().resolve("comm")).orElse("").matches("(?s)(asker|answerer)\\s*"))
                .filter(task -> Proc.textOf(task.toPath().resolve("stat")).orElse("").contains(") S "))
                .count();
    }

    private Outcome.Done capture(Optional<Double> share) throws IOException {
        var subject = new Camera.Subject("doll", Proc.key(service.orElseThrow().pid()), List.of(folder.resolve("log")), share);
        return (Outcome.Done) new Snapshot(new EvidenceFolder(folder.resolve("evidence"))).capture(subject);
    }

    private String text(Outcome.Done outcome, String name) throws IOException {
        var hash = outcome.evidence().stream().filter(piece -> piece.name().equals(name)).findFirst().orElseThrow().hash();
        return Files.readString(folder.resolve("evidence").resolve(hash));
    }
}

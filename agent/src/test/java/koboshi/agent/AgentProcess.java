package koboshi.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import koboshi.agent.keep.Proc;

/** The agent as its users start it: a process of its own. */
final class AgentProcess implements AutoCloseable {
    static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmx64m", "-XX:+UseCompactObjectHeaders", "-XX:TieredStopAtLevel=1");

    final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    static AgentProcess start(Path state, int port) throws IOException {
        return start(state, port, Files.writeString(state.resolve("token"), FakeKoboshi.TOKEN + "\n"));
    }

    static AgentProcess start(Path state, int port, Path token) throws IOException {
        var command = Program.java(Agent.class, FLAGS,
                "--server", "ws://127.0.0.1:" + port + "/agent", "--id", "local", "--state", state.toString(), "--token-file", token.toString());
        return new AgentProcess(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(state.resolve("terminal").toFile()).start());
    }

    /** As {@code kill -9} does: no hook, no flush. */
    void killed() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        killed();
    }

    /** Ends what an agent left running in a test's folder. */
    static void endServices(Path state) {
        Proc.pids()
                .filter(pid -> runsIn(pid, state))
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static boolean runsIn(long pid, Path folder) {
        try {
            return Files.readSymbolicLink(Proc.ROOT.resolve(pid + "/cwd")).equals(folder);
        } catch (IOException _) {
            return false;
        }
    }
}

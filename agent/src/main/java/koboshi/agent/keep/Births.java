package koboshi.agent.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;

/**
 * Where a service's processes come from: started by us, or by somebody else and found by a pid file.
 *
 * @param log its own output
 * @param directory of the configuration
 */
record Births(ResourceId id, Origin origin, Path log, Path directory) {
    /** A start command may fork its daemon, which writes the pid file in its own time. */
    private static final Duration PID_FILE_WITHIN = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    /** A process forked just before the agent was killed may not have become the program yet. */
    private static final Duration FORK_TAKES = Duration.ofMillis(500);

    /** What came of a start: the process, and its handle when it is our child. */
    record Born(ProcessKey key, Optional<Process> child) {}

    static String newNonce() {
        var bytes = new byte[6];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    boolean canStart() {
        return !(origin instanceof Origin.Adopt(_, var start) && start.isEmpty());
    }

    boolean leads() {
        return origin instanceof Origin.Run;
    }

    /** @param through what the program is started through, ahead of its own command */
    Born start(String nonce, List<String> through) throws IOException {
        return switch (origin) {
            case Origin.Run(var command, var folder, var environment) -> run(command, folder, environment, nonce, through);
            case Origin.Adopt(var pidFile, var start) -> runOther(pidFile, start);
        };
    }

    private Born run(List<String> command, String folder, Map<String, String> environment, String nonce, List<String> through) throws IOException {
        var all = new HashMap<>(environment);
        all.put(Launch.MARKER, marker(nonce));
        var process = new Launch(through, command, directory.resolve(folder).normalize(), all, log).start();
        return new Born(Proc.keyOfStarted(process.pid()), Optional.of(process));
    }

    private Born runOther(String pidFile, List<String> start) throws IOException {
        new Launch(List.of(), start, directory, Map.of(), log).start();
        long deadline = System.nanoTime() + PID_FILE_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            var found = named(pidFile);
            if (found.isPresent()) {
                return new Born(found.get(), Optional.empty());
            }
            pause();
        }
        throw new IOException("no running process in " + pidFile + " " + PID_FILE_WITHIN.toSeconds() + " s after " + start.getFirst());
    }

    /** The process somebody else started, if it runs. */
    Optional<ProcessKey> found() {
        return origin instanceof Origin.Adopt(var pidFile, _) ? named(pidFile) : Optional.empty();
    }

    private Optional<ProcessKey> named(String pidFile) {
        var file = directory.resolve(pidFile);
        try {
            return Files.exists(file) ? Proc.key(Long.parseLong(Files.readString(file).trim())) : Optional.empty();
        } catch (IOException | NumberFormatException _) {
            // Being written at this moment, or not a pid file: nothing is found in it.
            return Optional.empty();
        }
    }

    /** The process of a start that was begun and never written down. */
    Optional<ProcessKey> lost(String nonce) {
        long deadline = System.nanoTime() + FORK_TAKES.toNanos();
        do {
            var found = Proc.withEnvironment(Launch.MARKER + '=' + marker(nonce));
            if (found.isPresent()) {
                return found;
            }
            pause();
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    private String marker(String nonce) {
        return id + "/" + nonce;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package koboshi.drills;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import koboshi.cli.NotReached;
import koboshi.cli.Server;
import koboshi.cli.Wrong;
import java.lang.management.ManagementFactory;

/**
 * A real Koboshi, in a process and a folder of its own, guarding a real live-qa. It is not told that anything will happen.
 *
 * <p>Whoever opens a stage closes it: nothing that it started is left behind.
 */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final int DEEPEST = 6;
    private static final Pattern NONCE = Pattern.compile("\"nonce\"\\s*:\\s*\"(\\w+)\"");
    private static final Pattern READY = Pattern.compile("live-qa ready at \\S+ after (\\d+) ms");

    private final Path folder;
    private final LiveQaService service;
    private Optional<Process> koboshi = Optional.empty();
    private volatile Server server;
    private boolean closed;

    private Stage(Path folder, LiveQaService service) {
        this.folder = folder;
        this.service = service;
    }

    /** @param port of the page, 0 for any */
    static Stage open(LiveQaService service, int port, String panel) throws IOException {
        return open(service, port, data -> service.configuration(data, panel));
    }

    /** What a user would have written, given the service's own folder. */
    interface Writing {
        String configuration(Path data) throws IOException;
    }

    static Stage open(LiveQaService service, int port, Writing writing) throws IOException {
        var stage = new Stage(Files.createTempDirectory("koboshi-stage-"), service);
        // A Ctrl-C ends the JVM through its hooks, and must leave nothing behind either, not even before Koboshi is up.
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "close-stage"));
        try {
            stage.begin(port, writing);
            return stage;
        } catch (IOException | RuntimeException trouble) {
            stage.close();
            throw trouble;
        }
    }

    private void begin(int port, Writing writing) throws IOException {
        var file = folder.resolve("koboshi.yaml");
        Files.writeString(file, writing.configuration(folder.resolve("live-qa")));
        var output = started(command(file, port)).inputReader();
        server = Server.at(ready(output, Files.newBufferedWriter(folder.resolve("koboshi.log"))));
    }

    private synchronized Process started(List<String> command) throws IOException {
        if (closed) {
            throw new Wrong("the stage is closed already");
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
        koboshi = Optional.of(process);
        return process;
    }

    /** The same JVM, flags and jars as ours, in a process of its own. */
    private static List<String> command(Path file, int port) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "koboshi.cli.Main", "up", file.toString(), "--listen", "127.0.0.1:" + port));
        return command;
    }

    private static URI ready(BufferedReader output, BufferedWriter log) throws IOException {
        var said = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("koboshi is up at ")) {
                log.write(said.toString());
                Thread.ofVirtual().name("koboshi-log").start(() -> copy(output, log));
                return URI.create(line.substring("koboshi is up at ".length()).strip());
            }
        }
        throw new Wrong("Koboshi did not come up:\n" + said);
    }

    private static void copy(BufferedReader output, BufferedWriter log) {
        try (log) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                log.write(line);
                log.newLine();
                log.flush();
            }
        } catch (IOException _) {
            // The process is gone, and its last line with it.
        }
    }

    Server server() {
        return server;
    }

    LiveQaService service() {
        return service;
    }

    Path folder() {
        return folder;
    }

    /** @return how long live-qa took from its start until Koboshi saw it stand: its warm-up */
    Duration awaitStanding() throws InterruptedException {
        return awaitStanding(true);
    }

    /** @param asked whether a journey must have run clean; without guards there is none */
    Duration awaitStanding(boolean asked) throws InterruptedException {
        var until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            var live = server.get("/api/state").at("/services/0");
            boolean clean = asked ? live.at("/journeys/0/cleanInARow").asInt(0) >= 2 : !warmUps().isEmpty();
            if (live.path("pose").asString("").equals("standing") && clean) {
                return warmUps().stream().findFirst().orElse(Duration.ZERO);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new Wrong("live-qa did not stand up within " + PATIENCE.toSeconds() + " s; its log is " + folder.resolve(".koboshi/agent/log/live-qa.log"));
    }

    /** How long each start so far took until it was ready, by the service's own log. */
    List<Duration> warmUps() {
        try {
            var log = Files.readString(folder.resolve(".koboshi/agent/log/live-qa.log"));
            return READY.matcher(log).results().map(match -> Duration.ofMillis(Long.parseLong(match.group(1)))).toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    long pid() {
        return server.get("/api/state").at("/services/0/process/pid").asLong();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopService();
        koboshi.ifPresent(Stage::end);
        // The agent before what it keeps, for it would start that again.
        endAgent();
        endLeftovers();
        removeGroup();
        remove();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopService() {
        if (server == null) {
            return;
        }
        try {
            server.post("/api/orders", Map.of("verb", "stop", "on", "service/live-qa", "why", "the stage is closed"));
            var until = Instant.now().plusSeconds(5);
            while (Instant.now().isBefore(until) && server.get("/api/state").at("/services/0/process/state").asString().equals("running")) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (NotReached | Wrong _) {
            // What is left is ended by name below.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endAgent() {
        try {
            var pid = Long.parseLong(Files.readString(folder.resolve(".koboshi/agent/lock")).strip());
            ProcessHandle.of(pid).ifPresent(agent -> {
                agent.destroy();
                agent.onExit().completeOnTimeout(agent, 5, TimeUnit.SECONDS).join();
                agent.destroyForcibly();
            });
        } catch (IOException | NumberFormatException _) {
            // It never came up.
        }
    }

    /** Everything that names our folder on its command line. */
    private List<ProcessHandle> leftovers() {
        return Sightings.of(folder.toString()).stream().map(ProcessHandle::of).flatMap(Optional::stream).filter(handle -> handle.pid() != ProcessHandle.current().pid()).toList();
    }

    private void endLeftovers() {
        leftovers().forEach(handle -> {
            handle.destroyForcibly();
            handle.onExit().completeOnTimeout(handle, 5, TimeUnit.SECONDS).join();
        });
    }

    /** A service that outlived its agent leaves the group that held its memory, which nobody else would take away; it bears the name of this one start. */
    private void removeGroup() {
        try {
            var nonce = NONCE.matcher(Files.readString(folder.resolve(".koboshi/agent/kept/live-qa.json")));
            if (nonce.find()) {
                groups("live-qa." + nonce.group(1)).forEach(group -> group.toFile().delete());
            }
        } catch (IOException | UncheckedIOException _) {
            // Nothing was ever started, or this host has no groups.
        }
    }

    private static List<Path> groups(String name) throws IOException {
        try (var found = Files.find(GROUPS, DEEPEST, (path, _) -> path.getFileName().toString().equals(name))) {
            return found.toList();
        }
    }

    private void remove() {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException trouble) {
            System.err.println("koboshi: " + folder + " could not be removed: " + trouble.getMessage());
        }
    }
}

package koboshi.app;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import koboshi.config.Settings.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's agent: a process of its own, detached, so that services outlive any restart of Koboshi.
 *
 * <p>One that lives already and runs as it would be started now is left alone; it dials in by itself. One that is gone is started again.
 */
final class AgentProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    private static final int TOKEN_BYTES = 32;

    private static final long LOOK_EVERY_SECONDS = 5;

    private final Path folder;
    private final Pace pace;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("agent").factory());

    AgentProcess(Path state, Pace pace) {
        this.folder = state.resolve("agent");
        this.pace = pace;
    }

    /** The secret this host's agent shows at the door; made once, readable by its owner only. */
    String token() throws IOException {
        var file = tokenFile();
        if (!Files.exists(file) || Files.readString(file).isBlank()) {
            Files.createDirectories(folder);
            make(file);
        }
        return Files.readString(file).strip();
    }

    /** Moved into place whole: an empty secret would be everybody's. */
    private static void make(Path file) throws IOException {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        var arriving = file.resolveSibling("token.arriving");
        Files.deleteIfExists(arriving);
        Files.createFile(arriving, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(arriving, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path tokenFile() {
        return folder.resolve("token");
    }

    /** @param needed whether there must be an agent here */
    void start(BooleanSupplier needed, BooleanSupplier linked, Supplier<URI> server) {
        looking.scheduleWithFixedDelay(() -> look(needed, linked, server), 0, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look(BooleanSupplier needed, BooleanSupplier linked, Supplier<URI> server) {
        try {
            if (needed.getAsBoolean() && (!linked.getAsBoolean() || !runsFor(server.get()))) {
                ensure(server.get());
            }
        } catch (IOException | RuntimeException | OutOfMemoryError trouble) {
            LOG.error("the agent of this host cannot be started: {}", trouble.toString());
        }
    }

    void ensure(URI server) throws IOException {
        if (lives() && runsFor(server)) {
            LOG.debug("the agent in {} lives already", folder);
            return;
        }
        dismiss();
        Files.writeString(address(), startedFor(server));
        var builder = new ProcessBuilder(command(server));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("agent.out").toFile())).redirectErrorStream(true);
        var process = builder.start();
        LOG.info("agent started, pid {}", process.pid());
    }

    private Path address() {
        return folder.resolve("server");
    }

    /** What an agent is told once, when it starts: one that was told something else is replaced. */
    private String startedFor(URI server) {
        return server + "\n" + pace.services() + "\n" + pace.host() + "\n";
    }

    private boolean runsFor(URI server) throws IOException {
        return Files.exists(address()) && Files.readString(address()).equals(startedFor(server));
    }

    /** Ends an agent and leaves its services alone; the next one adopts them. */
    void dismiss() throws IOException {
        if (!lives()) {
            return;
        }
        holder().ifPresent(agent -> {
            agent.destroy();
            agent.onExit().completeOnTimeout(agent, 5, TimeUnit.SECONDS).join();
        });
    }

    /** An agent that has only just taken the lock has not written who it is yet; it dials the old address in vain and is dismissed next time. */
    private Optional<ProcessHandle> holder() throws IOException {
        var pid = Files.readString(folder.resolve("lock")).strip();
        return pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    }

    private boolean lives() throws IOException {
        try (var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private List<String> command(URI server) {
        var command = new ArrayList<String>();
        // Away from our terminal and our process group: a Ctrl-C meant for the server must not end it.
        command.add("setsid");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(AgentFlags.JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "koboshi.agent.Agent"));
        command.addAll(List.of("--server", "ws://" + server.getAuthority() + "/agent", "--id", "local"));
        command.addAll(List.of("--state", folder.toString(), "--token-file", tokenFile().toString()));
        command.addAll(List.of("--processes-every", Long.toString(pace.services().toMillis()), "--host-every", Long.toString(pace.host().toMillis())));
        return command;
    }

    /** Looks no more; the agent itself goes on. */
    @Override
    public void close() {
        looking.shutdownNow();
    }
}

package koboshi.app;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's agent: a process of its own, detached, so that services outlive any restart of Koboshi.
 *
 * <p>One that lives already is left alone; it dials in by itself.
 */
final class AgentProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    private static final int TOKEN_BYTES = 32;

    private final Path folder;

    AgentProcess(Path state) {
        this.folder = state.resolve("agent");
    }

    /** The secret this host's agent shows at the door; made once, readable by its owner only. */
    String token() throws IOException {
        var file = tokenFile();
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            var bytes = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(bytes);
            var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, owner);
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return Files.readString(file).strip();
    }

    private Path tokenFile() {
        return folder.resolve("token");
    }

    void ensure(URI server) throws IOException {
        if (lives() && dials(server)) {
            LOG.info("the agent in {} lives already", folder);
            return;
        }
        dismiss();
        Files.writeString(address(), server.toString());
        var builder = new ProcessBuilder(command(server));
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("agent.out").toFile())).redirectErrorStream(true);
        var process = builder.start();
        LOG.info("agent started, pid {}", process.pid());
    }

    private Path address() {
        return folder.resolve("server");
    }

    private boolean dials(URI server) throws IOException {
        return Files.exists(address()) && Files.readString(address()).equals(server.toString());
    }

    /** Ends an agent and leaves its services alone; the next one adopts them. */
    void dismiss() throws IOException {
        if (!lives()) {
            return;
        }
        var pid = Files.readString(folder.resolve("lock")).strip();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(agent -> {
            agent.destroy();
            agent.onExit().completeOnTimeout(agent, 5, TimeUnit.SECONDS).join();
        });
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
        return command;
    }
}

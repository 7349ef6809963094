package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** A real HAProxy with a master and a worker, as a service manager runs it; it ends with its test. */
final class RealHaproxy implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private static final long PAUSE_NANOS = 2_000_000;
    static final Duration LONGEST = Duration.ofSeconds(10);

    final Path folder;
    final int tcpPort = freePort();
    final int frontPort = freePort();
    private Process master;

    private RealHaproxy(Path folder) {
        this.folder = folder;
    }

    /** @param sections of backends; the frontend asks the backend {@code web} */
    static RealHaproxy start(Path folder, String sections) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Assumptions.abort("needs the package haproxy");
        }
        var one = new RealHaproxy(folder);
        one.configure(sections);
        one.launch();
        return one;
    }

    void configure(String sections) throws IOException {
        Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  stats socket %1$s/admin.sock mode 600 level admin
                  stats socket %1$s/operator.sock mode 600 level operator
                  stats socket %1$s/user.sock mode 600 level user
                  stats socket ipv4@127.0.0.1:%2$d level admin
                  hard-stop-after 5s
                defaults
                  mode http
                  timeout connect 500ms
                  timeout client 20s
                  timeout server 20s
                  retries 0
                frontend front
                  bind 127.0.0.1:%3$d
                  default_backend web
                %4$s""".formatted(folder, tcpPort, frontPort, sections));
    }

    void launch() throws Exception {
        master = new ProcessBuilder(PROGRAM.toString(), "-W", "-db", "-S", folder + "/master.sock", "-f", folder + "/haproxy.cfg")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        await(() -> {
            try {
                return api().life().pid() > 0 && master.isAlive();
            } catch (HaproxyTrouble trouble) {
                assertThat(master.isAlive()).as(() -> log()).isTrue();
                return trouble.kind() != HaproxyTrouble.Kind.GONE;
            }
        });
    }

    /** A new worker takes over and the old one ends what it has. By the master's socket, for a master that has just begun loses signals. */
    void reload(String sections) throws Exception {
        var before = api().life();
        configure(sections);
        await(() -> answers(socket("master")));
        Exchange.ask(socket("master"), "reload", Limits.of(LONGEST));
        await(() -> {
            try {
                return !api().life().sameProcess(before);
            } catch (HaproxyTrouble trouble) {
                return !trouble.tryingAgainHelps();
            }
        });
    }

    private static boolean answers(Address address) {
        try {
            return !Exchange.ask(address, "show version;quit", Limits.of(LONGEST)).isEmpty();
        } catch (HaproxyTrouble _) { // Not yet.
            return false;
        }
    }

    RuntimeApi api() {
        return new RuntimeApi(socket("admin"));
    }

    Address socket(String level) {
        return new Address.Unix(folder.resolve(level + ".sock"));
    }

    Address port() {
        return new Address.Tcp("127.0.0.1", tcpPort);
    }

    Server server(String key) throws HaproxyTrouble {
        return api().servers().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow(() -> new AssertionError("no server " + key));
    }

    /** @return the body, or the status where it is none of success */
    String visit(HttpClient client) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + frontPort + "/")).timeout(LONGEST).build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body() : "" + answer.statusCode();
    }

    /** Polls for a real condition. */
    void await(Condition condition) throws Exception {
        for (long end = System.nanoTime() + LONGEST.toNanos(); !condition.holds(); LockSupport.parkNanos(PAUSE_NANOS)) {
            assertThat(System.nanoTime()).as(() -> "it did not come about within " + LONGEST + ": " + log()).isLessThan(end);
        }
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException trouble) {
            return "no log: " + trouble;
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        }
    }

    /** As the kernel ends it. The worker goes first, so that its master is there to bury it. */
    void kill() throws Exception {
        master.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        if (!master.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            master.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (master != null) {
            master.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            master.destroyForcibly();
        }
    }
}

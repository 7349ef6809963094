package koboshi.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.store.Await;
import org.junit.jupiter.api.Assumptions;

/** Four small servers behind real HAProxies, which end with their test. */
final class Crossing implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

    private final Path folder;
    private final Map<String, HttpServer> servers = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, Process> balancers = new TreeMap<>();
    private final Map<String, Integer> fronts = new TreeMap<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<String, String> levels = new TreeMap<>();

    /** With four servers of its own. */
    Crossing(Path folder) throws IOException {
        this(folder, new String[0]);
        for (var name : List.of("s1", "s2", "s3", "s4")) {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> answer(name, exchange));
            server.start();
            servers.put(name, server);
            ports.put(name, server.getAddress().getPort());
            answers.put(name, 200);
        }
    }

    /** @param elsewhere names of servers that somebody else starts, at the ports given to them here */
    Crossing(Path folder, String... elsewhere) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            Assumptions.abort("needs the package haproxy");
        }
        this.folder = folder;
        for (var name : elsewhere) {
            ports.put(name, freePort());
        }
    }

    private void answer(String name, HttpExchange exchange) throws IOException {
        var body = name.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answers.get(name), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** From now on a server answers with this status. */
    void answers(String name, int status) {
        answers.put(name, status);
    }

    String address(String name) {
        return "127.0.0.1:" + port(name);
    }

    int port(String name) {
        return ports.get(name);
    }

    Path socket(String balancer) {
        return folder.resolve(balancer + ".sock");
    }

    /** How much a balancer lets its socket do from its next start or reload on; {@code admin} unless said. */
    Crossing level(String balancer, String level) {
        levels.put(balancer, level);
        return this;
    }

    /** @param names of the servers it sends traffic to */
    Crossing balancer(String balancer, String... names) throws IOException {
        var lines = new ArrayList<String>();
        for (var name : names) {
            lines.add("  server " + name + " " + address(name) + " weight 100");
        }
        configure(balancer, lines);
        run(balancer, List.of());
        return this;
    }

    /** A new process takes the place of the old one, which ends when nobody is on it any more. */
    void reload(String balancer, String... names) throws IOException {
        var before = balancers.get(balancer);
        var lines = Stream.of(names).map(name -> "  server " + name + " " + address(name) + " weight 100").toList();
        configure(balancer, lines);
        run(balancer, List.of("-sf", "" + before.pid()));
        Await.until("the old HAProxy is gone", () -> !before.isAlive());
    }

    private void configure(String balancer, List<String> lines) throws IOException {
        int port = fronts.computeIfAbsent(balancer, _ -> freePort());
        Files.writeString(folder.resolve(balancer + ".cfg"), """
                global
                  stats socket %s mode 600 level %s
                defaults
                  mode http
                  timeout connect 500ms
                  timeout client 20s
                  timeout server 20s
                frontend front
                  bind 127.0.0.1:%d
                  default_backend web
                backend web
                %s
                """.formatted(socket(balancer), levels.getOrDefault(balancer, "admin"), port, String.join("\n", lines)));
    }

    private void run(String balancer, List<String> more) throws IOException {
        var command = new ArrayList<>(List.of(PROGRAM.toString(), "-db", "-f", folder.resolve(balancer + ".cfg").toString()));
        command.addAll(more);
        balancers.put(balancer, new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(balancer + ".log").toFile()).start());
        Await.until("HAProxy " + balancer + " answers", () -> say(balancer, "show info").contains("Pid: " + balancers.get(balancer).pid()));
    }

    /** It is there and says nothing, until it goes on. */
    void halt(String balancer, boolean halted) throws IOException {
        try {
            new ProcessBuilder("kill", halted ? "-STOP" : "-CONT", "" + balancers.get(balancer).pid()).start().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void end(String balancer) {
        try {
            balancers.get(balancer).destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** As another operator would, by hand. */
    String say(String balancer, String command) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket(balancer)));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException trouble) {
            return trouble.toString();
        }
    }

    /** {@code UP}, {@code MAINT}, ... of a server at a balancer. */
    String status(String balancer, String name) {
        return say(balancer, "show stat web 4 -1").lines().map(line -> line.split(",")).filter(row -> row.length > 17 && row[1].equals(name)).map(row -> row[17]).findFirst().orElse("?");
    }

    void awaitStatus(String balancer, String name, String status) {
        Await.until(name + " is " + status + " at " + balancer, () -> status(balancer, name).startsWith(status));
    }

    /** Who answered so many requests through the balancer, and how often each. */
    Map<String, Long> visits(String balancer, int many) {
        return IntStream.range(0, many).mapToObj(_ -> visit(balancer)).collect(Collectors.groupingBy(who -> who, TreeMap::new, Collectors.counting()));
    }

    private String visit(String balancer) {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + fronts.get(balancer) + "/").toURL().openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200 ? new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8) : "" + connection.getResponseCode();
        } catch (IOException trouble) {
            return trouble.toString();
        }
    }

    /** From now on somebody visits through the balancer, one request after the other. */
    Visitor visitor(String balancer) {
        visitors.add(new Visitor(() -> visit(balancer)));
        return visitors.getLast();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        }
    }

    @Override
    public void close() {
        visitors.forEach(Visitor::leave);
        balancers.keySet().forEach(this::end);
        servers.values().forEach(server -> server.stop(0));
    }
}

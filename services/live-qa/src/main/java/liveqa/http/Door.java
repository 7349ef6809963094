package liveqa.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import liveqa.feed.Feed;
import liveqa.measure.Measures;
import liveqa.question.Desk;

/** The HTTP server. Bound before the slow part of a start, so that a taken port is known at once; answers after {@link #open}. */
public final class Door implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("http");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private SameSite sameSite;
    private Routes routes;
    private Events events;
    private OnAir onAir;

    private Door(HttpServer server) {
        this.server = server;
    }

    /** @throws java.net.BindException when the address is taken or not ours */
    public static Door bind(InetSocketAddress address) throws IOException {
        limits();
        return new Door(HttpServer.create(address, 1024));
    }

    /** The server reads these once, when its classes are loaded; what the user set stays. */
    private static void limits() {
        // From the first byte until the last was read. Of three thousand at once on a busy host some are read only after ten.
        limit("sun.net.httpserver.maxReqTime", "30");
        limit("jdk.httpserver.maxConnections", "4000");
        // Beyond this many idle ones the server closes connections it has just called kept: of three thousand askers at
        // once a hundred sent their next question into such a one, and heard nothing.
        limit("sun.net.httpserver.maxIdleConnections", "4000");
        // Longer than clients keep theirs (Java's: 30 s), so that it is they who hang up.
        limit("sun.net.httpserver.idleInterval", "60");
        limit("sun.net.httpserver.maxReqHeaderSize", "16384");
        // Without it a small answer waits for the asker's delayed acknowledgement: 40 ms.
        limit("sun.net.httpserver.nodelay", "true");
    }

    private static void limit(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** What stands behind the door. */
    public record House(Desk desk, Feed feed, Board board, Measures measures, Identity identity, InstantSource clock, Set<String> allowedHosts, Intake intake, OnAir onAir) {}

    public void open(House house) {
        sameSite = new SameSite(address().getAddress(), house.allowedHosts());
        var questions = new Questions(house.desk(), new Views(house.desk()), house.clock());
        routes = new Routes(questions, new Comments(house.feed()), house.board(), house.measures(),
                new Health(house.identity(), house.intake().parts(), house.intake().probe()), new Shares(house.intake().share()),
                new Moderation(house.desk(), house.intake().operator()), house.onAir());
        onAir = house.onAir();
        events = new Events(house.board());
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("X-Service", Identity.SERVICE);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        // Closing an exchange nobody answered ends the connection, which is the right answer to an interrupted request.
        try (exchange) {
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            var request = new Request(exchange);
            if (request.method().equals("POST")) sameSite.check(request);
            if (request.path().equals("/events") && request.method().equals("GET")) events.stream(exchange);
            else if (request.path().equals("/air/events") && request.method().equals("GET")) onAir.stream(exchange, request);
            else send(exchange, routes.reply(request));
        } catch (Refusal refusal) {
            send(exchange, refusal.reply());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), e);
            send(exchange, new Refusal(500, "this is our fault and has been noted; trying again may help").reply());
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        reply.headers().forEach(headers::set);
        headers.set("Content-Type", reply.contentType());
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        if (bodiless) headers.set("Content-Length", Integer.toString(reply.body().length));
        exchange.sendResponseHeaders(reply.status(), bodiless || reply.body().length == 0 ? -1 : reply.body().length);
        if (!bodiless) exchange.getResponseBody().write(reply.body());
    }

    /** Ends at once: who waits for an answer asks again and finds it. */
    @Override
    public void close() {
        if (events != null) events.close();
        if (onAir != null) onAir.close();
        threads.shutdownNow();
        server.stop(0);
    }
}

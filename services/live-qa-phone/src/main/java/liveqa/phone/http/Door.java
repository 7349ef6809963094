package liveqa.phone.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import liveqa.phone.measure.Measures;
import liveqa.phone.webhook.Outcome;
import liveqa.phone.webhook.Webhooks;

/** The HTTP server: webhooks, metrics, health. Bound before the rest of a start, so that a taken port is known at once. */
public final class Door implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("http");
    private static final int LARGEST_BODY = 64 * 1024;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private Webhooks webhooks;
    private Measures measures;
    private Identity identity;

    private Door(HttpServer server) {
        this.server = server;
    }

    /** @throws java.net.BindException when the address is taken or not ours */
    public static Door bind(InetSocketAddress address) throws IOException {
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("jdk.httpserver.maxConnections", "500");
        return new Door(HttpServer.create(address, 128));
    }

    /** The server reads these once, when its classes are loaded; what the user set stays. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }

    /**
     * Answers from now on.
     *
     * @param webhooks null when none are served
     */
    public void open(Webhooks webhooks, Measures measures, Identity identity) {
        this.webhooks = webhooks;
        this.measures = measures;
        this.identity = identity;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, reply(exchange));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // The service ends; the connection ends with it.
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            return switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> get(exchange);
                case "POST" -> post(exchange);
                default -> Reply.error(405, "only GET and POST are understood");
            };
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), e);
            return Reply.error(500, "this is our fault and has been noted; trying again may help");
        }
    }

    private Reply get(HttpExchange exchange) throws IOException {
        return switch (exchange.getRequestURI().getPath()) {
            case "/health" -> identity.health();
            case "/metrics" -> {
                var exposition = measures.exposition(exchange.getRequestHeaders().getFirst("Accept"));
                yield new Reply(200, exposition.contentType(), exposition.text());
            }
            case String path when path.startsWith("/twilio/") -> Reply.error(405, "the provider's number must be set to send POST");
            default -> Reply.error(404, "nothing here; see /health and /metrics");
        };
    }

    private Reply post(HttpExchange exchange) throws IOException, InterruptedException {
        var uri = exchange.getRequestURI();
        if (!uri.getPath().startsWith("/twilio/")) return Reply.error(404, "nothing here");
        if (webhooks == null) return Reply.error(404, "webhooks are not set up; start with --twilio-token-file");
        var type = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "");
        if (!type.toLowerCase().startsWith("application/x-www-form-urlencoded")) return Reply.error(415, "send a form");
        var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) return Reply.error(413, "the body is larger than " + LARGEST_BODY + " bytes");
        var signature = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Twilio-Signature"), "");
        return switch (webhooks.answer(uri.toString(), new String(body, StandardCharsets.UTF_8), signature)) {
            case Outcome.Xml(var text) -> Reply.of(200, "text/xml; charset=utf-8", text);
            case Outcome.Noted _ -> new Reply(204, "text/plain", new byte[0]);
            case Outcome.Refused(int status, String reason, String why) -> refused(status, reason, why);
        };
    }

    private static Reply refused(int status, String reason, String why) {
        LOG.log(System.Logger.Level.WARNING, "event=webhook_refused reason=" + reason + " why=\"" + why + "\"");
        return Reply.error(status, why);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("X-Service", Identity.SERVICE);
        headers.set("Content-Type", reply.contentType());
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
        if (exchange.getRequestMethod().equals("HEAD")) headers.set("Content-Length", Integer.toString(reply.body().length));
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
        if (!bodiless) exchange.getResponseBody().write(reply.body());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}

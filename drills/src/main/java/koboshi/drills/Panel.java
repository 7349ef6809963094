package koboshi.drills;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** The demo's own small page beside the doll: buttons that knock the service over, and what the outside client counts. */
final class Panel implements AutoCloseable {
    private static final Map<String, String> FILES = Map.of("/", "text/html", "/panel.js", "text/javascript", "/panel.css", "text/css");
    private static final Set<String> FAULTS = Set.of("crash", "hang", "silent", "slow?seconds=5", "heal");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final OutsideClient client;

    private Panel(HttpServer server, OutsideClient client) {
        this.server = server;
        this.client = client;
    }

    static Panel open(OutsideClient client) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        var panel = new Panel(server, client);
        server.createContext("/", panel::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return panel;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestHeaders().getFirst("Host").equals(address().substring(7, address().length() - 1))) {
                send(exchange, 403, "text/plain", "this page answers to its own name only");
            } else if (path.equals("/ledger")) {
                send(exchange, 200, "application/json", ledger());
            } else if (path.equals("/knock") && exchange.getRequestMethod().equals("POST")) {
                knock(exchange);
            } else if (FILES.containsKey(path)) {
                send(exchange, 200, FILES.get(path), file(path));
            } else {
                send(exchange, 404, "text/plain", "nothing here");
            }
        }
    }

    /** A fault is asked for by our own page only: a form elsewhere cannot send this header. */
    private void knock(HttpExchange exchange) throws IOException {
        var fault = new String(exchange.getRequestBody().readNBytes(100), StandardCharsets.UTF_8);
        if (!FAULTS.contains(fault) || exchange.getRequestHeaders().getFirst("X-Knock") == null) {
            send(exchange, 400, "text/plain", "expected one of " + FAULTS);
            return;
        }
        try {
            client.inject(fault);
            send(exchange, 204, "text/plain", "");
        } catch (IOException down) {
            send(exchange, 503, "text/plain", "it is down already");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String ledger() {
        var ledger = client.ledger();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("total", ledger.total());
        fields.put("failed", ledger.failed());
        var latest = ledger.requests().stream().skip(Math.max(0, ledger.total() - 60)).map(request -> request.answered()).toList();
        fields.put("latest", latest);
        return JSON.writeValueAsString(fields);
    }

    private static String file(String path) throws IOException {
        try (InputStream file = Panel.class.getResourceAsStream("/panel/" + (path.equals("/") ? "panel.html" : path.substring(1)))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

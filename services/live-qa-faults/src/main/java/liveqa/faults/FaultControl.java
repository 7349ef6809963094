package liveqa.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Turns faults on and off over HTTP, on threads that share nothing with the service that falls. */
final class FaultControl {
    private static final Duration UNTIL_HUNG = Duration.ofSeconds(2);
    private final Faults faults;
    private final HttpServer server;

    private record Outcome(int status, String body) {}

    FaultControl(Faults faults, InetSocketAddress address) throws IOException {
        this.faults = faults;
        this.server = HttpServer.create(address, 64);
        server.setExecutor(Executors.newFixedThreadPool(2, Thread.ofPlatform().name("fault-control-", 0).daemon().factory()));
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
    }

    void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var outcome = outcome(exchange);
            var body = outcome.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(outcome.status(), body.length);
            exchange.getResponseBody().write(body);
        }
        // Said first, so that who asked knows it was heard; then as sudden as a kill: no hook runs.
        if (exchange.getRequestURI().getPath().equals("/faults/crash") && exchange.getRequestMethod().equals("POST") && !fromBrowser(exchange)) {
            Runtime.getRuntime().halt(137);
        }
    }

    private Outcome outcome(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("GET") && exchange.getRequestURI().getPath().equals("/faults")) return standing(200);
        if (!exchange.getRequestMethod().equals("POST")) return error(405, "GET /faults, or POST /faults/<fault>");
        // No web page of whatever origin has any business here.
        if (fromBrowser(exchange)) return error(403, "not for web pages");
        try {
            return turn(exchange.getRequestURI().getPath(), query(exchange));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return error(400, e.getMessage());
        } catch (InterruptedException _) {
            return error(503, "interrupted");
        }
    }

    private static boolean fromBrowser(HttpExchange exchange) {
        return exchange.getRequestHeaders().containsKey("Origin");
    }

    private Outcome turn(String path, Map<String, String> query) throws InterruptedException {
        switch (path) {
            case "/faults/leak" -> faults.leak.start(course(query));
            case "/faults/slow" -> faults.slowness.slow(Duration.ofSeconds(number(query, "seconds", 5, 3600)));
            case "/faults/silent" -> faults.silence.set(true);
            case "/faults/heal" -> faults.heal();
            case "/faults/crash" -> { }
            case "/faults/hang" -> {
                if (!faults.deadlock.hang(UNTIL_HUNG)) return error(503, "the workers do not hang yet: they are busy; look again");
            }
            default -> {
                return error(404, "one of /faults/leak slow hang silent crash heal");
            }
        }
        return standing(202);
    }

    private static Leak.Where where(Map<String, String> query) {
        return Leak.Where.valueOf(query.getOrDefault("where", "heap").toUpperCase(Locale.ROOT));
    }

    private static Leak.Course course(Map<String, String> query) {
        return new Leak.Course(number(query, "mbps", 10, 10_000), where(query), number(query, "slow_mb", 0, 1_000_000), number(query, "hang_mb", 0, 1_000_000), false);
    }

    private static int number(Map<String, String> query, String name, int absent, int most) {
        if (!query.containsKey(name)) return absent;
        int number = Integer.parseInt(query.get(name));
        if (number < 1 || number > most) throw new IllegalArgumentException(name + " must be from 1 to " + most);
        return number;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = new HashMap<String, String>();
        var text = exchange.getRequestURI().getQuery();
        if (text == null) return query;
        for (var pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) throw new IllegalArgumentException("expected name=value, not " + pair);
            query.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return query;
    }

    private Outcome standing(int status) {
        var on = faults.on().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
        return new Outcome(status, "{\"on\":[" + on + "]}");
    }

    private static Outcome error(int status, String message) {
        return new Outcome(status, "{\"error\":\"" + message.replaceAll("[\"\\\\]", "'") + "\"}");
    }
}

package koboshi.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Says the same to all who ask within a few seconds, with the moment it was measured: two that scrape at different moments then hold the same samples, and
 * every difference between their answers is one of theirs.
 */
final class Relay implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI source;
    private final Duration span;
    private long held = -1;
    private String text = "";

    Relay(URI source, Duration span) throws IOException {
        this.source = source;
        this.span = span;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/metrics", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bytes = now().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized String now() throws IOException {
        long millis = System.currentTimeMillis();
        long turn = millis / span.toMillis();
        if (turn != held) {
            text = stamped(fetch(), millis);
            held = turn;
        }
        return text;
    }

    private String fetch() throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(source).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String stamped(String text, long millis) {
        return text.lines().map(line -> line.startsWith("#") || line.isEmpty() ? line : line + " " + millis).collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}

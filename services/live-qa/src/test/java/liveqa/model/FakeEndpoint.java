package liveqa.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An emulated OpenAI-compatible endpoint on loopback, which behaves as the test says: no real model is asked in tests. */
final class FakeEndpoint implements AutoCloseable {
    /** What it does with the n-th call, counted from 1. */
    interface Behaviour {
        void answer(Call call, int n) throws IOException, InterruptedException;
    }

    static final JsonMapper JSON = new JsonMapper();
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Behaviour behaviour;

    FakeEndpoint(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            behaviour.answer(new Call(exchange), calls.incrementAndGet());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            return; // The asker has hung up, as some tests want.
        }
    }

    /** One call, to be answered. */
    record Call(HttpExchange exchange) {
        void refuse(int status, String... headers) throws IOException {
            for (int at = 0; at < headers.length; at += 2) exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
            exchange.sendResponseHeaders(status, -1);
        }

        OutputStream begin() throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            return exchange.getResponseBody();
        }

        static void raw(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        static void say(OutputStream out, String text) throws IOException {
            var event = JSON.createObjectNode();
            event.putArray("choices").addObject().putObject("delta").put("content", text);
            raw(out, "data: " + event + "\n\n");
        }

        /** The whole of a well-behaved answer, a few characters at a time. */
        void stream(String text) throws IOException {
            var out = begin();
            raw(out, ": keep-alive\n\nevent: x\n");
            for (int at = 0; at < text.length(); at += 3) say(out, text.substring(at, Math.min(text.length(), at + 3)));
            raw(out, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":50}}\n\ndata: [DONE]\n\n");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}

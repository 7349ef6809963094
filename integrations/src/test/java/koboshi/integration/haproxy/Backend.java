package koboshi.integration.haproxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A server that says its name, fails on request, or says nothing until it is let go. */
final class Backend implements AutoCloseable {
    private final HttpServer server;
    private final String name;
    private final CountDownLatch silence = new CountDownLatch(1);
    volatile int status = 200;
    volatile boolean silent;

    Backend(String name) throws IOException {
        this.name = name;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (silent) {
                silence.await();
            }
            var body = name.getBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The line of a server of HAProxy's configuration. */
    String line() {
        return "  server " + name + " 127.0.0.1:" + port() + " weight 100\n";
    }

    @Override
    public void close() {
        stop();
    }

    void stop() {
        silence.countDown();
        server.stop(0);
    }
}

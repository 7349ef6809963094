package koboshi.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A service's own small page, from another origin than ours. */
final class Panel implements AutoCloseable {
    private static final byte[] PAGE = """
            <!doctype html><meta charset="utf-8"><body style="font:16px sans-serif;color:#333;margin:12px">\
            <b>3 questions waiting</b><p>質問 3 件、発話待ち 2.1 秒</p>""".getBytes(StandardCharsets.UTF_8);
    private final HttpServer server;

    Panel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/panel";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

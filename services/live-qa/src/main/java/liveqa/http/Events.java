package liveqa.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** The board as server-sent events: each viewer gets the newest edition when it can take it, never a backlog. */
final class Events {
    private static final int MOST_VIEWERS = 300;
    private static final int HEARTBEAT_SECONDS = 15;
    private final Semaphore seats = new Semaphore(MOST_VIEWERS);
    private final Board board;
    private volatile boolean open = true;

    Events(Board board) {
        this.board = board;
    }

    void stream(HttpExchange exchange) throws IOException, Refusal, InterruptedException {
        if (!seats.tryAcquire()) throw new Refusal(503, "too many pages are watching; try again in a minute");
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            follow(exchange);
        } finally {
            seats.release();
        }
    }

    private void follow(HttpExchange exchange) throws IOException, InterruptedException {
        long seen = 0;
        while (open) {
            var edition = board.after(seen, HEARTBEAT_SECONDS);
            // The comment line finds out that a viewer has gone.
            send(exchange, edition == null ? ": still here\n\n" : "event: board\ndata: " + edition.text() + "\n\n");
            if (edition != null) seen = edition.number();
        }
    }

    private static void send(HttpExchange exchange, String event) throws IOException {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    void close() {
        open = false;
    }
}

package liveqa.chat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An emulation of the two calls of the YouTube Data API v3, written after its reference: not the real thing. */
final class EmulatedYouTube implements AutoCloseable {
    static final String LIVE = "{\"items\":[{\"id\":\"video\",\"liveStreamingDetails\":{\"activeLiveChatId\":\"chat-1\"}}]}";
    static final String NOT_LIVE = "{\"items\":[{\"id\":\"video\",\"liveStreamingDetails\":{}}]}";
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private final HttpServer server;
    final List<String> calls = new ArrayList<>();
    final List<String> keys = new ArrayList<>();

    private record Reply(int status, String body, boolean endless) {}

    EmulatedYouTube() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/youtube/v3");
    }

    void says(String body) {
        replies.add(new Reply(200, body, false));
    }

    void refuses(int status, String reason) {
        replies.add(new Reply(status, "{\"error\":{\"code\":" + status + ",\"message\":\"said\",\"errors\":[{\"reason\":\"" + reason + "\"}]}}", false));
    }

    /** Begins an answer and never ends it. */
    void hangs() {
        replies.add(new Reply(200, "{\"items\":[", true));
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestURI().toString());
        keys.add(exchange.getRequestHeaders().getFirst("X-Goog-Api-Key"));
        var reply = replies.isEmpty() ? new Reply(500, "{}", false) : replies.remove();
        var body = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, reply.endless ? 0 : body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        if (reply.endless) awaitClosing();
        exchange.close();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static String page(String next, long pauseMillis, String... items) {
        return "{\"kind\":\"youtube#liveChatMessageListResponse\",\"nextPageToken\":\"" + next + "\",\"pollingIntervalMillis\":" + pauseMillis
                + ",\"items\":[" + String.join(",", items) + "]}";
    }

    static String text(String id, String author, String text, String at) {
        return item(id, author, "\"type\":\"textMessageEvent\",\"publishedAt\":\"" + at + "\",\"displayMessage\":\"" + text
                + "\",\"textMessageDetails\":{\"messageText\":\"" + text + "\"}", "");
    }

    static String item(String id, String author, String snippet, String moreOfAuthor) {
        return "{\"kind\":\"youtube#liveChatMessage\",\"id\":\"" + id + "\",\"snippet\":{" + snippet + "},\"authorDetails\":{\"channelId\":\"UC-" + author
                + "\",\"displayName\":\"" + author + "\"" + moreOfAuthor + "}}";
    }

    static String deleted(String id) {
        return item("d-" + id, "mod", "\"type\":\"messageDeletedEvent\",\"messageDeletedDetails\":{\"deletedMessageId\":\"" + id + "\"}", "");
    }

    static String banned(String author, String type, int seconds) {
        return item("b-" + author, "mod", "\"type\":\"userBannedEvent\",\"userBannedDetails\":{\"banType\":\"" + type + "\",\"banDurationSeconds\":\"" + seconds
                + "\",\"bannedUserDetails\":{\"channelId\":\"UC-" + author + "\",\"displayName\":\"" + author + "\"}}", "");
    }

    List<String> callsOf(String method) {
        return Arrays.asList(calls.stream().filter(call -> call.contains(method)).toArray(String[]::new));
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}

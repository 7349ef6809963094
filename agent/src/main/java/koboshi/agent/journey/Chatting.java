package koboshi.agent.journey;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import koboshi.journey.Step;

/**
 * Messages over one WebSocket.
 *
 * <p>One client serves all runs: unlike its requests, its WebSockets come from no pool, and each has a connection of its own.
 */
final class Chatting implements Attempt, Dialogue.Carrier, WebSocket.Listener {
    private static final int MOST_MESSAGE = 1 << 20;
    private static final int MOST_HEARD = 4 << 20;

    /** Also an empty message takes room until it is heard. */
    private static final int EACH = 64;

    /** Only there once a step needs it. */
    private static final class Client {
        static final HttpClient ONE = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("journey-websocket").factory()))
                .build();
    }

    /** What the other side did. */
    private sealed interface Happening {
        record Said(String text) implements Happening {}

        record Ended() implements Happening {}

        record Broke(String why) implements Happening {}
    }

    private final Step.WebSocket step;
    private final Script script;
    private final Dialogue dialogue;
    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private long heard;
    private volatile Optional<CompletableFuture<WebSocket>> opening = Optional.empty();
    private volatile boolean closed;

    Chatting(Step.WebSocket step, Script script) {
        this.step = step;
        this.script = script;
        this.dialogue = new Dialogue("message", this, this, script);
    }

    @Override
    public Finding take() {
        var uri = uri(script.fill(step.url()));
        try {
            var socket = open(uri);
            var trouble = dialogue.take(step.turns());
            bid(socket);
            return trouble.map(Finding::trouble).orElseGet(() -> Finding.kept(dialogue.captured()));
        } catch (IOException trouble) {
            return Finding.trouble(uri.getRawAuthority() + ": " + script.shown(Connection.because(trouble)));
        }
    }

    private static URI uri(String text) {
        var uri = URI.create(text);
        if (uri.getHost() == null || !List.of("ws", "wss").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException("not an address of a WebSocket: " + text);
        }
        return uri;
    }

    private WebSocket open(URI uri) throws IOException {
        var builder = Client.ONE.newWebSocketBuilder();
        Asking.filled(step.headers(), script).forEach(builder::header);
        var future = builder.buildAsync(uri, this);
        opening = Optional.of(future);
        if (closed) {
            close();
        }
        return awaited(future);
    }

    private static <T> T awaited(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled");
        } catch (CancellationException _) {
            // Its time is over, and whoever ended it knows better why.
            throw new IOException("cancelled");
        } catch (ExecutionException trouble) {
            throw because(trouble.getCause());
        }
    }

    private static IOException because(Throwable cause) {
        return switch (cause) {
            case WebSocketHandshakeException refused -> new IOException("expected to switch to a WebSocket, came status " + refused.getResponse().statusCode());
            // The client says no more when nobody listens.
            case ConnectException trouble when trouble.getMessage() == null ->
                new IOException(trouble.getCause() instanceof UnresolvedAddressException ? "no such host" : "connection refused");
            case IOException trouble -> trouble;
            default -> new IOException(String.valueOf(cause.getMessage()), cause);
        };
    }

    /** The other side may have closed first. */
    private static void bid(WebSocket socket) {
        try {
            awaited(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        } catch (IOException _) {
            // Whatever it was to say has been heard.
        }
    }

    @Override
    public void say(String text) throws IOException {
        awaited(awaited(opening.orElseThrow()).sendText(script.fill(text), true));
    }

    @Override
    public Optional<String> next() throws IOException {
        try {
            return switch (happenings.take()) {
                case Happening.Said(var text) -> Optional.of(text);
                case Happening.Ended() -> Optional.empty();
                case Happening.Broke(var why) -> throw new IOException(why);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        heard += part.length() + EACH;
        if (message.length() + part.length() > MOST_MESSAGE || heard > MOST_HEARD) {
            happenings.add(new Happening.Broke(heard > MOST_HEARD ? "more than " + MOST_HEARD + " characters" : "a message of more than " + MOST_MESSAGE + " characters"));
            socket.abort();
            return null;
        }
        message.append(part);
        if (last) {
            happenings.add(new Happening.Said(message.toString()));
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        happenings.add(new Happening.Ended());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable trouble) {
        happenings.add(new Happening.Broke(String.valueOf(trouble.getMessage())));
    }

    @Override
    public String waiting() {
        return dialogue.waiting();
    }

    @Override
    public void close() {
        closed = true;
        happenings.add(new Happening.Broke("cancelled"));
        opening.ifPresent(future -> {
            future.cancel(true);
            future.thenAccept(WebSocket::abort);
        });
    }
}

package koboshi.agent;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;

/** One connection to the server, from the handshake to its end. Frames go out one after the other, in the order they were given. */
final class Conversation implements WebSocket.Listener {
    private static final long SENT_WITHIN_SECONDS = 10;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int WAITING = 1_000;
    private static final int MENTIONED_WHILE_FEWER = 100;

    private final BiConsumer<Conversation, Frame> hear;
    private final BlockingQueue<Supplier<Frame>> out = new LinkedBlockingQueue<>(WAITING);
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile long heardAt = System.nanoTime();
    private volatile WebSocket socket;

    Conversation(BiConsumer<Conversation, Frame> hear) {
        this.hear = hear;
    }

    /** Completes with the reason when it is over. */
    CompletableFuture<String> end() {
        return end;
    }

    /** Dropped when the server has not read for so long that the queue is full; everything here is said again on the next link. */
    void say(Frame frame) {
        sayMade(() -> frame);
    }

    /** The same of a frame that is made at the moment it is written, such as one that tells ages. */
    void sayMade(Supplier<Frame> frame) {
        if (!out.offer(frame)) {
            over("the server does not read");
        }
    }

    /** Said only while little else waits to be said; a link that is slower than what it carries loses these first. */
    void mention(Supplier<Frame> frame) {
        if (out.size() < MENTIONED_WHILE_FEWER) {
            out.offer(frame);
        }
    }

    void over(String why) {
        if (end.complete(why) && socket != null) {
            socket.abort();
        }
    }

    /** Asks for a sign of life, and gives up when there was none for long: a cut cable tells nobody. */
    void ping() {
        if (System.nanoTime() - heardAt > SILENCE_NANOS) {
            over("the server was silent for 15 s");
        } else if (socket != null && !end.isDone()) {
            socket.sendPing(ByteBuffer.allocate(0));
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        this.socket = socket;
        heardAt = System.nanoTime();
        Thread.ofVirtual().name("link out").start(() -> send(socket));
        socket.request(1);
    }

    private void send(WebSocket socket) {
        try {
            while (!end.isDone()) {
                var frame = out.poll(1, TimeUnit.SECONDS);
                if (frame != null) {
                    socket.sendText(Json.write(frame.get()), true).get(SENT_WITHIN_SECONDS, TimeUnit.SECONDS);
                }
            }
        } catch (Exception trouble) {
            over("cannot be written to: " + trouble);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
        heardAt = System.nanoTime();
        text.append(piece);
        if (text.length() > Frame.MAX_BYTES) {
            over("a frame of more than " + Frame.MAX_BYTES + " bytes came");
        } else if (last) {
            hear(text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void hear(String frame) {
        try {
            hear.accept(this, Json.frame(frame));
        } catch (RuntimeException trouble) {
            over("what came was not understood: " + trouble.getMessage());
        }
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heardAt = System.nanoTime();
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        over("closed by the server" + (reason.isEmpty() ? "" : ": " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable trouble) {
        over(String.valueOf(trouble.getMessage()));
    }
}

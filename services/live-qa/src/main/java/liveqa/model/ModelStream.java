package liveqa.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pieces of an answer as they come, by server-sent events. Reading is done on a thread of its own, because a read cannot be given a
 * time; what it reads is bounded in every way.
 */
final class ModelStream implements AutoCloseable {
    /** What comes out: text, the end, or the reason why there is no more. */
    sealed interface Piece {
        record Text(String text) implements Piece {}

        /** {@code in} and {@code out} tokens as the endpoint counts them; 0 when it does not say. */
        record End(long in, long out) implements Piece {}

        record Broken(String why) implements Piece {}
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_BYTES = 1 << 20;

    private final InputStream body;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(64);
    private final Thread reader;
    private long tokensIn;
    private long tokensOut;
    private int bytes;

    ModelStream(InputStream body) {
        this.body = new java.io.BufferedInputStream(body);
        this.reader = Thread.ofVirtual().name("model-stream").start(this::read);
    }

    /** The next piece, or nothing when it does not come in time. */
    Optional<Piece> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(pieces.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
    }

    private void read() {
        try {
            pieces.put(last());
        } catch (InterruptedException _) {
            return; // Closed: nobody waits for more.
        }
    }

    private Piece last() throws InterruptedException {
        try {
            for (var line = line(); line != null; line = line()) {
                if (!line.startsWith("data:")) continue; // Comments that keep the connection alive, names of events, empty lines.
                var data = line.substring(5).strip();
                if (data.equals("[DONE]")) return new Piece.End(tokensIn, tokensOut);
                var error = event(JSON.readTree(data));
                if (error.isPresent()) return error.get();
            }
            return new Piece.Broken("it ended without its end");
        } catch (IOException | JacksonException e) {
            return new Piece.Broken(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Piece> event(JsonNode event) throws InterruptedException {
        if (event.has("error")) return Optional.of(new Piece.Broken("the endpoint reports an error"));
        tokensIn = Math.max(tokensIn, event.path("usage").path("prompt_tokens").asLong(0));
        tokensOut = Math.max(tokensOut, event.path("usage").path("completion_tokens").asLong(0));
        var content = event.path("choices").path(0).path("delta").path("content");
        if (content.isString() && !content.stringValue().isEmpty()) pieces.put(new Piece.Text(content.stringValue()));
        return Optional.empty();
    }

    /** The next line without its end; null at the end of the stream. */
    private String line() throws IOException {
        var line = new java.io.ByteArrayOutputStream();
        for (int b = body.read(); b >= 0; b = body.read()) {
            if (++bytes > MOST_BYTES) throw new IOException("more than " + MOST_BYTES + " bytes");
            if (b == '\n') return line.toString(StandardCharsets.UTF_8).stripTrailing();
            if (line.size() >= LONGEST_LINE) throw new IOException("a line longer than " + LONGEST_LINE + " bytes");
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            body.close();
        } catch (IOException _) {
            return; // It ends either way.
        }
    }
}

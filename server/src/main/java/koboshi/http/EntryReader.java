package koboshi.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One reader of the entries (server-sent events).
 *
 * <p>It asks for what comes after the last line it wrote, so nothing is kept for it here: a reader that does not take what was written in
 * time is dropped, and resumes with {@code Last-Event-ID}. A commit without lines still sends {@code changed}, since poses and figures
 * that are not journaled may have moved.
 */
final class EntryReader {
    private static final int BATCH = 200;
    private static final int AT_ONCE = 1 << 18;

    private final House house;
    private final Bell bell;
    private final Patience patience;
    private final Lines lines;
    private final Response response;
    private long offset;
    private boolean more;

    EntryReader(House house, Bell bell, Entrance entrance, Response response, long after) {
        this.house = house;
        this.bell = bell;
        this.patience = entrance.patience();
        this.lines = new Lines(entrance.zone());
        this.response = response;
        this.offset = after;
    }

    void follow(BooleanSupplier closing) throws Gone {
        response.getHeaders().put("Content-Type", "text/event-stream");
        response.getHeaders().put("Cache-Control", "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        try {
            long heard = bell.strokes();
            write("retry: 1000\n\n" + news());
            while (!closing.getAsBoolean()) {
                heard = beat(heard);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Gone("closing", e);
        }
    }

    private long beat(long heard) throws InterruptedException, Gone {
        if (more) {
            write(news());
            return heard;
        }
        long now = bell.waitBeyond(heard, Bell.nanos(patience.beat()));
        if (now == heard) {
            write(": still here\n\n");
            return heard;
        }
        write(news() + "event: changed\ndata: {\"offset\":" + house.view().offset() + "}\n\n");
        Thread.sleep(patience.coalesce());
        return now;
    }

    private String news() {
        var text = new StringBuilder();
        List<Line> batch;
        do {
            batch = house.linesAfter(offset, BATCH);
            batch.forEach(line -> append(text, line));
            more = batch.size() == BATCH;
        } while (more && text.length() < AT_ONCE);
        return text.toString();
    }

    private void append(StringBuilder text, Line line) {
        text.append("id: ").append(line.offset()).append("\ndata: ").append(Json.text(lines.shape(line))).append("\n\n");
        offset = line.offset();
    }

    private void write(String text) throws Gone, InterruptedException {
        var written = new CompletableFuture<Void>();
        response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Callback.from(written));
        try {
            written.get(patience.write().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            response.getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
            throw new Gone("a reader of the entries is gone or too slow", e);
        }
    }

    /** The reader is gone, or as good as. */
    static final class Gone extends Exception {
        Gone(String why, Throwable cause) {
            super(why, cause);
        }
    }
}

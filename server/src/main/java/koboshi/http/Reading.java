package koboshi.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads one body as it comes, with an end to its length and to its time.
 *
 * <p>A stream's own time-out counts silence only, and a sender may drip. When the time is up the connection's idle time is set to next to
 * nothing: Jetty then fails the pending read and the answer can still be written.
 */
final class Reading {
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final Request request;
    private final int limit;
    private final long endNanos;
    private final Duration within;
    private final IntConsumer hold;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private volatile int taken;

    Reading(Request request, int limit, Duration within, IntConsumer hold) {
        this.request = request;
        this.limit = limit;
        this.within = within;
        this.endNanos = System.nanoTime() + within.toNanos();
        this.hold = hold;
    }

    /** Bytes held for this body. */
    int taken() {
        return taken;
    }

    byte[] all() {
        more();
        try {
            return done.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return hurried();
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private byte[] hurried() {
        var connection = request.getConnectionMetaData().getConnection().getEndPoint();
        connection.setIdleTimeout(1);
        try {
            return done.get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            done.completeExceptionally(tooSlow());
            throw tooSlow();
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            connection.setIdleTimeout(LAST_WORD.toMillis());
        }
    }

    private void more() {
        try {
            while (!done.isDone()) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this::more);
                    return;
                }
                take(chunk);
            }
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private void take(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            done.completeExceptionally(chunk.getFailure());
            return;
        }
        try {
            keep(chunk);
            if (chunk.isLast()) {
                done.complete(bytes.toByteArray());
            }
        } finally {
            chunk.release();
        }
    }

    private void keep(Content.Chunk chunk) {
        int length = chunk.remaining();
        taken = taken + length;
        hold.accept(length);
        if (taken > limit) {
            throw Bodies.tooLarge(limit);
        }
        if (System.nanoTime() - endNanos > 0) {
            throw tooSlow();
        }
        var part = new byte[length];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
    }

    private Refused refusal(Throwable cause) {
        return switch (cause) {
            case Refused refused -> refused;
            case TimeoutException _ -> tooSlow();
            default -> new Refused(400, "the body broke off: " + cause.getMessage(), Visit.CLOSE);
        };
    }

    private Refused tooSlow() {
        return new Refused(408, "too slow: expected the whole body within " + within.toSeconds() + " s", Visit.CLOSE);
    }

    private static Refused interrupted() {
        Thread.currentThread().interrupt();
        return new Refused(503, "closing", Visit.CLOSE);
    }
}

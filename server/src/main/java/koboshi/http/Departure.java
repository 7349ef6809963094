package koboshi.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import koboshi.promql.Pulse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Whether the asker still waits: its time is not over, and its connection not at its end.
 *
 * <p>Nobody reads from a connection while its request is at work, so an end is seen only by reading. What is read belongs to a request that was sent without
 * waiting for this one's answer; it is lost, and the answer says so by closing: such a sender must then ask again.
 */
final class Departure implements Pulse {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EndPoint connection;
    private final long begunNanos = System.nanoTime();
    private final long endNanos;
    private final ByteBuffer unexpected = ByteBuffer.allocate(256).flip();
    private long nextLookNanos = System.nanoTime() + LOOK_NANOS;

    Departure(Request request, Duration within) {
        connection = request.getConnectionMetaData().getConnection().getEndPoint();
        endNanos = begunNanos + within.toNanos();
    }

    @Override
    public State beat() {
        long now = System.nanoTime();
        if (now - endNanos >= 0) {
            return State.OUT_OF_TIME;
        }
        if (now - nextLookNanos < 0) {
            return State.GO_ON;
        }
        nextLookNanos = now + LOOK_NANOS;
        return gone() ? State.CANCELLED : State.GO_ON;
    }

    /** @throws Refused with 503 when nobody waits any more, or for too long already */
    void refuseToGoOn() {
        switch (beat()) {
            case GO_ON -> {}
            case OUT_OF_TIME -> throw new Refused(503, "it took too long: ask for less, or with a longer timeout");
            case CANCELLED -> throw new Refused(503, "nobody waits for it any more");
        }
    }

    /** Since it was asked. */
    Duration since() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    private boolean gone() {
        if (unexpected.hasRemaining()) {
            return !connection.isOpen();
        }
        try {
            return connection.fill(unexpected) < 0;
        } catch (IOException _) {
            return true;
        }
    }

    void announce(Response response) {
        if (unexpected.hasRemaining()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
    }
}

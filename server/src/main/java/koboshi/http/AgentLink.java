package koboshi.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's WebSocket. Public only because Jetty must be able to call it. */
public final class AgentLink implements Session.Listener.AutoDemanding, AgentDoor.Peer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentLink.class);
    private static final int POLICY = 1008;
    private static final int NORMAL = 1000;
    private static final int TOO_SLOW = 1013;

    private final AgentDoor door;
    private final String token;
    private final AgentLinks links;
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile Session session;
    private volatile long heardNanos = System.nanoTime();
    private volatile Optional<AgentDoor.Guest> guest = Optional.empty();

    AgentLink(AgentDoor door, String token, AgentLinks links) {
        this.door = door;
        this.token = token;
        this.links = links;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        guest = door.admit(token, this);
        if (guest.isEmpty()) {
            end(POLICY, "not admitted");
            return;
        }
        links.opened(this);
    }

    @Override
    public void onWebSocketText(String text) {
        heardNanos = System.nanoTime();
        guest.ifPresent(one -> one.said(text));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        end(1003, "expected text frames");
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardNanos = System.nanoTime();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.info("an agent's link failed: {}", cause.toString());
        gone();
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        gone();
        callback.succeed();
    }

    private void gone() {
        links.closed(this);
        if (left.compareAndSet(false, true)) {
            guest.ifPresent(AgentDoor.Guest::left);
        }
    }

    @Override
    public void send(String text) {
        session.sendText(text, Callback.from(() -> {}, _ -> end(TOO_SLOW, "too slow")));
    }

    @Override
    public void close(String why) {
        end(NORMAL, why);
    }

    void end(int status, String why) {
        session.close(status, why, Callback.from(() -> {}, _ -> session.disconnect()));
    }

    /** What was not heard until now is nobody's silence. */
    void listenAnew() {
        heardNanos = System.nanoTime();
    }

    /** Asks for a sign of life, and ends a link that gave none for so long. */
    boolean stillThere(Duration silent) {
        if (System.nanoTime() - heardNanos > silent.toNanos()) {
            session.disconnect();
            return false;
        }
        session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        return true;
    }
}

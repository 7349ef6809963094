package koboshi.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** All open links to agents, and a look at each now and then: a host that lost its power says no goodbye. */
final class AgentLinks implements AutoCloseable {
    static final int LARGEST_FRAME = 64 * 1024;
    private static final int FRAMES_WAITING = 256;
    private static final int LOOKS = 4;

    private final ServerWebSocketContainer container;
    private final AgentDoor door;
    private final Scheduler scheduler;
    private final Duration silent;
    private final Duration look;
    private final Set<AgentLink> links = ConcurrentHashMap.newKeySet();

    /** @param silent after which a link is none any more; within that time it is asked several times for a sign of life */
    AgentLinks(Server server, AgentDoor door, Scheduler scheduler, Duration silent) {
        this.door = door;
        this.scheduler = scheduler;
        this.silent = silent;
        this.look = silent.dividedBy(LOOKS);
        this.container = ServerWebSocketContainer.ensure(server);
        container.setMaxTextMessageSize(LARGEST_FRAME);
        container.setMaxFrameSize(LARGEST_FRAME);
        container.setMaxOutgoingFrames(FRAMES_WAITING);
        container.setIdleTimeout(silent.multipliedBy(2));
    }

    Reply open(Request request, String token) {
        return (Reply.Live) (response, callback) -> {
            var link = new AgentLink(door, token, this);
            if (!container.upgrade((_, _, _) -> link, request, response, callback)) {
                refuse(callback);
            }
        };
    }

    private static void refuse(Callback callback) {
        callback.failed(new IllegalStateException("the WebSocket handshake is not complete"));
    }

    void opened(AgentLink link) {
        links.add(link);
        look(link, System.nanoTime());
    }

    void closed(AgentLink link) {
        links.remove(link);
    }

    int count() {
        return links.size();
    }

    /**
     * Where our own look comes late we had no time to listen either, and call nobody silent for it.
     *
     * @param due when we meant to look, by {@link System#nanoTime}
     */
    private void look(AgentLink link, long due) {
        if (System.nanoTime() - due > look.toNanos()) {
            link.listenAnew();
        }
        if (links.contains(link) && link.stillThere(silent)) {
            long next = System.nanoTime() + look.toNanos();
            scheduler.schedule(() -> look(link, next), look.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        links.forEach(link -> link.end(1001, "closing"));
    }
}

package koboshi.agent;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.resource.Service;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The server's side of the link, as a test needs it: grants, commands, and remembers what it hears. */
final class FakeKoboshi {
    static final String TOKEN = "t0ken";

    final List<Frame> heard = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final Map<String, String> evidence = new ConcurrentHashMap<>();
    private final Server server;
    private volatile Optional<Session> session = Optional.empty();
    private volatile boolean acknowledges = true;
    private volatile Optional<Frame> grant = Optional.empty();

    FakeKoboshi(int port) throws Exception {
        server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        var upgrade = WebSocketUpgradeHandler.from(server, container -> container.addMapping("/agent", (request, response, callback) -> {
            if (!("Bearer " + TOKEN).equals(request.getHeaders().get("Authorization"))) {
                Response.writeError(request, response, callback, 401);
                return null;
            }
            return new Ear();
        }));
        server.setHandler(new Handler.Sequence(new Shelf(), upgrade));
        server.start();
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    void doesNotAcknowledge() {
        acknowledges = false;
    }

    void grants(Path directory, Service... services) {
        var frame = new Frame.Grant(List.of(services), directory.toString());
        grant = Optional.of(frame);
        session.ifPresent(open -> say(open, frame));
    }

    void says(Frame frame) {
        say(Await.present("the agent is linked", () -> session), frame);
    }

    private static void say(Session open, Frame frame) {
        open.sendText(Json.write(frame), org.eclipse.jetty.websocket.api.Callback.NOOP);
    }

    /** Each once, as a server keeps them: what was said again bears the number it had. */
    List<Frame.Numbered> facts() {
        return everyTelling().stream().distinct().toList();
    }

    List<Frame.Numbered> everyTelling() {
        return heard.stream().filter(Frame.Facts.class::isInstance).flatMap(frame -> ((Frame.Facts) frame).facts().stream()).toList();
    }

    <T> List<T> facts(Class<T> kind) {
        return facts().stream().map(Frame.Numbered::fact).filter(kind::isInstance).map(kind::cast).toList();
    }

    <T> T fact(Class<T> kind) {
        return nth(kind, 1);
    }

    <T> T nth(Class<T> kind, int which) {
        return Await.present(
                "fact " + which + " of " + kind.getSimpleName() + " came; came: " + heard, () -> facts(kind).stream().skip(which - 1L).findFirst());
    }

    Frame.Ended ended(long act) {
        return Await.present("act " + act + " ended; came: " + heard, () -> heard.stream()
                .filter(frame -> frame instanceof Frame.Ended ended && ended.act() == act)
                .map(Frame.Ended.class::cast)
                .findFirst());
    }

    void close() throws Exception {
        server.stop();
    }

    public final class Ear implements Session.Listener.AutoDemanding {
        private Session open;

        @Override
        public void onWebSocketOpen(Session open) {
            this.open = open;
        }

        @Override
        public void onWebSocketText(String text) {
            var frame = Json.frame(text);
            heard.add(frame);
            if (frame instanceof Frame.Hello) {
                say(open, new Frame.Welcome(Frame.PROTOCOL, 1));
                grant.ifPresent(known -> say(open, known));
                session = Optional.of(open);
            } else if (acknowledges && frame instanceof Frame.Facts(var facts)) {
                say(open, new Frame.Ack(facts.getLast().seq()));
            }
        }
    }

    private final class Shelf extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var path = request.getHttpURI().getPath();
            if (path.equals("/agent/logs") && request.getMethod().equals("POST")) {
                lines.add(Content.Source.asString(request));
                response.setStatus(204);
                callback.succeeded();
                return true;
            }
            if (!path.startsWith("/agent/evidence/") || !request.getMethod().equals("PUT")) {
                return false;
            }
            evidence.put(path.substring(path.lastIndexOf('/') + 1), Content.Source.asString(request));
            response.setStatus(204);
            callback.succeeded();
            return true;
        }
    }
}

package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.hear;
import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.say;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.agent.Await;
import koboshi.journey.Step;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChattingTest {
    private final Server server = new Server();
    private final List<Integer> closings = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> container.addMapping("/live", (request, response, callback) -> {
            if (request.getHeaders().contains("X-Refuse")) {
                Response.writeError(request, response, callback, 403);
                return null;
            }
            return new Mouth();
        })));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Ticks first, then answers what it is asked. */
    public final class Mouth implements Session.Listener.AutoDemanding {
        private Session open;

        @Override
        public void onWebSocketOpen(Session session) {
            open = session;
            session.sendText("tick", Callback.NOOP);
        }

        @Override
        public void onWebSocketText(String text) {
            switch (text) {
                case "huge" -> open.sendText("x".repeat(2_000_000), Callback.NOOP);
                case "flood" -> flood();
                case "bye" -> open.close();
                default -> open.sendText("{\"id\": 42, \"heard\": \"" + text + "\"}", Callback.NOOP);
            }
        }

        private void flood() {
            open.sendText("x".repeat(30_000), Callback.from(this::flood, _ -> {}));
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            closings.add(code);
            callback.succeed();
        }
    }

    private Step.WebSocket socket(Map<String, String> headers, Step.Turn... turns) {
        var port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return new Step.WebSocket("live", "ws://127.0.0.1:" + port + "/live", headers, List.of(turns), Optional.empty());
    }

    private static Step.Turn hearJson(String pointer, String value) {
        return new Step.Turn.Hear(new Step.Wording(List.of(), List.of(), Map.of(pointer, value)), Map.of("id", new Step.Capture.Json("/id")), Optional.empty());
    }

    @Test
    void sendsAndHearsPassingOverWhatIsNotMeant() {
        assertThat(run(socket(Map.of(), say("ask"), hearJson("/heard", "ask"), say("${id}"), hearJson("/heard", "42"))).stumble()).isEmpty();
        Await.until("the socket was closed in good order", () -> closings.contains(1000));
    }

    @Test
    void namesTheMessageThatNeverCame() {
        var run = Rehearsal.run(journey(Duration.ofSeconds(2), socket(Map.of(), say("ask"), hear("answer"))));
        assertThat(why(run)).isEqualTo("live: no message with \"answer\" (the last was {\"id\": 42, \"heard\": \"ask\"}) within 2 s");
        Await.until("the socket was cut off", () -> !closings.isEmpty());
    }

    @Test
    void aMessageMayHaveATimeOfItsOwn() {
        var soon = new Step.Turn.Hear(Step.Wording.containing("never"), Map.of(), Optional.of(Duration.ofMillis(150)));
        assertThat(why(run(socket(Map.of(), hear("tick"), soon)))).isEqualTo("live: no message with \"never\" within 150 ms");
    }

    @Test
    void namesARefusal() {
        assertThat(why(run(socket(Map.of("X-Refuse", "yes"))))).endsWith("expected to switch to a WebSocket, came status 403");
    }

    @Test
    void namesASocketThatEnds() {
        assertThat(why(run(socket(Map.of(), say("bye"), hear("x"))))).isEqualTo("live: the connection was closed: no message with \"x\" (the last was tick)");
    }

    @Test
    void aHugeMessageIsNotTakenIn() {
        assertThat(why(run(socket(Map.of(), say("huge"), hear("y"))))).endsWith("a message of more than 1048576 characters");
    }

    @Test
    void messagesWithoutEndAreEnded() {
        assertThat(why(run(socket(Map.of(), say("flood"), hear("y"))))).endsWith("more than 4194304 characters");
    }

    @Test
    void namesThatNobodyListens() throws Exception {
        var step = socket(Map.of());
        server.stop();
        assertThat(why(run(step))).matches("live: 127.0.0.1:\\d+: connection refused");
    }

    @Test
    void namesAHostThatIsNone() {
        var step = new Step.WebSocket("live", "ws://nobody.invalid/", Map.of(), List.of(), Optional.empty());
        assertThat(why(run(step))).isEqualTo("live: nobody.invalid: no such host");
    }

    @Test
    void aServerThatNeverSwitchesIsCutOff() throws Exception {
        try (var silent = new OneService(OneService.silent())) {
            var step = new Step.WebSocket("live", silent.url().replace("http", "ws"), Map.of(), List.of(), Optional.of(Duration.ofMillis(150)));
            assertThat(why(run(step))).isEqualTo("live: no connection within 150 ms");
        }
    }
}

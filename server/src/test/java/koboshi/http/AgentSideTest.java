package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSideTest {
    private static final String BEARER = "Authorization: Bearer agent-token";
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path folder;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path temporary) throws IOException {
        folder = temporary;
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        client.shutdownNow();
        open.close();
    }

    @Test
    void carriesFramesBothWaysAndTellsWhenAnAgentLeft() throws Exception {
        var link = link("agent-token");
        link.sendText("{\"hello\":1}", true).join();
        assertThat(open.house.agentsSaid(1)).containsExactly("{\"hello\":1}");
        open.house.peers.getFirst().send("{\"command\":1}");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"command\":1}");
        link.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(open.house.agentsSaid(1)).containsExactly("(left)");
    }

    @Test
    void tellsAnAgentWhyItsLinkIsClosed() throws Exception {
        link("agent-token").sendText("hello", true).join();
        open.house.agentsSaid(1);
        open.house.peers.getFirst().close("another agent of this name came");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1000 another agent of this name came");
        assertThat(open.house.agentsSaid(1)).containsExactly("(left)");
    }

    @Test
    void endsALinkThatSendsAFrameTooLarge() throws Exception {
        link("agent-token").sendText("x".repeat(65_537), true);
        assertThat(heard.poll(10, TimeUnit.SECONDS)).startsWith("closed 1009");
        assertThat(open.house.agentsSaid(1)).containsExactly("(left)");
    }

    @Test
    void keepsALinkThatIsSilentForLongerThanARequestMayBe() throws Exception {
        var link = link("agent-token");
        assertThat(heard.poll(OpenDoors.SHORT.body().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)).isNull();
        link.sendText("still here", true).join();
        assertThat(open.house.agentsSaid(1)).containsExactly("still here");
    }

    @Test
    void tellsThatAnAgentLeftWhichGivesNoSignOfLifeAndNoGoodbye() throws Exception {
        var frozen = client.newWebSocketBuilder().header("Authorization", "Bearer agent-token")
                .buildAsync(URI.create("ws://127.0.0.1:" + open.port() + "/agent"), new WebSocket.Listener() {
                    @Override
                    public void onOpen(WebSocket socket) {
                        // It reads nothing, as one that was stopped in its tracks.
                    }
                }).join();
        frozen.sendText("hello", true).join();
        assertThat(open.house.agentsSaid(2)).containsExactly("hello", "(left)");
    }

    @Test
    void saysGoodbyeToAgentsWhenItCloses() throws Exception {
        link("agent-token").sendText("hello", true).join();
        open.house.agentsSaid(1);
        open.close();
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1001 closing");
    }

    @Test
    void letsNobodyInWithoutAnAgentsToken() throws IOException {
        assertThat(open.ask("GET /agent").status()).isEqualTo(401);
        assertThat(open.ask("GET /agent", BEARER).status()).isEqualTo(426);
        assertThatThrownBy(() -> link("wrong")).hasRootCauseMessage("Unexpected HTTP response status code 401");
    }

    @Test
    void keepsEvidenceUnderItsOwnHashOnly() throws IOException {
        var content = "\"main\" #1 prio=5".getBytes();
        var hash = Hashes.hex(Hashes.sha256(content));
        assertThat(Caller.ask(open.port(), content, "PUT /agent/evidence/" + hash, BEARER).status()).isEqualTo(204);
        assertThat(Files.readAllBytes(folder.resolve(hash))).isEqualTo(content);
        assertThat(Caller.ask(open.port(), content, "PUT /agent/evidence/" + "0".repeat(64), BEARER).status()).isEqualTo(422);
        assertThat(Caller.ask(open.port(), content, "PUT /agent/evidence/..", BEARER).status()).isBetween(400, 404);
        assertThat(Caller.ask(open.port(), content, "PUT /agent/evidence/" + hash).status()).isEqualTo(401);
        assertThat(open.ask("PUT /agent/evidence/" + hash, BEARER, "Content-Length: 10485761").status()).isEqualTo(413);
    }

    private WebSocket link(String token) {
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + open.port() + "/agent"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        heard.add("closed " + status + " " + reason);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
    }
}

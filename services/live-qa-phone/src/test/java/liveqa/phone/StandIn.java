package liveqa.phone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for live-qa: answers as it is told to, and speaks in tones, one for answers and another for everything else. */
final class StandIn implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    static final int PROMPT_HERTZ = 440;
    static final int ANSWER_HERTZ = 1000;
    static final String ANSWER = "給食費を、来年度の四月から無料にします。";
    /** A tenth of a second for each character: plausible speech. */
    private static final int SAMPLES_A_CHARACTER = 800;

    final List<String> spoken = new CopyOnWriteArrayList<>();
    final Map<String, JsonNode> asked = new ConcurrentHashMap<>();
    volatile int statusOfAsking = 202;
    volatile boolean answering = true;
    volatile boolean speaking = true;
    volatile String outcome = "valid";
    volatile String answer = ANSWER;
    volatile int samplesACharacter = SAMPLES_A_CHARACTER;
    private final HttpServer server;

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/questions", this::questions);
        server.createContext("/speech", this::speech);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void questions(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) ask(exchange);
        else hear(exchange);
    }

    private void ask(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (statusOfAsking == 202) asked.put(body.path("id").asString(), body);
        if (statusOfAsking == 429) exchange.getResponseHeaders().set("Retry-After", "7");
        send(exchange, statusOfAsking, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private void hear(HttpExchange exchange) throws IOException {
        var view = JSON.createObjectNode().put("status", answering ? "answered" : "waiting");
        if (answering) {
            view.put("outcome", outcome).put("answer", outcome.equals("valid") ? answer : "");
            if (outcome.equals("valid")) view.putObject("source").put("document", "学校と教育の約束").put("heading", "給食の無償化");
        }
        send(exchange, 200, view.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void speech(HttpExchange exchange) throws IOException {
        var text = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("text").asString();
        spoken.add(text);
        send(exchange, speaking ? 200 : 503, speaking ? tone(text) : new byte[0]);
    }

    private byte[] tone(String text) {
        int hertz = text.contains(ANSWER) ? ANSWER_HERTZ : PROMPT_HERTZ;
        int samples = text.length() * samplesACharacter;
        var wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1).putShort((short) 1)
                .putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(2 * samples);
        for (int i = 0; i < samples; i++) wav.putShort((short) (12_000 * Math.sin(2 * Math.PI * hertz * i / 8000)));
        return wav.array();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

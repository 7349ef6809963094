package liveqa.phone.asking;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** live-qa, as anybody knows it: by HTTP. Every wait is bounded, and what goes wrong is a reply. */
public final class LiveQa implements AutoCloseable {
    /** live-qa takes so many characters of a question. */
    static final int LONGEST_QUESTION = 500;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration BEYOND_THE_WAIT = Duration.ofSeconds(3);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;

    public LiveQa(URI address) {
        this.address = address;
    }

    /** Hands a question in. The same id again is the same question, so trying again is safe. */
    public Reply ask(String id, String author, String text) throws InterruptedException {
        var question = text.strip();
        if (question.codePointCount(0, question.length()) > LONGEST_QUESTION) return new Reply.TooLong();
        var body = JSON.createObjectNode().put("id", id).put("author", author).put("text", question).put("channel", "phone").toString();
        var request = to("/questions").timeout(CONNECT.plus(BEYOND_THE_WAIT)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        try {
            return received(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return new Reply.Away(e.toString());
        }
    }

    private static Reply received(HttpResponse<String> response) {
        int status = response.statusCode();
        return switch (status) {
            case 200, 201, 202 -> new Reply.Waiting();
            case 429 -> new Reply.Full(Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(5)));
            default -> status >= 500 ? new Reply.Away("it answered " + status) : new Reply.Failed("it answered " + status + " to the question");
        };
    }

    /** Waits for the answer, at most that long. */
    public Reply hear(String id, Duration wait) throws InterruptedException {
        var request = to("/questions/" + id + "?wait=" + wait.toMillis() + "ms").timeout(wait.plus(BEYOND_THE_WAIT)).build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 500) return new Reply.Away("it answered " + response.statusCode());
            if (response.statusCode() != 200) return new Reply.Failed("it answered " + response.statusCode() + " when asked for the answer");
            return standing(JSON.readTree(response.body()));
        } catch (IOException | JacksonException e) {
            return new Reply.Away(e.toString());
        }
    }

    private static Reply standing(JsonNode view) {
        return switch (view.path("status").asString("")) {
            case "answered" -> answered(view, view.path("source"));
            case "held" -> new Reply.Held();
            case "withdrawn" -> new Reply.Withdrawn();
            default -> new Reply.Waiting();
        };
    }

    private static Reply answered(JsonNode view, JsonNode source) {
        return switch (view.path("outcome").asString("")) {
            case "valid" -> new Reply.Found(view.path("answer").asString(""), source.path("document").asString(""), source.path("heading").asString(""));
            case "none" -> new Reply.NotFound();
            case String outcome -> new Reply.Failed("the outcome was \"" + outcome + "\"");
        };
    }

    /**
     * Asks for a text as speech.
     *
     * @return a WAV file
     * @throws IOException with why there is none: not reachable, no voice there, or more than the limit
     */
    public byte[] speech(String text, int rate, int limit, Duration within) throws IOException, InterruptedException {
        var body = JSON.createObjectNode().put("text", text).put("rate", rate).toString();
        var request = to("/speech").timeout(within).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build();
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (var in = response.body()) {
            if (response.statusCode() != 200) throw new IOException("live-qa answered " + response.statusCode() + " to /speech");
            var wav = in.readNBytes(limit + 1);
            if (wav.length > limit) throw new IOException("live-qa's speech is larger than " + limit + " bytes");
            return wav;
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

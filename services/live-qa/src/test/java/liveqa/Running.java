package liveqa;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import liveqa.answer.Answerer;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real service on a free port, and someone who talks to it. */
final class Running implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();
    final HttpClient client = HttpClient.newHttpClient();
    final Service service;

    Running(Path data, Seams seams, String... flags) throws CannotStart {
        this.service = Service.start(flags(data, flags), seams);
    }

    static Running plain(Path data, String... flags) throws CannotStart {
        return new Running(data, Seams.NONE, flags);
    }

    static Running answeredBy(Answerer answerer, Path data, String... flags) throws CannotStart {
        return new Running(data, new Seams(_ -> answerer, line -> line), flags);
    }

    static Flags flags(Path data, String... more) {
        var all = new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--data", data.toString()));
        all.addAll(List.of(more));
        // A question of its own would stand in the lines that tests count.
        if (!all.contains("--probe-every")) all.addAll(List.of("--probe-every", "0s"));
        return CommandLine.populateCommand(new Flags(), all.toArray(String[]::new));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(to(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        var request = to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    /** Asks and returns the id. */
    String ask(String text) throws Exception {
        return JSON.readTree(post("/questions", question(text)).body()).path("id").stringValue();
    }

    JsonNode answerTo(String id) throws Exception {
        return json("/questions/" + id + "?wait=20s");
    }

    static String question(String text) {
        return JSON.createObjectNode().put("author", "花子").put("text", text).toString();
    }

    /** The value of a metric's line, labels and all; 0 when there is none. */
    double metric(String series) throws Exception {
        return get("/metrics").body().lines().filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1))).findAny().orElse(0);
    }

    @Override
    public void close() {
        client.shutdownNow();
        service.close();
    }
}

package liveqa.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import liveqa.Flags;
import liveqa.Seams;
import liveqa.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The real service with an emulated endpoint. */
class ThroughTheServiceTest {
    private @TempDir Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    private String get(Service service, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.ofString()).body();
    }

    private String answer(Service service, String id) throws Exception {
        var question = HttpRequest.newBuilder(URI.create(service.url() + "/questions")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\":\"" + id + "\",\"text\":\"給食費は無料になりますか\"}")).build();
        assertThat(client.send(question, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        return get(service, "/questions/" + id + "?wait=25s");
    }

    /** The service asks itself whether it answers; that must cost no token. */
    private void probed(Service service) throws Exception {
        var asked = HttpRequest.newBuilder(URI.create(service.url() + "/questions")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\":\"probe\",\"channel\":\"probe\",\"text\":\"給食費は無料になりますか\"}")).build();
        assertThat(client.send(asked, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        assertThat(get(service, "/questions/probe?wait=25s")).contains("によると");
    }

    @Test
    void theModelWordsTheAnswerAndItsFallIsTold() throws Exception {
        var key = Files.writeString(data.resolve("key"), "sk-secret");
        try (var endpoint = new FakeEndpoint((call, n) -> {
            if (n == 1) call.stream("小中学校の給食費は、来年度の四月から無料にします。[1]");
            else call.refuse(401);
        })) {
            var flags = CommandLine.populateCommand(new Flags(), "--listen", "127.0.0.1:0", "--data", data.resolve("state").toString(), "--llm", endpoint.url().toString(),
                    "--llm-model", "tiny", "--llm-key-file", key.toString(), "--llm-first-token", "9000", "--llm-whole", "20000");
            try (var service = Service.start(flags, new Seams(UnaryOperator.identity(), UnaryOperator.identity()))) {
                probed(service);
                assertThat(answer(service, "a")).contains("小中学校の給食費は、来年度の四月から無料にします。", "\"quote\":\"市立の小学校と中学校の給食費を");
                for (var id : new String[] {"b", "c", "d", "e"}) assertThat(answer(service, id)).contains("によると、市立の小学校と中学校の給食費を");
                assertThat(get(service, "/health")).contains("\"status\":\"ok\"", "the model does not answer").doesNotContain("sk-secret");
                assertThat(get(service, "/metrics")).contains("model_answers_total{outcome=\"used\"} 1.0", "model_answers_total{outcome=\"refused\"} 4.0", "model_usable 0.0").doesNotContain("sk-secret");
            }
        }
    }
}

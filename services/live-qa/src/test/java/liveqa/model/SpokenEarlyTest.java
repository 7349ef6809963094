package liveqa.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import liveqa.Flags;
import liveqa.Seams;
import liveqa.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real service, somebody who listens, and an emulated endpoint that takes its time. */
class SpokenEarlyTest {
    private static final String FIRST = "小中学校の給食費は、来年度の四月から無料にします。";
    private static final String SECOND = "アレルギーのために弁当を持ってくる子どもには、同じ額を家庭に支給します。";
    private @TempDir Path data;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicLong firstSaidAt = new AtomicLong();

    private JsonNode json(Service service, String path) throws Exception {
        return new JsonMapper().readTree(client.send(HttpRequest.newBuilder(URI.create(service.url() + path)).build(), BodyHandlers.ofString()).body());
    }

    private JsonNode onAirWhen(Service service, Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            var first = json(service, "/air/state").path("lineup").path(0);
            if (wanted.test(first)) return first;
        }
        throw new AssertionError("it never came on air so: " + json(service, "/air/state"));
    }

    private void withModel(FakeEndpoint.Behaviour behaviour, Listening what) throws Exception {
        var key = Files.writeString(data.resolve("key"), "sk-secret");
        try (var endpoint = new FakeEndpoint(behaviour)) {
            var flags = CommandLine.populateCommand(new Flags(), "--listen", "127.0.0.1:0", "--data", data.resolve("state").toString(), "--llm", endpoint.url().toString(), "--voice", "off",
                    "--llm-model", "tiny", "--llm-key-file", key.toString(), "--llm-first-token", "9000", "--llm-whole", "60000", "--probe-every", "0s");
            try (var service = Service.start(flags, new Seams(UnaryOperator.identity(), UnaryOperator.identity())); var page = listens(service)) {
                var question = HttpRequest.newBuilder(URI.create(service.url() + "/questions")).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"id\":\"q\",\"text\":\"給食費は無料になりますか\"}")).build();
                assertThat(client.send(question, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
                what.hears(service);
                assertThat(page).isNotNull();
            }
        }
    }

    private interface Listening {
        void hears(Service service) throws Exception;
    }

    private InputStream listens(Service service) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(service.url() + "/air/events?speak=1")).build(), BodyHandlers.ofInputStream()).body();
    }

    @Test
    void theFirstCheckedSentenceIsSaidWithinTwoSecondsWhileTheModelStillWrites() throws Exception {
        withModel((call, _) -> {
            var out = call.begin();
            FakeEndpoint.Call.say(out, FIRST + "[1]");
            firstSaidAt.set(System.currentTimeMillis());
            FakeEndpoint.Call.say(out, "ア");
            goOn.await(30, TimeUnit.SECONDS);
            FakeEndpoint.Call.say(out, SECOND.substring(1) + "[1]");
            FakeEndpoint.Call.raw(out, "data: [DONE]\n\n");
        }, service -> {
            var said = onAirWhen(service, item -> !item.path("cues").isEmpty());
            assertThat(json(service, "/questions/q").path("status").asString()).as("it is not whole").isEqualTo("answering");
            assertThat(said.path("answer").asString()).isEqualTo(FIRST);
            assertThat(said.path("growing").asBoolean()).isTrue();
            assertThat(said.path("readyAt").asString()).isNotEmpty();
            assertThat(said.path("cues").get(0).path("at").asLong() - firstSaidAt.get()).as("milliseconds from the sentence to its first word").isLessThanOrEqualTo(2_000);
            goOn.countDown();
            var whole = onAirWhen(service, item -> !item.path("growing").asBoolean(true));
            assertThat(whole.path("answer").asString()).startsWith(FIRST + SECOND);
            assertThat(whole.path("sentences").toString()).containsOnlyOnce("給食費は、来年度");
        });
    }

    @Test
    void aSentenceThatIsNotInTheDocumentsIsNeverSaidAndWhatWasSaidStands() throws Exception {
        withModel((call, _) -> call.stream(FIRST + "[1]" + "さらに一人あたり九万円を配ります。[1]"), service -> {
            var item = onAirWhen(service, one -> !one.path("growing").asBoolean(true));
            assertThat(item.path("answer").asString()).startsWith(FIRST);
            assertThat(json(service, "/air/state").toString()).doesNotContain("九万円");
        });
    }

    @Test
    void whenTheFirstSentenceFailsTheDocumentsSpeakForThemselves() throws Exception {
        withModel((call, _) -> call.stream("給食費として一人あたり九万円を配ります。[1]"), service -> {
            var item = onAirWhen(service, one -> one.path("growing").isBoolean() && !one.path("growing").asBoolean());
            assertThat(item.path("answer").asString()).contains("によると、市立の小学校と中学校の給食費を");
            assertThat(json(service, "/air/state").toString()).doesNotContain("九万円");
        });
    }
}

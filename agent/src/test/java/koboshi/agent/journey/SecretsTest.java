package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.cleaning;
import static koboshi.agent.journey.Steps.hear;
import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.say;
import static koboshi.agent.journey.Steps.talk;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String SECRET = "hunter\"2 &=";

    @TempDir
    Path folder;

    private String reference;

    @BeforeEach
    void keep() throws IOException {
        var file = Files.writeString(folder.resolve("token"), SECRET + "\n");
        reference = "${file:" + file + "}";
    }

    /** Tells everybody what it was sent, in its own spelling. */
    private static OneService gossip() throws IOException {
        return new OneService((request, socket) -> socket.getOutputStream().write(
                ("HTTP/1.1 403 No\r\nContent-Length: " + request.length() + "\r\n\r\n" + request).getBytes(StandardCharsets.UTF_8)));
    }

    private Step.Http step(String url, String header, String body) {
        return new Step.Http("get", "POST", url, Map.of("Authorization", header), Optional.of(body), Step.Expectation.SUCCESS, Map.of());
    }

    @Test
    void theServiceGetsTheSecretAndNobodyElse() throws IOException {
        try (var service = gossip()) {
            var run = run(step(service.url(), "Bearer " + reference, reference));
            assertThat(service.requests.getFirst()).contains("Authorization: Bearer " + SECRET + "\r\n").endsWith(SECRET);
            assertThat(run.toString()).doesNotContain("hunter").contains("Bearer ***");
        }
    }

    @Test
    void noPartOfASecretIsLeftWhereATextIsCut() throws IOException {
        Files.writeString(folder.resolve("token"), "hunter2".repeat(100));
        try (var service = new OneService((_, socket) -> OneService.answering("HTTP/1.1 403 No", "", "x".repeat(150) + "hunter2".repeat(100)).answer("", socket))) {
            assertThat(why(run(step(service.url(), reference, "")))).doesNotContain("hunter").contains("***");
        }
    }

    @Test
    void otherSpellingsOfASecretAreHiddenToo() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 403 No", "", "{\"token\": \"hunter\\\"2 &=\"} ?t=hunter%222+%26%3D"))) {
            assertThat(why(run(step(service.url(), reference, "")))).doesNotContain("hunter");
        }
    }

    @Test
    void aSecretMayBeSaid() throws IOException {
        try (var lines = new LineServer("", line -> "you said " + line + "\n")) {
            var run = Rehearsal.run(journey(Duration.ofSeconds(1), talk(lines.address(), say("AUTH " + reference), hear("OK"))));
            assertThat(lines.said).containsExactly("AUTH " + SECRET);
            assertThat(why(run)).doesNotContain("hunter").contains("the last was you said AUTH ***");
        }
    }

    @Test
    void aSecretMayComeFromTheEnvironment() throws IOException {
        try (var service = gossip()) {
            var run = run(step(service.url(), "${env:PATH}", ""));
            assertThat(service.requests.getFirst()).contains("Authorization: " + System.getenv("PATH"));
            assertThat(why(run)).doesNotContain(System.getenv("PATH"));
        }
    }

    @Test
    void aSecretThatIsMissingSaysNothingOfTheService() throws IOException {
        try (var service = gossip()) {
            var journey = journey(Steps.TIMEOUT, step(service.url(), "${env:KOBOSHI_NO_SUCH_VARIABLE}", ""));
            assertThatThrownBy(() -> Rehearsal.run(journey)).isInstanceOf(Unready.class).hasMessage("environment variable KOBOSHI_NO_SUCH_VARIABLE is not set");
            assertThat(service.requests).isEmpty();
        }
    }

    @Test
    void aSecretMissingForTheCleaningUpIsARemark() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", ""))) {
            var journey = cleaning(journey(Steps.TIMEOUT, Steps.request("get", "GET", service.url())), step(service.url(), "${file:/nowhere/at/all}", ""));
            var run = Rehearsal.run(journey);
            assertThat(run.clean()).isTrue();
            assertThat(run.remarks()).singleElement().asString().isEqualTo("cleaning up: file /nowhere/at/all cannot be read");
        }
    }

    @Test
    void aCapturedTextThatLooksLikeASecretFetchesNone() throws IOException {
        try (var sly = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "{\"id\": \"" + reference + "\"}"))) {
            var ask = new Step.Http("ask", "GET", sly.url(), Map.of(), Optional.empty(), Step.Expectation.SUCCESS, Map.of("id", new Step.Capture.Json("/id")));
            var hear = new Step.Http("hear", "GET", sly.url(), Map.of("X-Id", "${id}"), Optional.empty(), Step.Expectation.SUCCESS, Map.of());
            assertThat(run(ask, hear).clean()).isTrue();
            assertThat(List.copyOf(sly.requests).getLast()).contains("X-Id: " + reference).doesNotContain("hunter");
        }
    }
}

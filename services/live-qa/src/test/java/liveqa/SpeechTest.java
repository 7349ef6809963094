package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Speech for others, and settings, by HTTP. */
class SpeechTest {
    private @TempDir Path data;

    private static HttpResponse<byte[]> speak(Running running, String body) throws Exception {
        return running.client.send(running.to("/speech").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @CsvSource({"8000", "16000", "24000", "48000"})
    void isAWavFileAtTheRateThatWasAskedFor(int rate) throws Exception {
        SpeechNeeded.check();
        try (var running = Running.plain(data)) {
            var reply = speak(running, "{\"text\":\"給食費は2026年4月から無料です。\",\"rate\":" + rate + "}");
            assertThat(reply.headers().firstValue("Content-Type")).contains("audio/wav");
            var sound = javax.sound.sampled.AudioSystem.getAudioInputStream(new java.io.ByteArrayInputStream(reply.body()));
            assertThat(sound.getFormat().getSampleRate()).isEqualTo(rate);
            assertThat(sound.getFormat().getChannels()).isEqualTo(1);
            assertThat(sound.getFrameLength() / (double) rate).isBetween(2.0, 8.0);
        }
    }

    @Test
    void refusesWhatIsNotAText() throws Exception {
        try (var running = Running.plain(data)) {
            for (var body : new String[] {"{}", "{\"text\":\"\"}", "{\"text\":\"あ\",\"rate\":44100}", "{\"text\":\"" + "あ".repeat(1_001) + "\"}", "[]"}) {
                assertThat(speak(running, body).statusCode()).as(body).isEqualTo(400);
            }
            assertThat(running.get("/speech").statusCode()).isEqualTo(405);
            assertThat(running.get("/air/sound/none").statusCode()).isEqualTo(404);
            assertThat(running.get("/air/..%2fsettings.json").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aVoiceThatIsSwitchedOffIsNoTrouble() throws Exception {
        try (var running = Running.plain(data, "--voice", "off")) {
            assertThat(running.post("/speech", "{\"text\":\"はい\"}").body()).contains("switched off by --voice off");
            assertThat(running.post("/speech", "{\"text\":\"はい\"}").statusCode()).isEqualTo(503);
            assertThat(running.get("/health").body()).contains("\"name\":\"voice\",\"state\":\"ok\"").doesNotContain("degraded");
            assertThat(running.metric("part_ok{part=\"voice\"}")).isEqualTo(1);
            assertThat(running.answerTo(running.ask("給食費は無料になりますか")).path("outcome").asString()).isEqualTo("valid");
        }
    }

    @Test
    void aVoiceThatIsMissingIsNamedInHealth() throws Exception {
        try (var running = Running.plain(data, "--voice", data.resolve("no.htsvoice").toString())) {
            assertThat(running.post("/speech", "{\"text\":\"はい\"}").statusCode()).isEqualTo(503);
            assertThat(running.get("/health").body()).contains("\"name\":\"voice\",\"state\":\"degraded\"", "the browser speaks in its place");
        }
    }

    @Test
    void theOperatorsTokenIsAskedForWhenThereIsOne() throws Exception {
        var token = Files.writeString(data.resolve("token"), "a-long-secret-word\n");
        try (var running = Running.plain(data.resolve("data"), "--operator-token-file", token.toString())) {
            var change = "{\"version\":1,\"change\":{\"volume\":10}}";
            assertThat(running.post("/air/settings", change).statusCode()).isEqualTo(401);
            assertThat(running.post("/air/settings", change, "Authorization", "Bearer a-long-secret-word").statusCode()).isEqualTo(200);
            assertThat(running.post("/air/settings", change, "Authorization", "Bearer a-long-secret-word").statusCode()).isEqualTo(409);
            assertThat(running.post("/air/settings", "{\"version\":2,\"change\":{\"volum\":1}}", "Authorization", "Bearer a-long-secret-word").body()).contains("did you mean");
        }
    }
}

package liveqa.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import liveqa.phone.words.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingTest {
    private static final Map<String, String> TOKEN = Map.of("TWILIO_AUTH_TOKEN", Phone.TOKEN);
    private @TempDir Path folder;

    private static void refused(Map<String, String> environment, String says, String... flags) throws Exception {
        var end = Child.end(environment, flags);
        assertThat(end.said()).contains(says).doesNotContain(Phone.TOKEN);
        assertThat(end.code()).isEqualTo(2);
    }

    @Test
    void somethingMustBeAnswered() throws Exception {
        refused(Map.of(), "nothing to answer: turn on the webhooks", "--listen", "127.0.0.1:0");
    }

    @Test
    void sipWithoutAVoiceSaysWhatToInstall() throws Exception {
        refused(Map.of(), "SIP needs a voice, and none speaks Japanese", "--listen", "127.0.0.1:0", "--sip", "127.0.0.1:" + Phone.freePort(),
                "--live-qa", "http://127.0.0.1:" + Phone.freePort(), "--voices", folder.toString());
    }

    @Test
    void sipOnEveryAddressIsRefused() throws Exception {
        refused(Map.of(), "--sip needs the address that callers reach", "--sip", "0.0.0.0:5060");
    }

    @Test
    void wrongFlagsAreExplained() throws Exception {
        refused(TOKEN, "expected HOST:PORT", "--listen", "8090");
        refused(TOKEN, "expected a time such as 500ms", "--patience", "long");
        refused(TOKEN, "expected an address such as 203.0.113.7 or 203.0.113.0/24", "--sip-allow", "example.org");
        refused(TOKEN, "expected a range such as 40000-40199", "--rtp-ports", "1-2");
    }

    @Test
    void wrongWordsAreNamedWithTheirLines() throws Exception {
        var words = folder.resolve("words.txt");
        Files.writeString(words, Words.bundledText().replace("ja.greeting", "ja.greting"));
        refused(TOKEN, "unknown key \"ja.greting\"; the nearest is \"ja.greeting\"", "--listen", "127.0.0.1:0", "--words", words.toString());
    }

    @Test
    void aPortInUseIsSaid() throws Exception {
        try (var liveQa = new StandIn(); var phone = Phone.by(liveQa.address())) {
            var address = phone.service.url().substring("http://".length());
            refused(TOKEN, "cannot listen at " + address, "--listen", address);
        }
    }

    @Test
    void theTokenMayComeFromAFile() throws Exception {
        var token = Files.writeString(folder.resolve("token"), "\n" + Phone.TOKEN + "\n");
        try (var child = Child.ready("--listen", "127.0.0.1:0", "--twilio-token-file", token.toString())) {
            assertThat(new Provider(child.url().toString(), child.url().toString(), Phone.TOKEN, "CA1").calls()).contains("ご質問を");
            assertThat(child.said.toString()).doesNotContain(Phone.TOKEN, "12345678");
        }
    }

    @Test
    void itEndsSoonWhenNobodyCalls() throws Exception {
        try (var child = Child.ready("--listen", "127.0.0.1:0")) {
            child.process.destroy();
            assertThat(child.process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void helpAndOnesOwnWords() throws Exception {
        assertThat(Child.end(Map.of(), "--help")).satisfies(end -> assertThat(end.said()).contains("--sip-allow", "--public-url", "--copy-words"));
        var copy = folder.resolve("mine.txt");
        assertThat(Child.end(Map.of(), "--copy-words", copy.toString()).code()).isZero();
        assertThat(copy).hasContent(Words.bundledText());
        assertThat(Child.end(Map.of(), "--copy-words", copy.toString()).code()).as("what is there is not overwritten").isEqualTo(2);
    }
}

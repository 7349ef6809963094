package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.capture;
import static koboshi.agent.journey.Steps.hear;
import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.say;
import static koboshi.agent.journey.Steps.talk;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Step;
import org.junit.jupiter.api.Test;

class TalkingTest {
    private static LineServer mail() throws IOException {
        return new LineServer("220 qa ready\r\n", line -> line.startsWith("EHLO") ? "250-qa\r\n250 id=42\r\n" : line.startsWith("RSET") ? "250 ok\r\n" : "500 what?\r\n");
    }

    @Test
    void saysAndHearsByTurnsAndKeepsWhatItHeard() throws IOException {
        try (var mail = mail()) {
            var run = run(talk(mail.address(), hear("220"), say("EHLO probe"), capture("250 ", "id", "id=(\\d+)"), say("RSET ${id}"), hear("250 ok")));
            assertThat(run.stumble()).isEmpty();
            assertThat(mail.said).containsExactly("EHLO probe", "RSET 42");
        }
    }

    @Test
    void whatWasHeardGoesIntoTheNextStep() throws IOException {
        try (var mail = mail()) {
            var first = talk(mail.address(), say("EHLO"), capture("250 ", "id", "id=(\\d+)"));
            assertThat(run(first, talk(mail.address(), say("RSET ${id}"), hear("250 ok"))).clean()).isTrue();
        }
    }

    @Test
    void toConnectIsEnoughWhereNothingIsSaid() throws IOException {
        try (var mail = mail()) {
            assertThat(run(talk(mail.address())).clean()).isTrue();
        }
    }

    @Test
    void namesWhatItWaitsForAndWhatCameInstead() throws IOException {
        try (var mail = mail()) {
            var run = Rehearsal.run(journey(Duration.ofSeconds(1), talk(mail.address(), hear("220"), say("NOOP"), hear("250"))));
            assertThat(why(run)).isEqualTo("talk: no line with \"250\" (the last was 500 what?) within 1 s");
        }
    }

    @Test
    void aLineMayHaveATimeOfItsOwn() throws IOException {
        try (var mail = mail()) {
            var soon = new Step.Turn.Hear(Step.Wording.containing("never"), Map.of(), Optional.of(Duration.ofMillis(500)));
            assertThat(why(run(talk(mail.address(), soon)))).isEqualTo("talk: no line with \"never\" (the last was 220 qa ready) within 500 ms");
        }
    }

    @Test
    void namesAConnectionThatEnds() throws IOException {
        try (var rude = new LineServer("", _ -> null)) {
            assertThat(why(run(talk(rude.address(), say("hello"), hear("hi"))))).isEqualTo("talk: the connection was closed: no line with \"hi\"");
        }
    }

    @Test
    void anEndlessLineIsEnded() throws IOException {
        try (var loud = new LineServer("x".repeat(100_000), line -> line)) {
            assertThat(why(run(talk(loud.address(), hear("hi"))))).contains("a line of more than 16384 bytes");
        }
    }

    @Test
    void linesWithoutEndAreEnded() throws IOException {
        try (var loud = new LineServer("x\n".repeat(2_000_000), line -> line)) {
            assertThat(why(run(talk(loud.address(), hear("hi"))))).contains("more than 1048576 bytes");
        }
    }

    @Test
    void aCapturedLineBreakBeginsNoCommandOfItsOwn() throws IOException {
        try (var mail = mail(); var sly = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "{\"id\": \"1\\r\\nQUIT\"}"))) {
            var ask = new Step.Http("ask", "GET", sly.url(), Map.of(), Optional.empty(), Step.Expectation.SUCCESS, Map.of("id", new Step.Capture.Json("/id")));
            assertThat(why(run(ask, talk(mail.address(), say("RSET ${id}"), hear("250"))))).isEqualTo("talk: a value with a line break was to be said");
            assertThat(mail.said).isEmpty();
        }
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        assertThat(List.of("nowhere", "a:99999")).allSatisfy(address -> assertThat(why(run(talk(address)))).isEqualTo("talk: not a host:port: " + address));
    }
}

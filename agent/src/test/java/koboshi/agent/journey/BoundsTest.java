package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.get;
import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.matching;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.why;
import static koboshi.agent.journey.Steps.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final String[] WELL = {"HTTP/1.1 200 OK", "", "order 42 is done"};

    @Test
    void aStepThatTakesTooLongIsEndedThen() throws IOException {
        try (var service = new OneService(OneService.silent())) {
            var run = run(get(service.url(), within(Duration.ofMillis(150))));
            assertThat(why(run)).isEqualTo("get: no answer within 150 ms");
            assertThat(run.took()).isBetween(Duration.ofMillis(150), Duration.ofSeconds(5));
            assertThat(run.steps()).extracting(Run.Taken::outcome).containsExactly(Run.Outcome.STUMBLED);
        }
    }

    @Test
    void aStepInTimeIsClean() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            assertThat(run(get(service.url(), within(Duration.ofSeconds(5)))).clean()).isTrue();
        }
    }

    @Test
    void aBodyMustMatch() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            assertThat(run(get(service.url(), matching("order \\d+ is"))).clean()).isTrue();
            assertThat(why(run(get(service.url(), matching("order [a-z]+"))))).isEqualTo("get: expected a body with a match of order [a-z]+, came order 42 is done");
        }
    }

    @Test
    void aRunLongerThanItMayTakeIsNotClean() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            var step = get(service.url(), Step.Expectation.SUCCESS);
            var one = journey(Steps.TIMEOUT, step);
            var hasty = new Journey("ask", one.service(), one.every(), one.timeout(), one.identity(), one.steps(), Optional.empty(), Optional.of(Duration.ofNanos(1)), List.of(), Optional.empty(), Optional.empty());
            assertThat(why(Rehearsal.run(hasty))).matches("all steps: expected within 0 s, took \\d+ ms");
        }
    }

    @Test
    void anExpressionThatGoesBackAndForthForEverIsEnded() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "a".repeat(50) + "b"))) {
            assertThat(why(run(get(service.url(), matching("^(a|aa)+(b)\\2$"))))).isEqualTo("get: the pattern ^(a|aa)+(b)\\2$ takes too long on this text");
        }
    }

    @Test
    void anExpressionTooDeepForATextIsNamed() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "ab".repeat(400_000)))) {
            assertThat(why(run(get(service.url(), matching("^(a|b)*$"))))).contains("is too deep for this text");
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        try (var service = new OneService((request, socket) -> OneService.answering(
                "HTTP/1.1 302 Found", "Location: " + request.split(" ")[1] + "x", "", "").answer(request, socket))) {
            assertThat(why(run(get(service.url() + "/a", Step.Expectation.SUCCESS))))
                    .isEqualTo("get: expected status 200 to 299, came 302: redirects are not followed, this one leads to /ax");
            assertThat(service.requests).hasSize(1);
        }
    }

    @Test
    void interimAnswersWithoutEndAreEnded() throws IOException {
        try (var service = new OneService((_, socket) -> {
            while (true) {
                socket.getOutputStream().write("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
        })) {
            assertThat(why(run(get(service.url(), Step.Expectation.SUCCESS)))).contains("more than 10 interim answers");
        }
    }

    @Test
    void chunksOfNothingButNamesAreEnded() throws IOException {
        var chunk = ("1;" + "x".repeat(16_000) + "\r\na\r\n").getBytes(StandardCharsets.UTF_8);
        try (var service = new OneService((_, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write(chunk);
            }
        })) {
            assertThat(why(run(get(service.url(), Step.Expectation.SUCCESS)))).contains("bytes around its body");
        }
    }

    @Test
    void aServerThatAnswersForSomebodyElseIsNamed() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 500 Oops", "X-Service: mail", "", ""))) {
            var one = journey(Steps.TIMEOUT, get(service.url(), Step.Expectation.SUCCESS));
            var known = new Journey("ask", one.service(), one.every(), one.timeout(), Optional.of(new Journey.Identity("X-Service", "qa")), one.steps());
            assertThat(why(Rehearsal.run(known))).isEqualTo("get: expected header X-Service \"qa\", came mail");
        }
    }

    @Test
    void eachStepIsToldWithItsTimeAndWhatCameOfIt() throws IOException {
        try (var service = new OneService((request, socket) -> (request.contains("/slow") ? OneService.silent() : OneService.answering(WELL)).answer(request, socket))) {
            var run = Rehearsal.run(journey(Duration.ofSeconds(1), Steps.request("quick", "GET", service.url()), Steps.request("slow", "GET", service.url() + "/slow")));
            assertThat(run.steps()).extracting(Run.Taken::step, Run.Taken::outcome).containsExactly(
                    tuple("quick", Run.Outcome.DONE), tuple("slow", Run.Outcome.CUT_OFF));
            assertThat(run.steps().stream().map(Run.Taken::took).reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(run.took());
        }
    }

    @Test
    void aHttpStepWithoutTlsHasNoCertificate() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            var expect = new Step.Expectation(List.of(), Map.of(), List.of(), Map.of(), List.of(), Optional.empty(), Optional.of(Duration.ofDays(1)));
            assertThat(why(run(get(service.url(), expect)))).isEqualTo("get: expected a certificate, came a connection without TLS");
        }
    }
}

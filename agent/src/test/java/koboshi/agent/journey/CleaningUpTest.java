package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.cleaning;
import static koboshi.agent.journey.Steps.journey;
import static koboshi.agent.journey.Steps.request;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Step;
import koboshi.signal.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleaningUpTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final OneService service;

    CleaningUpTest() throws IOException {
        service = new OneService((request, socket) -> manner(request.split(" ")[1]).answer(request, socket));
    }

    private static OneService.Manner manner(String path) {
        return switch (path) {
            case "/hangs" -> OneService.silent();
            case "/fails" -> OneService.answering("HTTP/1.1 500 Oops", "", "");
            default -> OneService.answering("HTTP/1.1 201 Created", "", "{\"id\": 7}");
        };
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Step.Http order() {
        return new Step.Http("order", "POST", service.url() + "/orders", Map.of(), Optional.empty(), Step.Expectation.SUCCESS, Map.of("id", new Step.Capture.Json("/id")));
    }

    private Step.Http cancel() {
        return request("cancel", "DELETE", service.url() + "/orders/${id}");
    }

    private List<String> asked() {
        return service.requests.stream().map(request -> request.substring(0, request.indexOf(" HTTP/"))).toList();
    }

    @Test
    void cleansUpAfterACleanRun() {
        var run = Rehearsal.run(cleaning(journey(Steps.TIMEOUT, order()), cancel()));
        assertThat(run.clean()).isTrue();
        assertThat(asked()).containsExactly("POST /orders", "DELETE /orders/7");
        assertThat(run.steps()).extracting(Run.Taken::step).containsExactly("order", "cancel");
    }

    @Test
    void cleansUpAfterAStumble() {
        var run = Rehearsal.run(cleaning(journey(Steps.TIMEOUT, order(), request("pay", "GET", service.url() + "/fails")), cancel()));
        assertThat(why(run)).startsWith("pay: expected status");
        assertThat(asked()).endsWith("DELETE /orders/7");
    }

    @Test
    void cleansUpAfterTheTimeout() {
        var run = Rehearsal.run(cleaning(journey(SHORT, order(), request("pay", "GET", service.url() + "/hangs")), cancel()));
        assertThat(why(run)).isEqualTo("pay: no answer within 1 s");
        assertThat(asked()).endsWith("DELETE /orders/7");
    }

    @Test
    void whatFailsInCleaningUpIsARemarkAndStopsNothingElse() {
        var run = Rehearsal.run(cleaning(journey(Steps.TIMEOUT, order()), request("refund", "GET", service.url() + "/fails"), cancel()));
        assertThat(run.clean()).isTrue();
        assertThat(run.remarks()).singleElement().asString().isEqualTo("refund: expected status 200 to 299, came 500: nothing");
        assertThat(asked()).endsWith("DELETE /orders/7");
    }

    @Test
    void cleaningUpThatHangsIsEndedAndNamed() {
        var run = Rehearsal.run(cleaning(journey(Steps.TIMEOUT, order()), request("refund", "GET", service.url() + "/hangs")));
        assertThat(run.clean()).isTrue();
        assertThat(run.took()).isLessThan(Steps.TIMEOUT);
        assertThat(run.remarks()).singleElement().asString().isEqualTo("refund: no answer within 1 s");
    }

    @Test
    void whatWasNeverMadeIsNotCleanedUp() {
        var run = Rehearsal.run(cleaning(journey(Steps.TIMEOUT, request("order", "GET", service.url() + "/fails")), cancel()));
        assertThat(run.remarks()).isEmpty();
        assertThat(run.steps()).extracting(Run.Taken::outcome).containsExactly(Run.Outcome.STUMBLED, Run.Outcome.SKIPPED);
    }
}

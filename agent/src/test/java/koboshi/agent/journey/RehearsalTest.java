package koboshi.agent.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import koboshi.agent.Await;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final String[] WELL = {"HTTP/1.1 200 OK", "Content-Type: application/json", "X-Service: qa", "", "{\"id\": 42, \"text\": \"猫\"}"};

    @Test
    void takesWhatOneStepGaveIntoTheNext() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            var ask = step("ask", "POST", service.url() + "/ask", Optional.of("{\"q\":1}"), Step.Expectation.SUCCESS,
                    Map.of("id", new Step.Capture.Json("/id"), "who", new Step.Capture.Header("x-service"), "cat", new Step.Capture.Regex("text\": \"(.)")));
            var hear = step("hear", "PUT", service.url() + "/answers/${id}?who=${who}", Optional.of("${cat}"), Step.Expectation.SUCCESS, Map.of());
            assertThat(run(ask, hear).stumble()).isEmpty();
            assertThat(service.requests.getFirst()).startsWith("POST /ask HTTP/1.1\r\n").endsWith("\r\n\r\n{\"q\":1}");
            assertThat(service.requests.getLast()).startsWith("PUT /answers/42?who=qa HTTP/1.1\r\n").endsWith("猫");
        }
    }

    @Test
    void acceptsWhatIsExpected() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            var expect = new Step.Expectation(List.of(200, 204), Map.of("x-service", "qa"), List.of("猫"), Map.of("/id", "42"));
            assertThat(run(get(service, expect)).clean()).isTrue();
        }
    }

    @Test
    void readsAnAnswerInChunks() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "abc", "2;x=y", "de", "0", "", ""))) {
            assertThat(run(get(service, containing("abcde"))).clean()).isTrue();
        }
    }

    @Test
    void saysWhoAnsweredInItsPlace() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            var journey = new Journey("ask", ResourceId.service("qa"), TIMEOUT, TIMEOUT, Optional.of(new Journey.Identity("X-Service", "meeting")),
                    List.of(get(service, Step.Expectation.SUCCESS)));
            assertThat(why(Rehearsal.run(journey))).isEqualTo("get: expected header X-Service \"meeting\", came qa");
        }
    }

    @Test
    void saysWhatBodyCameInstead() throws IOException {
        try (var service = new OneService(OneService.answering(WELL))) {
            assertThat(why(run(get(service, containing("dog"))))).startsWith("get: expected a body with \"dog\", came {\"id\": 42");
            var json = new Step.Expectation(List.of(), Map.of(), List.of(), Map.of("/id", "43"));
            assertThat(why(run(get(service, json)))).isEqualTo("get: expected \"43\" at /id, came 42");
        }
    }

    @Test
    void saysWhichStatusCame() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 503 Busy", "Content-Length: 9", "", "too many!"))) {
            assertThat(why(run(get(service, Step.Expectation.SUCCESS)))).isEqualTo("get: expected status 200 to 299, came 503: too many!");
        }
    }

    @Test
    void saysWhatCouldNotBeCaptured() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "sorry"))) {
            var step = step("ask", "GET", service.url(), Optional.empty(), Step.Expectation.SUCCESS, Map.of("id", new Step.Capture.Json("/id")));
            assertThat(why(run(step))).isEqualTo("ask: expected JSON, came sorry");
        }
    }

    @Test
    void cutsOffAServerThatAcceptsAndNeverAnswers() throws IOException {
        try (var service = new OneService(OneService.silent())) {
            var run = hurried(get(service, Step.Expectation.SUCCESS));
            assertThat(why(run)).isEqualTo("get: no answer within 400 ms");
            assertThat(run.took()).isBetween(TIMEOUT, TIMEOUT.plusMillis(400));
        }
    }

    @Test
    void cutsOffABodyThatNeverEnds() throws IOException {
        OneService.Manner trickling = (_, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write('a');
                Await.aMoment();
            }
        };
        try (var service = new OneService(trickling)) {
            assertThat(why(hurried(get(service, Step.Expectation.SUCCESS)))).isEqualTo("get: the answer did not end within 400 ms");
        }
    }

    @Test
    void doesNotTakeInAHugeBody() throws IOException {
        try (var service = new OneService((_, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write(new byte[65536]);
            }
        })) {
            assertThat(why(run(get(service, Step.Expectation.SUCCESS)))).contains("a body of more than 1048576 bytes");
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var address = "127.0.0.1:" + closed.getLocalPort();
        closed.close();
        var step = step("get", "GET", "http://" + address, Optional.empty(), Step.Expectation.SUCCESS, Map.of());
        assertThat(why(run(step))).isEqualToIgnoringCase("get: " + address + ": connection refused");
    }

    @Test
    void saysThatTheConnectionWasClosedWithoutAnAnswer() throws IOException {
        try (var service = new OneService((_, socket) -> socket.close())) {
            assertThat(why(run(get(service, Step.Expectation.SUCCESS)))).contains("the connection was closed without an answer");
        }
    }

    @Test
    void aServiceStartedAgainIsNotJudgedByItsOldConnections() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "Content-Length: 2", "Connection: keep-alive", "", "ok"))) {
            assertThat(IntStream.range(0, 5).mapToObj(_ -> run(get(service, containing("ok"))))).allMatch(Run::clean);
        }
    }

    @Test
    void manyRunAtOnce() throws Exception {
        try (var service = new OneService(OneService.answering(WELL)); var many = Executors.newVirtualThreadPerTaskExecutor()) {
            var patient = new Journey("ask", ResourceId.service("qa"), TIMEOUT, Duration.ofSeconds(10), Optional.empty(), List.of(get(service, containing("猫"))));
            var runs = many.invokeAll(IntStream.range(0, 200).<Callable<Run>>mapToObj(_ -> () -> Rehearsal.run(patient)).toList());
            for (var run : runs) {
                assertThat(run.get().stumble()).isEmpty();
            }
        }
    }

    @Test
    void aCapturedLineBreakDoesNotBecomeAHeader() throws IOException {
        try (var service = new OneService(OneService.answering("HTTP/1.1 200 OK", "", "{\"id\":\"a\\r\\nX-Evil: 1\"}"))) {
            var ask = step("ask", "GET", service.url(), Optional.empty(), Step.Expectation.SUCCESS, Map.of("id", new Step.Capture.Json("/id")));
            var hear = new Step.Http("hear", "GET", service.url(), Map.of("X-Id", "${id}"), Optional.empty(), Step.Expectation.SUCCESS, Map.of());
            assertThat(why(run(ask, hear))).contains("a header with a line break");
        }
    }

    private static Step.Expectation containing(String text) {
        return new Step.Expectation(List.of(), Map.of(), List.of(text), Map.of());
    }

    private static Step.Http get(OneService service, Step.Expectation expect) {
        return step("get", "GET", service.url() + "/", Optional.empty(), expect, Map.of());
    }

    private static Step.Http step(String name, String method, String url, Optional<String> body, Step.Expectation expect, Map<String, Step.Capture> captures) {
        return new Step.Http(name, method, url, Map.of(), body, expect, captures);
    }

    private static Run run(Step... steps) {
        return Steps.run(steps);
    }

    private static Run hurried(Step... steps) {
        return Rehearsal.run(Steps.journey(TIMEOUT, steps));
    }

    private static String why(Run run) {
        return run.stumble().orElseThrow().toString();
    }
}

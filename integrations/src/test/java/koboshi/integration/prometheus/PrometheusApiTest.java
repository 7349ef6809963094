package koboshi.integration.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.SourceUnavailable;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusApiTest {
    private static final Instant AT = Instant.ofEpochMilli(1_795_230_000_250L);
    private static final String VECTOR = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
            + "[{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"value\":[1795230000.25,\"+Inf\"]},{\"metric\":{},\"histogram\":[1,{}]}]},\"warnings\":[\"PromQL warning: w\"],\"infos\":[\"PromQL info: metric might not be a counter\"]}";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = VECTOR;
    private volatile Map<String, String> headers = Map.of();
    private HttpServer server;
    private PrometheusApi api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heard.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var answer = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        api = new PrometheusApi(access("/base/"));
    }

    @AfterEach
    void stop() {
        api.close();
        server.stop(0);
    }

    private Access access(String path) {
        return new Access(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), () -> Map.of("Authorization", "Bearer t"), Duration.ofSeconds(5));
    }

    private static Query query(String text) {
        return Query.parse(text, Options.standard());
    }

    @Test
    void theWholeQueryIsSentThere() {
        var answer = new Engine(api, Options.standard()).instant(query("sum(rate(up[5m]))"), AT, Pulse.STEADY);
        assertThat(heard).singleElement().asString().startsWith("/base/api/v1/query Bearer t ")
                .contains("query=sum%28rate%28up%5B5m%5D%29%29").contains("time=1795230000.250");
        assertThat(answer.value()).isEqualTo(new Value.Vector(
                List.of(new Value.Element(Labels.of("__name__", "up", "job", "a"), new Sample(AT.toEpochMilli(), Double.POSITIVE_INFINITY)))));
        assertThat(answer.annotations()).as("what is said of the query takes nothing from its answer").hasSize(2);
    }

    @Test
    void samplesAreAskedForWhereAQueryCannotSayIt() {
        body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},\"values\":[[1,\"2\"],[1.5,\"NaN\"]]}]}}";
        var series = api.select(List.of(new Matcher("__name__", true, "up"), new Matcher("job", Matcher.Kind.UNLIKE, "a\"b")), 1_000, 61_000);
        assertThat(heard).singleElement().asString().contains("%7B__name__%3D%22up%22%2Cjob%21%7E%22a%5C%22b%22%7D%5B60001ms%5D").contains("time=61.000");
        assertThat(series).singleElement().satisfies(one -> assertThat(one.samples()).extracting(Sample::millis).containsExactly(1_000L, 1_500L));
    }

    @Test
    void saysWhoDidNotAnswerAndWhy() {
        status = 422;
        body = "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"too many series\"}";
        assertThatThrownBy(() -> api.instant(query("up"), AT, Pulse.STEADY)).isInstanceOf(SourceUnavailable.class).hasMessageContaining("answered 422: too many series");
        body = "<html>";
        assertThatThrownBy(() -> api.instant(query("up"), AT, Pulse.STEADY)).isInstanceOf(SourceUnavailable.class).hasMessageContaining("not in JSON");
        server.stop(0);
        assertThatThrownBy(() -> api.instant(query("up"), AT, Pulse.STEADY)).isInstanceOf(SourceUnavailable.class).hasMessageContaining("does not answer");
    }

    /** A cluster of which a storage was away answered with what was left, and {@code sum(nodes) < 50} called. */
    @ParameterizedTest
    @ValueSource(strings = {"\"isPartial\":true", "\"warnings\":[\"receive series from 10.0.0.7:10901: connect: connection refused\"]",
        "\"warnings\":[\"PromQL warning: w\",\"remote_read: remote server returned HTTP status 500\"]"})
    void aPartOfAnAnswerIsNone(String part) {
        body = "{\"status\":\"success\"," + part + ",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"30\"]}]}}";
        assertThatThrownBy(() -> api.instant(query("sum(nodes)"), AT, Pulse.STEADY)).isInstanceOf(SourceUnavailable.class).hasMessageContaining("only a part of the answer");
        assertThat(heard).singleElement().asString().contains("partial_response=false").contains("deny_partial_response=1");
    }

    /** VictoriaMetrics answered what had been half a minute before. */
    @Test
    void asksForWhatIsNow() {
        api.instant(query("up"), AT, Pulse.STEADY);
        api.range(query("up"), AT.minusSeconds(60), AT, Duration.ofSeconds(10), Pulse.STEADY);
        assertThat(heard).hasSize(2).allSatisfy(asked -> assertThat(asked).contains("nocache=1").contains("latency_offset=1ms"));
    }

    @Test
    void isNotWaitedForLongerThanTheAskerMay() {
        assertThatThrownBy(() -> api.instant(query("up"), AT, () -> Pulse.State.OUT_OF_TIME)).isInstanceOf(SourceUnavailable.class);
    }

    @Test
    void tellsWhatIsTakenLaterAndNever() throws Exception {
        try (var writer = new RemoteWriter(access("/write"))) {
            status = 204;
            body = "";
            assertThat(writer.send(new byte[] {0})).isEqualTo(new Delivery.Taken());
            status = 429;
            headers = Map.of("Retry-After", "7");
            assertThat(writer.send(new byte[] {0})).isInstanceOfSatisfying(Delivery.Later.class, later -> assertThat(later.after()).contains(Duration.ofSeconds(7)));
            status = 503;
            headers = Map.of();
            assertThat(writer.send(new byte[] {0})).isInstanceOfSatisfying(Delivery.Later.class, later -> assertThat(later.after()).isEqualTo(Optional.empty()));
            status = 400;
            body = "out of bounds";
            assertThat(writer.send(new byte[] {0})).isInstanceOfSatisfying(Delivery.Refused.class, refused -> assertThat(refused.why()).endsWith("answered 400: out of bounds"));
            body = "x".repeat(100_000);
            assertThat(writer.send(new byte[] {0})).as("of many words").isInstanceOf(Delivery.Refused.class);
            status = 302;
            assertThat(writer.send(new byte[] {0})).as("moved").isInstanceOf(Delivery.Later.class);
            server.stop(0);
            assertThat(writer.send(new byte[] {0})).isInstanceOf(Delivery.Later.class);
        }
    }

    @Test
    void anAnswerThatNeverEndsIsNotWaitedFor() throws Exception {
        var over = new CountDownLatch(1);
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        var access = access("/endless");
        try (var writer = new RemoteWriter(new Access(access.url(), access.headers(), Duration.ofMillis(500)))) {
            assertThat(writer.send(new byte[] {0})).isInstanceOf(Delivery.Later.class);
        } finally {
            over.countDown();
        }
    }
}

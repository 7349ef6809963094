package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By OpenTelemetry's own SDK for Java where it can send what is wanted, by requests as the protocol's specification shows them else. */
class OtlpDoorTest {
    private static final String JSON = "Content-Type: application/json";

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard());
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private List<Series> held() {
        return store.select(List.of(), 0, Long.MAX_VALUE);
    }

    private List<String> texts() {
        return held().stream().map(series -> series.labels() + " " + series.samples().get(0).value()).toList();
    }

    private SdkMeterProvider sdk(String compression, AggregationTemporalitySelector temporality) {
        var exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint("http://127.0.0.1:" + open.port() + "/otlp/v1/metrics")
                .setCompression(compression)
                .setAggregationTemporalitySelector(temporality)
                .build();
        return SdkMeterProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "web", AttributeKey.stringKey("host.name"), "h1")))
                .registerView(InstrumentSelector.builder().setName("lag").build(), View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build())
                .registerMetricReader(PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build())
                .build();
    }

    private static void measure(SdkMeterProvider sdk) {
        var meter = sdk.get("test");
        var kind = Attributes.of(AttributeKey.stringKey("http.method"), "GET");
        meter.counterBuilder("requests").setUnit("{request}").build().add(3, kind);
        meter.upDownCounterBuilder("waiting").build().add(-2, kind);
        meter.gaugeBuilder("temperature").setUnit("Cel").build().set(21.5);
        meter.histogramBuilder("size").setUnit("By").setExplicitBucketBoundariesAdvice(List.of(1.0, 10.0)).build().record(7, kind);
        meter.histogramBuilder("lag").setUnit("s").build().record(0.25, kind);
        assertThat(sdk.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    @Test
    void takesWhatTheSdkExports() {
        try (var sdk = sdk("gzip", AggregationTemporalitySelector.alwaysCumulative())) {
            measure(sdk);
        }
        assertThat(texts()).contains(
                "requests_total{http_method=\"GET\",job=\"web\"} 3.0", "waiting{http_method=\"GET\",job=\"web\"} -2.0", "temperature_celsius{job=\"web\"} 21.5",
                "size_bytes_bucket{http_method=\"GET\",job=\"web\",le=\"1\"} 0.0", "size_bytes_bucket{http_method=\"GET\",job=\"web\",le=\"10\"} 1.0",
                "size_bytes_bucket{http_method=\"GET\",job=\"web\",le=\"+Inf\"} 1.0", "size_bytes_sum{http_method=\"GET\",job=\"web\"} 7.0",
                "size_bytes_count{http_method=\"GET\",job=\"web\"} 1.0", "target_info{host_name=\"h1\",job=\"web\"} 1.0");
        var lag = held().stream().filter(series -> series.labels().name().equals("lag_seconds")).findFirst().orElseThrow().samples().get(0).histogram();
        assertThat(lag.count()).isEqualTo(1);
        assertThat(lag.buckets()).singleElement().satisfies(bucket -> {
            assertThat(bucket.lower()).isLessThan(0.25);
            assertThat(bucket.upper()).isGreaterThanOrEqualTo(0.25);
        });
    }

    @Test
    void whatCountsAnewAtEachExportIsRefusedByNameAndTheRestKept() throws IOException {
        try (var sdk = sdk("none", AggregationTemporalitySelector.deltaPreferred())) {
            measure(sdk);
        }
        assertThat(texts()).contains("temperature_celsius{job=\"web\"} 21.5").noneMatch(text -> text.startsWith("requests"));
        assertThat(open.ask("GET /metrics").text()).contains("koboshi_intake_refused_total{way=\"otlp\",why=\"no series can hold it\"} ");
    }

    private static String export(String metric) {
        return "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"web\"}}]},"
                + "\"scopeMetrics\":[{\"scope\":{\"name\":\"x\"},\"metrics\":[" + metric + "]}]}]}";
    }

    private static String nanos() {
        return System.currentTimeMillis() + "000000";
    }

    @Test
    void takesJson() throws IOException {
        var sum = export("{\"name\":\"my.counter\",\"unit\":\"1\",\"description\":\"d\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":"
                + "[{\"asInt\":\"5\",\"startTimeUnixNano\":\"1\",\"timeUnixNano\":\"" + nanos() + "\",\"attributes\":[{\"key\":\"a\",\"value\":{\"boolValue\":true}}]}]}},"
                + "{\"name\":\"my.histogram\",\"histogram\":{\"aggregationTemporality\":\"AGGREGATION_TEMPORALITY_CUMULATIVE\",\"dataPoints\":[{\"count\":2,\"sum\":1.5,"
                + "\"bucketCounts\":[\"1\",1],\"explicitBounds\":[1],\"timeUnixNano\":" + nanos() + "}]}}");
        var heard = open.send(sum, "POST /v1/metrics", JSON);
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text()).isEqualTo("{}");
        assertThat(texts()).contains("my_counter_total{a=\"true\",job=\"web\"} 5.0", "my_histogram_bucket{job=\"web\",le=\"1\"} 1.0");
    }

    @Test
    void saysInJsonWhatItRefused() throws IOException {
        var delta = export("{\"name\":\"n\",\"sum\":{\"aggregationTemporality\":1,\"isMonotonic\":true,\"dataPoints\":[{\"asInt\":1,\"timeUnixNano\":\"" + nanos() + "\"}]}},"
                + "{\"name\":\"old\",\"gauge\":{\"dataPoints\":[{\"asDouble\":1,\"timeUnixNano\":\"" + nanos() + "\"}]}},"
                + "{\"name\":\"ahead\",\"gauge\":{\"dataPoints\":[{\"asDouble\":1,\"timeUnixNano\":\"" + (System.currentTimeMillis() + 3_600_000) + "000000\"}]}}");
        var heard = open.send(delta, "POST /v1/metrics", JSON);
        assertThat(heard.status()).isEqualTo(200);
        var partial = heard.json().get("partialSuccess");
        assertThat(partial.get("rejectedDataPoints").stringValue()).isEqualTo("2");
        assertThat(partial.get("errorMessage").stringValue()).contains("delta").contains("1 too far in the future");
    }

    @Test
    void saysWhereJsonIsWrong() throws IOException {
        var heard = open.send("{\"resourceMetrics\":[{\n\"scopeMetrics\":7}]}", "POST /v1/metrics", JSON);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.json().get("message").stringValue()).contains("line 2, column 16: expected an object (ScopeMetrics)").contains("nothing of it was taken");
        assertThat(open.send("{", "POST /v1/metrics", JSON).status()).isEqualTo(400);
        assertThat(open.send("{}{}", "POST /v1/metrics", JSON).status()).isEqualTo(400);
    }

    @Test
    void refusesInTheSendersOwnForm() throws IOException {
        var heard = Caller.ask(open.port(), new byte[] {10, 99}, "POST /v1/metrics", "Content-Type: application/x-protobuf");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.header("Content-Type")).isEqualTo("application/x-protobuf");
        assertThat(new String(heard.body(), StandardCharsets.UTF_8)).contains("not an export of metrics");
        assertThat(open.send("x", "POST /v1/metrics", "Content-Type: text/plain").status()).isEqualTo(415);
    }

    @Test
    void survivesMutatedJson() throws IOException {
        var whole = export("{\"name\":\"n\",\"gauge\":{\"dataPoints\":[{\"asDouble\":1.5,\"timeUnixNano\":\"" + nanos() + "\"}]}}").getBytes(StandardCharsets.UTF_8);
        var random = new Random(20261125);
        for (int i = 0; i < 300; i++) {
            var bytes = whole.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? "{}[]\",:0".charAt(random.nextInt(8)) : random.nextInt(256));
            }
            assertThat(Caller.ask(open.port(), bytes, "POST /v1/metrics", JSON).status()).isIn(200, 400);
        }
    }

    @Test
    void asksForALaterTryWhereNewSeriesFindNoMemory(@TempDir Path folder) throws IOException {
        try (var small = Store.open(folder, Settings.standard().withMemory(64 << 10))) {
            open.house.archive = new StoreArchive(small, folder);
            assertThat(open.send(gauges(1), "POST /v1/metrics", JSON).status()).isEqualTo(200);
            var heard = open.send(gauges(100), "POST /v1/metrics", JSON);
            assertThat(heard.status()).isEqualTo(429);
            assertThat(heard.header("Retry-After")).isEqualTo("60");
            assertThat(heard.json().get("message").stringValue()).contains("of new series for which there is no memory");
        }
    }

    private static String gauges(int many) {
        return export(IntStream.range(0, many).mapToObj(i -> "{\"name\":\"g" + i + "\",\"gauge\":{\"dataPoints\":[{\"asInt\":\"5\",\"timeUnixNano\":\"" + nanos() + "\"}]}}")
                .collect(Collectors.joining(",")));
    }
}

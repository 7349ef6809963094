package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import koboshi.log.LogStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogDoorTest {
    private static final long NOW = FakeHouse.AT.toEpochMilli();
    private static final String JSON = "Content-Type: application/json";

    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        open.house.logs = LogStore.open(folder.resolve("logs"), LogStore.Limits.STANDARD, () -> open.now, _ -> {});
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        open.house.logs.close();
    }

    private JsonNode lines(String query) throws IOException {
        return open.ask("GET /api/logs" + query).json().get("lines");
    }

    /** As fluent-bit's http output writes it in each of its JSON formats. */
    @Test
    void takesWhatFluentBitSendsInEachOfItsFormats() throws IOException {
        var one = "{\"date\":" + NOW / 1000 + ".456,\"log\":\"first\",\"stream\":\"stdout\"}";
        var two = "{\"date\":" + NOW / 1000 + ".457,\"message\":\"second\",\"level\":\"WARN\",\"nested\":{\"a\":1}}";
        assertThat(open.send("[" + one + "," + two + "]", "POST /api/logs?service=live-qa", JSON).status()).isEqualTo(204);
        assertThat(open.send(one + "\n" + two + "\n", "POST /api/logs?service=live-qa", "Content-Type: application/x-ndjson").status()).isEqualTo(204);
        assertThat(open.send(one + two, "POST /api/logs", JSON, "X-Koboshi-Service: live-qa").status()).isEqualTo(204);
        var found = lines("?service=live-qa&q=second");
        assertThat(found.size()).isEqualTo(3);
        assertThat(found.get(0).get("at").stringValue()).isEqualTo("2026-05-01T01:02:03.457Z");
        assertThat(found.get(0).get("labels").get("level").stringValue()).isEqualTo("WARN");
        assertThat(found.get(0).get("labels").get("nested").stringValue()).isEqualTo("{\"a\":1}");
        assertThat(open.ask("GET /metrics").text()).contains("koboshi_intake_log_lines_total 6\n");
    }

    @Test
    void readsMomentsInEveryUsualSpelling() throws IOException {
        for (var date : new String[] {NOW + "", NOW + "000", NOW + "000000", "\"2026-05-01T10:02:03.456+09:00\"", "\"2026-05-01 01:02:03.456\"", "1.777597323456e9"}) {
            open.send("{\"time\":" + date + ",\"msg\":\"x\"}", "POST /api/logs?service=s", JSON);
        }
        var found = lines("?service=s");
        assertThat(found.size()).isEqualTo(6);
        found.forEach(line -> assertThat(line.get("at").stringValue()).isEqualTo("2026-05-01T01:02:03.456Z"));
    }

    @Test
    void theServiceMayBeInTheRecord() throws IOException {
        assertThat(open.send("{\"service\":\"a\",\"msg\":\"x\"}{\"service\":\"b\",\"odd\":true}", "POST /api/logs", JSON).status()).isEqualTo(204);
        assertThat(lines("?service=b").get(0).get("text").stringValue()).isEqualTo("{\"service\":\"b\",\"odd\":true}");
        assertThat(lines("?label=level%3Dx").size()).isZero();
    }

    @Test
    void saysWhichRecordIsWrongAndTakesNothing() throws IOException {
        assertThat(open.send("{\"msg\":\"x\"}", "POST /api/logs", JSON).text()).contains("record 1: nobody says of which service");
        assertThat(open.send("{\"msg\":\"x\"}\n{\"msg\":", "POST /api/logs?service=s", JSON).text()).contains("record 2 is no JSON: line 2");
        assertThat(open.send("[{\"msg\":\"x\"},7]", "POST /api/logs?service=s", JSON).text()).contains("record 2: expected an object for each record, found 7");
        assertThat(open.send("{}", "POST /api/logs?service=..%2Fetc", JSON).text()).contains("is no name of a service");
        assertThat(open.house.logs.services()).isEmpty();
    }

    @Test
    void refusesByNameWhatIsTooOldOrAheadAndKeepsTheRest() throws IOException {
        var body = "{\"ts\":" + (NOW + 700_000) + ",\"msg\":\"ahead\"}{\"ts\":1000000000,\"msg\":\"old\"}{\"msg\":\"now\"}";
        var heard = open.send(body, "POST /api/logs?service=s", JSON);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("1 lines taken; refused: 1 too far in the future, 1 too old");
    }

    @Test
    void takesWhatTheSdkOfOpenTelemetryLogs() throws IOException {
        open.now = Instant.now();
        var exporter = OtlpHttpLogRecordExporter.builder().setEndpoint("http://127.0.0.1:" + open.port() + "/v1/logs").setCompression("gzip").build();
        try (var sdk = SdkLoggerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "my shop")))
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter)).build()) {
            sdk.get("x").logRecordBuilder().setBody("it fell").setSeverity(Severity.ERROR2).setAttribute(AttributeKey.longKey("code"), 7L).emit();
            assertThat(sdk.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        var line = lines("?service=my_shop").get(0);
        assertThat(line.get("text").stringValue()).isEqualTo("it fell");
        assertThat(line.get("labels").get("level").stringValue()).isEqualTo("error");
        assertThat(line.get("labels").get("code").stringValue()).isEqualTo("7");
    }

    @Test
    void takesLogsInTheJsonOfOpenTelemetryAndSaysWhatItRefused() throws IOException {
        var record = "{\"timeUnixNano\":\"%s000000\",\"severityText\":\"INFO\",\"body\":{\"stringValue\":\"hello\"},\"traceId\":\"5b8efff798038103d269b633813fc60c\"}";
        var body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + record.formatted(NOW) + "," + record.formatted(NOW + 3_600_000) + "]}]}]}";
        var heard = open.send(body, "POST /v1/logs", JSON);
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.json().get("partialSuccess").get("rejectedLogRecords").stringValue()).isEqualTo("1");
        assertThat(lines("?service=unknown_service").get(0).get("labels").get("trace_id").stringValue()).isEqualTo("5b8efff798038103d269b633813fc60c");
    }

    @Test
    void refusesMoreRecordsOfOpenTelemetryThanItTakesAtOnce() throws IOException {
        var records = "{},".repeat(50_000) + "{}";
        var heard = open.send("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + records + "]}]}]}", "POST /v1/logs", JSON);
        assertThat(heard.status()).isEqualTo(413);
        assertThat(heard.json().get("message").stringValue()).isEqualTo("expected at most 50000 records at once; nothing was taken");
        assertThat(open.house.logs().services()).isEmpty();
    }

    @Test
    void anAgentBringsLinesByItsOwnToken() throws IOException {
        assertThat(open.send("{\"msg\":\"x\"}", "POST /agent/logs?service=s", JSON).status()).isEqualTo(401);
        assertThat(open.send("{\"msg\":\"x\"}", "POST /agent/logs?service=s", JSON, "Authorization: Bearer agent-token").status()).isEqualTo(204);
        assertThat(lines("?service=s").size()).isEqualTo(1);
    }

    @Test
    void namesWhatIsWrongWithAQuestion() throws IOException {
        open.send("{\"msg\":\"x\"}", "POST /api/logs?service=web", JSON);
        assertThat(open.ask("GET /api/logs?service=wep").text()).contains("there are no lines of wep").contains("web");
        assertThat(open.ask("GET /api/logs?from=yesterday").status()).isEqualTo(400);
        assertThat(open.ask("GET /api/logs?limit=100000").text()).contains("expected at most 5000");
        assertThat(open.ask("GET /api/logs?label=x").text()).contains("expected name=value");
    }

    @Test
    void survivesMutatedRecords() throws IOException {
        var whole = ("[{\"date\":" + NOW + ",\"log\":\"x\",\"n\":{\"a\":[1,2]}},{\"time\":\"2026-05-01T01:02:03Z\",\"msg\":\"y\"}]").getBytes(StandardCharsets.UTF_8);
        var random = new Random(20261129);
        for (int i = 0; i < 300; i++) {
            var bytes = whole.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? "{}[]\",:0e".charAt(random.nextInt(9)) : random.nextInt(256));
            }
            assertThat(Caller.ask(open.port(), bytes, "POST /api/logs?service=s", JSON).status()).isIn(204, 400);
        }
    }

    /** How long something took was taken for a moment of 1970, and the line refused as too old. */
    @Test
    void aNumberThatCannotBeAMomentStaysALabelAndTheLineIsOfNow() throws IOException {
        for (var record : new String[] {"\"time\":0.042", "\"ts\":17", "\"date\":0"}) {
            assertThat(open.send("{\"msg\":\"request done\"," + record + "}", "POST /api/logs?service=s", JSON).status()).as(record).isEqualTo(204);
        }
        assertThat(lines("?service=s")).hasSize(3).allSatisfy(line -> assertThat(line.get("at").stringValue()).isEqualTo(Json.time(open.now)));
        assertThat(lines("?service=s").get(0).at("/labels/time").stringValue()).isEqualTo("0.042");
    }

    @Test
    void momentsMayHaveAZoneWithoutAColonAndAFractionBehindAComma() throws IOException {
        var at = Instant.ofEpochMilli(NOW);
        var zoned = at.atOffset(ZoneOffset.ofHours(9)).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx"));
        var bare = at.atOffset(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS"));
        for (var moment : List.of(zoned, bare)) {
            assertThat(open.send("{\"msg\":\"x\",\"time\":\"" + moment + "\"}", "POST /api/logs?service=s", JSON).status()).as(moment).isEqualTo(204);
        }
        assertThat(lines("?service=s")).hasSize(2).allSatisfy(line -> {
            assertThat(line.get("at").stringValue()).isEqualTo(Json.time(at));
            assertThat(line.get("labels").has("time")).isFalse();
        });
    }

    @Test
    void aLineThatAnAgentReadIsNeverLostForItsMoment() throws IOException {
        var body = "{\"msg\":\"old\",\"time\":\"1999-01-01T00:00:00Z\",\"koboshi_read\":" + (NOW - 5) + "}";
        assertThat(open.send(body, "POST /api/logs?service=s", JSON).status()).isEqualTo(204);
        var line = lines("?service=s").get(0);
        assertThat(line.get("at").stringValue()).isEqualTo(Json.time(Instant.ofEpochMilli(NOW - 5)));
        assertThat(line.get("labels").toString()).isEqualTo("{\"time\":\"1999-01-01T00:00:00Z\"}");
    }
}

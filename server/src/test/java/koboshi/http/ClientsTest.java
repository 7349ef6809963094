package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What Grafana's data source and other clients of Prometheus ask, in the shapes they ask it. */
class ClientsTest {
    private static final long NOW = FakeHouse.AT.toEpochMilli() / 1000;
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    /** As Grafana's data-source proxy writes them. */
    private static final String[] PROXIED = {"User-Agent: Grafana/11.3.0", "X-Forwarded-For: 127.0.0.1", "X-Grafana-Org-Id: 1", "Accept: application/json, text/plain, */*",
        "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"};

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> FakeHouse.AT));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        for (int i = 0; i <= 20; i++) {
            for (var job : List.of("api", "web")) {
                store.append(Labels.of("__name__", "up", "job", job, "instance", job + ":1"), new Sample((NOW - 300 + i * 15) * 1000, 1));
                store.append(Labels.of("__name__", "requests_total", "job", job, "instance", job + ":1"), new Sample((NOW - 300 + i * 15) * 1000, i * 30));
            }
        }
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode form(String path, String body) throws IOException {
        return answered(open.send(body, "POST /api/v1/" + path, FORM));
    }

    private JsonNode get(String path) throws IOException {
        return answered(open.ask("GET /api/v1/" + path));
    }

    private static JsonNode answered(Caller.Heard heard) {
        assertThat(heard.status()).as(heard.text()).isEqualTo(200);
        assertThat(heard.json().path("status").stringValue()).isEqualTo("success");
        return heard.json().path("data");
    }

    @Test
    void grafanaChecksTheHealthOfTheDataSource() throws IOException {
        assertThat(form("query", "query=1%2B1&time=" + NOW).path("resultType").stringValue()).isEqualTo("scalar");
        var build = get("status/buildinfo");
        assertThat(build.path("version").stringValue()).matches("2\\.\\d+\\.\\d+");
        assertThat(build.has("features")).isFalse();
    }

    /** What its page of alerts asks goes through its own proxy, with what the browser sent and the headers of the data source. */
    @Test
    void grafanasProxyIsLetInWithAViewersTokenAndToldOfItWithout() throws IOException {
        var token = open.tokens.add("grafana", Role.VIEWER);
        for (var path : List.of("rules", "alerts", "status/buildinfo", "query?query=up", "label/job/values")) {
            var without = open.ask(with("GET /api/v1/" + path));
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.json().path("error").stringValue()).contains("koboshi token add NAME --role viewer", "X-Forwarded-For", "data source has the custom header Authorization");
            answered(open.ask(with("GET /api/v1/" + path, "Authorization: Bearer " + token)));
        }
        answered(open.send("query=up", with("POST /api/v1/query", "Authorization: Bearer " + token, FORM)));
    }

    private static String[] with(String request, String... headers) {
        return Stream.of(Stream.of(request), Stream.of(PROXIED), Stream.of(headers)).flatMap(all -> all).toArray(String[]::new);
    }

    @Test
    void linksToPrometheussGraphLeadToTheQueryField() throws IOException {
        var heard = open.ask("GET /graph?g0.expr=sum%28rate%28a%7Bb%3D%22c+d%22%7D%5B5m%5D%29%29&g0.tab=1");
        assertThat(heard.status()).isEqualTo(303);
        assertThat(heard.header("Location")).isEqualTo("/#/query?q=sum%28rate%28a%7Bb%3D%22c+d%22%7D%5B5m%5D%29%29");
        assertThat(open.ask("GET /graph").header("Location")).isEqualTo("/#/query");
        assertThat(open.ask("GET /graph?g0.expr=" + encoded("あ".repeat(770))).header("Location")).endsWith("%82");
        assertThat(open.ask("GET /graph?g0.expr=" + "x".repeat(8_000)).status()).isEqualTo(414);
    }

    @Test
    void grafanaDrawsAPanel() throws IOException {
        var query = encoded("sum by (job) (rate(requests_total{job=~\"api|web\"}[1m0s]))");
        var data = form("query_range", "end=" + NOW / 15 * 15 + "&query=" + query + "&start=" + (NOW - 240) / 15 * 15 + "&step=15");
        assertThat(data.path("resultType").stringValue()).isEqualTo("matrix");
        assertThat(data.at("/result/0/metric/job").stringValue()).isEqualTo("api");
        assertThat(Double.parseDouble(data.at("/result/0/values/5/1").stringValue())).isCloseTo(2, within(1e-9));
    }

    @Test
    void grafanaFillsItsVariablesAndItsQueryBuilder() throws IOException {
        var range = "&start=" + (NOW - 3600) + "&end=" + NOW;
        assertThat(get("labels?match%5B%5D=" + encoded("{job=\"api\"}") + range)).hasSize(3);
        assertThat(form("labels", "match%5B%5D=" + encoded("up{}") + range)).hasSize(3);
        assertThat(get("label/job/values?match%5B%5D=up&limit=40000" + range)).hasSize(2);
        assertThat(get("label/__name__/values?" + range.substring(1))).hasSize(2);
        assertThat(form("series", "match%5B%5D=up" + range)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets", "targets?state=active", "scrape_pools", "targets/metadata", "rules?type=alert", "rules", "alerts", "metadata", "metadata?limit=5000", "metadata?metric=up",
        "status/config", "status/flags", "status/runtimeinfo", "status/tsdb?limit=5", "status/walreplay", "alertmanagers",
        "query_exemplars?query=up&start=0&end=1"})
    void clientsAskAboutTheServer(String path) throws IOException {
        assertThat(get(path).isContainer()).isTrue();
    }

    @Test
    void tellsWhatTheSeriesAreMadeOf() throws IOException {
        var data = get("status/tsdb");
        assertThat(data.at("/headStats/numSeries").asInt()).isEqualTo(4);
        assertThat(data.at("/seriesCountByMetricName/0/value").asInt()).isEqualTo(2);
        assertThat(data.at("/labelValueCountByLabelName/0/name").stringValue()).isEqualTo("__name__");
        assertThat(data.at("/seriesCountByLabelValuePair")).hasSize(6);
    }

    @Test
    void explainsTheParts() throws IOException {
        var data = form("parse_query", "query=" + encoded("sum by(job)(rate(up{job!~\"x\"}[5m] offset 1m @ end())) > bool on(job) group_left(a) -1 * b"));
        assertThat(data.path("type").stringValue()).isEqualTo("binaryExpr");
        assertThat(Json.text(data.path("matching"))).isEqualTo("{\"card\":\"many-to-one\",\"on\":true,\"labels\":[\"job\"],\"include\":[\"a\"]}");
        assertThat(Json.text(data.at("/lhs/expr/args/0"))).isEqualTo("{\"type\":\"matrixSelector\",\"name\":\"up\",\"matchers\":["
                + "{\"name\":\"job\",\"value\":\"x\",\"type\":\"!~\"},{\"name\":\"__name__\",\"value\":\"up\",\"type\":\"=\"}],\"offset\":60000,"
                + "\"timestamp\":null,\"startOrEnd\":\"end\",\"range\":300000}");
        assertThat(Json.text(data.at("/lhs/expr/func"))).isEqualTo("{\"name\":\"rate\",\"variadic\":0,\"returnType\":\"vector\",\"argTypes\":[\"matrix\"]}");
    }

    @Test
    void writesAQueryBetter() throws IOException {
        assertThat(get("format_query?query=" + encoded("foo/bar")).stringValue()).isEqualTo("foo / bar");
        assertThat(open.ask("GET /api/v1/format_query?query=foo%2F").text()).startsWith("{\"status\":\"error\",\"errorType\":\"bad_data\"");
    }

    @Test
    void anotherPrometheusFederates() throws IOException {
        var heard = open.ask("GET /federate?match[]=" + encoded("up{job=\"web\"}") + "&match[]=" + encoded("{__name__=~\"up|requests.*\",job=\"web\"}"));
        assertThat(heard.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(heard.text()).isEqualTo("# TYPE requests_total untyped\nrequests_total{instance=\"web:1\",job=\"web\"} 600 " + NOW * 1000
                + "\n# TYPE up untyped\nup{instance=\"web:1\",job=\"web\"} 1 " + NOW * 1000 + "\n");
        assertThat(open.ask("GET /federate").status()).isEqualTo(400);
    }

    @Test
    void federatesNoSeriesThatEnded() throws IOException {
        store.append(Labels.of("__name__", "up", "job", "web", "instance", "web:1"), new Sample(NOW * 1000 + 1, Sample.STALE));
        assertThat(open.ask("GET /federate?match[]=" + encoded("up{job=\"web\"}")).text()).isEmpty();
    }

    @Test
    void packsLongAnswersForThoseWhoTakeThemSo() throws Exception {
        var path = "/api/v1/query_range?query=requests_total&step=1&start=" + (NOW - 300) + "&end=" + NOW;
        var plain = bytes(path, "identity");
        var packed = bytes(path, "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.body()).hasSizeLessThan(plain.body().length / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
        assertThat(bytes(path, "gzip;q=0").body()).isEqualTo(plain.body());
        assertThat(open.ask("GET /api/v1/query?query=1", "Accept-Encoding: gzip").header("Content-Encoding")).isEmpty();
    }

    private HttpResponse<byte[]> bytes(String path, String encoding) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(open.doors.address().resolve(path)).header("Accept-Encoding", encoding).build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void showsNoSecretOfAnAddress() {
        var written = """
                ring: [{webhook: "https://hooks.example.org/T0/B0/s3cret"}, {webhook: 'https://hooks.example.org?key=s3cret'}]
                scrape: http://ann:s3cret@${HOST}:9100/metrics?token=s3cret # as http://host-2:9100 has it
                """;
        assertThat(Status.shown(written)).isEqualTo("""
                ring: [{webhook: "https://hooks.example.org/..."}, {webhook: 'https://hooks.example.org/...'}]
                scrape: http://...@${HOST}:9100/... # as http://host-2:9100 has it
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/federate?match[]=up&timeout=0", "/api/v1/status/tsdb?timeout=0"})
    void endsWhatTakesTooLong(String path) throws IOException {
        var heard = open.ask("GET " + path);
        assertThat(heard.status()).isEqualTo(503);
        assertThat(heard.text()).contains("it took too long");
    }

    @Test
    void showsAViewerNoConfiguration() throws IOException {
        var token = open.tokens.add("sakura", Role.VIEWER);
        assertThat(open.ask("GET /api/v1/status/config", "Authorization: Bearer " + token).status()).isEqualTo(403);
        assertThat(open.ask("GET /api/v1/status/flags", "Authorization: Bearer " + token).status()).isEqualTo(200);
    }
}

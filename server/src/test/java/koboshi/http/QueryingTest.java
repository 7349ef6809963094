package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.promql.Options;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryingTest {
    private static final long NOW = FakeHouse.AT.toEpochMilli() / 1000;

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> FakeHouse.AT));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        for (int i = 0; i <= 10; i++) {
            for (var job : List.of("api", "web")) {
                store.append(Labels.of("__name__", "up", "job", job), new Sample((NOW - 300 + i * 30) * 1000, i));
            }
        }
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private Caller.Heard get(String path, String... parameters) throws IOException {
        return open.ask("GET /api/v1/" + path + "?" + form(parameters));
    }

    private static String form(String... parameters) {
        var all = new ArrayList<String>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return String.join("&", all);
    }

    @Test
    void answersAtOneMoment() throws IOException {
        var heard = get("query", "query", "up{job=\"web\"}", "time", NOW - 300 + 31 + ".5");
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.header("Content-Type")).isEqualTo("application/json");
        assertThat(heard.header("Content-Length")).isEqualTo(Integer.toString(heard.body().length));
        assertThat(heard.text()).isEqualTo("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
                + "{\"__name__\":\"up\",\"job\":\"web\"},\"value\":[" + (NOW - 269 + ".500") + ",\"1\"]}]}}");
    }

    @Test
    void asksOfNowWhenNoTimeIsGiven() throws IOException {
        assertThat(get("query", "query", "sum(up)").text()).contains("\"value\":[" + NOW + ".456,\"20\"]");
        assertThat(get("query", "query", "1/0").text()).contains("\"result\":[" + NOW + ".456,\"+Inf\"]");
    }

    @Test
    void answersOverARangeAskedAsAnAddressOrAsAForm() throws IOException {
        var parameters = new String[] {"query", "sum(up)", "start", "" + (NOW - 60), "end", "" + NOW, "step", "30s"};
        var values = "\"values\":[[" + (NOW - 60) + ",\"16\"],[" + (NOW - 30) + ",\"18\"],[" + NOW + ",\"20\"]]";
        assertThat(get("query_range", parameters).text()).contains("\"resultType\":\"matrix\"").contains(values);
        assertThat(open.send(form(parameters), "POST /api/v1/query_range", "Content-Type: application/x-www-form-urlencoded").text()).contains(values);
        assertThat(get("query_range", "query", "sum(up)", "start", "2026-05-01T01:01:03Z", "end", "2026-05-01T10:02:03+09:00", "step", "30.0").text())
                .contains(values);
    }

    @Test
    void sendsALargeAnswerInPartsAndWhole() throws IOException {
        for (int s = 0; s < 300; s++) {
            for (int i = 0; i < 50; i++) {
                store.append(Labels.of("__name__", "many", "s", "" + s), new Sample((NOW - 50 + i) * 1000, i / 3.0));
            }
        }
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("GET /api/v1/query_range?" + form("query", "many", "start", "" + (NOW - 50), "end", "" + NOW, "step", "1")));
            var heard = caller.hear();
            assertThat(heard.header("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(heard.json().path("data").path("result").size()).isEqualTo(300);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "query | query=up%7B | 400 | bad_data | invalid parameter \"query\": 1:4: parse error",
        "query | time=1 | 400 | bad_data | invalid parameter \"query\": expected a value",
        "query | query=up&time=yesterday | 400 | bad_data | cannot parse \"yesterday\" to a valid timestamp",
        "query | query=up&time=1e99 | 400 | bad_data | invalid parameter \"time\"",
        "query | query=up&time=NaN | 400 | bad_data | invalid parameter \"time\"",
        "query | query=up&timeout=soon | 400 | bad_data | cannot parse \"soon\" to a valid duration",
        "query | query=up&limit=-1 | 400 | bad_data | invalid parameter \"limit\"",
        "query | query=up%2Bignoring(job)up | 422 | execution | many-to-many",
        "query_range | query=up&start=10&end=5&step=1 | 400 | bad_data | end timestamp must not be before start time",
        "query_range | query=up&start=1&end=5&step=0 | 400 | bad_data | zero or negative query resolution",
        "query_range | query=up&start=1&end=50000&step=1 | 400 | bad_data | exceeded maximum resolution of 11000 points",
        "query_range | query=up%5B5m%5D&start=1&end=5&step=1 | 400 | bad_data | invalid expression type \"range vector\"",
        "query_range | query=up&end=5&step=1 | 400 | bad_data | invalid parameter \"start\"",
        "series | start=1 | 400 | bad_data | no match[] parameter provided",
        "series | match[]=rate(up%5B5m%5D) | 400 | bad_data | expected a selector",
        "labels | match[]=%7B%7D | 400 | bad_data | invalid parameter \"match[]\""
    })
    void saysWhatIsWrongAsPrometheusDoes(String path, String query, int status, String type, String why) throws IOException {
        var heard = open.ask("GET /api/v1/" + path + "?" + query);
        assertThat(heard.status()).as(heard.text()).isEqualTo(status);
        assertThat(heard.json().get("status").stringValue()).isEqualTo("error");
        assertThat(heard.json().get("errorType").stringValue()).isEqualTo(type);
        assertThat(heard.json().get("error").stringValue()).contains(why);
    }

    @Test
    void keepsToTheLimitAndSaysSo() throws IOException {
        assertThat(get("query", "query", "up", "limit", "1").text()).contains("\"warnings\":[\"results truncated due to limit\"]")
                .contains("api").doesNotContain("web");
        assertThat(get("query", "query", "up", "limit", "2").text()).doesNotContain("truncated");
        assertThat(get("label/job/values", "limit", "1").text())
                .isEqualTo("{\"status\":\"success\",\"data\":[\"api\"],\"warnings\":[\"results truncated due to limit\"]}");
    }

    @Test
    void looksBackAsFarAsItIsTold() throws IOException {
        assertThat(get("query", "query", "up", "time", "" + (NOW + 60)).text()).contains("web");
        assertThat(get("query", "query", "up", "time", "" + (NOW + 60), "lookback_delta", "30s").text()).contains("\"result\":[]");
    }

    @Test
    void listsSeriesNamesAndValues() throws IOException {
        store.append(Labels.of("__name__", "old", "zone", "a"), new Sample((NOW - 1500) * 1000, 1));
        store.flush();
        assertThat(get("series", "match[]", "old", "start", "" + (NOW - 1000)).text()).endsWith("\"data\":[]}");
        assertThat(get("labels").text()).contains("[\"__name__\",\"job\",\"zone\"]");
        assertThat(get("label/__name__/values").text()).contains("[\"old\",\"up\"]");
        assertThat(get("label/job/values", "match[]", "up{job=~\"w.*\"}").text()).contains("[\"web\"]");
        assertThat(get("series", "match[]", "up{job=\"web\"}", "match[]", "{zone!=\"\"}", "match[]", "up{job=\"web\"}").text())
                .contains("[{\"__name__\":\"old\",\"zone\":\"a\"},{\"__name__\":\"up\",\"job\":\"web\"}]");
    }

    @Test
    void tellsWhatItIsAndThatItIsThere() throws IOException {
        assertThat(open.ask("GET /api/v1/status/buildinfo").json().path("data").path("revision").stringValue()).isEqualTo("koboshi 0.1.0");
        assertThat(open.ask("GET /-/ready").status()).isEqualTo(200);
        assertThat(open.ask("GET /-/healthy").text()).isEqualTo("Koboshi is healthy.\n");
        assertThat(open.ask("POST /api/v1/labels/x").status()).isEqualTo(404);
        assertThat(open.ask("DELETE /api/v1/query").status()).isEqualTo(405);
    }

    @Test
    void endsAQuestionWhenItsTimeIsOver() throws IOException {
        open.house.archive = new Endless();
        var heard = get("query_range", "query", "sum(count_over_time(x[1h]))", "start", "" + (NOW - 1000), "end", "" + NOW, "step", "1", "timeout", "200ms");
        assertThat(heard.status()).isEqualTo(503);
        assertThat(heard.json().get("errorType").stringValue()).isEqualTo("timeout");
    }

    /** Had their places been kept, the last one would wait for a minute and a half. */
    @Test
    void endsAQuestionWhoseAskerLeft() throws IOException {
        var endless = new Endless();
        open.house.archive = endless;
        for (int i = 0; i < places(); i++) {
            try (var caller = new Caller(open.port())) {
                caller.head(open.port(), List.of("GET /api/v1/query_range?query=sum(count_over_time(x%5B1h%5D))&step=1&start=" + (NOW - 1000) + "&end=" + NOW));
                int asked = i;
                while (endless.asked.get() <= asked) {
                    Thread.onSpinWait();
                }
            }
        }
        open.house.archive = new StoreArchive(store, Path.of("nowhere"));
        assertThat(get("query", "query", "sum(up)").status()).isEqualTo(200);
    }

    /** A dashboard of many panels, opened by two people. */
    @Test
    void answersEveryQuestionOfManyAtOnce() throws Exception {
        open.house.archive = slow();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 80).mapToObj(_ -> askers.submit(() -> get("query", "query", "x").status())).toList();
            for (var one : all) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void aQuestionWhoseTimeIsOverBeforeItsTurnIsToldSo() throws Exception {
        var endless = new Endless();
        open.house.archive = endless;
        var asking = new ArrayList<Caller>();
        for (int i = 0; i < places(); i++) {
            asking.add(new Caller(open.port()));
            asking.getLast().head(open.port(), List.of("GET /api/v1/query_range?query=sum(count_over_time(x%5B1h%5D))&step=1&start=" + (NOW - 1000) + "&end=" + NOW));
        }
        while (endless.asked.get() < places()) {
            Thread.onSpinWait();
        }
        var late = get("query", "query", "up", "timeout", "10ms");
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.json().get("errorType").stringValue()).isEqualTo("timeout");
        for (var caller : asking) {
            caller.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /api/v1/nothing, 404, not_found", "DELETE /api/v1/query, 405, bad_data"})
    void refusesInTheShapeOfPrometheus(String request, int status, String type) throws IOException {
        refusedAsPrometheusDoes(open.ask(request), status, type);
    }

    @Test
    void refusesAlsoWhoMayNotComeInWhatIsTooLargeAndWhatIsTooLongInThatShape() throws IOException {
        var viewer = "Authorization: Bearer " + open.tokens.add("sakura", Role.VIEWER);
        refusedAsPrometheusDoes(open.ask("GET /api/v1/rules", "X-Forwarded-For: 192.0.2.7"), 401, "unauthorized");
        refusedAsPrometheusDoes(open.ask("GET /api/v1/status/config", viewer), 403, "forbidden");
        refusedAsPrometheusDoes(open.ask("POST /api/v1/query", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 2000000"), 413, "bad_data");
        refusedAsPrometheusDoes(open.ask("GET /api/v1/query?query=" + "x".repeat(80_000)), 414, "bad_data");
        assertThat(open.ask("GET /api/nothing").json().has("status")).isFalse();
    }

    private static void refusedAsPrometheusDoes(Caller.Heard heard, int status, String type) {
        assertThat(heard.status()).isEqualTo(status);
        assertThat(heard.json().path("status").stringValue()).isEqualTo("error");
        assertThat(heard.json().path("errorType").stringValue()).isEqualTo(type);
        assertThat(heard.json().path("error").stringValue()).isNotEmpty();
    }

    @Test
    void takesAnAddressOfSixtyKilobytes() throws IOException {
        var many = "up{job=~\"web|" + IntStream.range(0, 5_200).mapToObj(i -> "host-" + i).collect(Collectors.joining("|")) + "\"}";
        assertThat(form("query", many).length()).isBetween(59_000, 63_000);
        assertThat(get("query", "query", many).text()).contains("\"web\"");
        assertThat(get("label/job/values", "match[]", many).text()).contains("[\"web\"]");
    }

    @Test
    void tellsHowLongItTookWhereThatIsAsked() throws IOException {
        var stats = get("query", "query", "up", "stats", "all").json().at("/data/stats/timings");
        assertThat(stats.path("evalTotalTime").asDouble()).isPositive();
        assertThat(stats.path("execTotalTime").asDouble()).isGreaterThanOrEqualTo(stats.path("evalTotalTime").asDouble());
        assertThat(get("query_range", "query", "up", "start", "" + (NOW - 60), "end", "" + NOW, "step", "30", "stats", "true").text()).contains("\"execQueueTime\":0.");
        assertThat(get("query", "query", "up").text()).doesNotContain("stats");
    }

    /** As the libraries of clients write them where nobody says from when or until when. */
    @ParameterizedTest
    @ValueSource(strings = {
        "series?match[]=up&start=-292273086-05-16T16:47:06Z&end=292277025-08-18T07:12:54.999999999Z",
        "labels?start=-9223309901257974&end=9223309901257974",
        "label/job/values?start=-292273086-05-16T16:47:06Z&end=292277025-08-18T07:12:54.999999999Z",
        "query?query=up&time=292277025-08-18T07:12:54.999999999Z",
        "query?query=rate(up[5m]%20offset%201y)&time=-292273086-05-16T16:47:06Z",
        "query?query=up&lookback_delta=0",
        "query_exemplars?query=up"})
    void takesWhatPrometheusTakes(String path) throws IOException {
        var heard = open.ask("GET /api/v1/" + path);
        assertThat(heard.status()).as(heard.text()).isEqualTo(200);
        assertThat(heard.text().contains("web") || heard.text().contains("job")).as(heard.text()).isEqualTo(!path.contains("time=") && !path.contains("exemplars"));
    }

    @Test
    void refusesARangeOfAllTimesInItsWords() throws IOException {
        var heard = get("query_range", "query", "up", "start", "-292273086-05-16T16:47:06Z", "end", "292277025-08-18T07:12:54.999999999Z", "step", "1");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("exceeded maximum resolution");
        assertThat(open.ask("GET /api/v1/query_exemplars?query=up%7B").status()).isEqualTo(400);
    }

    private static Archive slow() {
        return new Endless() {
            @Override
            public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
                LockSupport.parkNanos(20_000_000);
                return List.of();
            }
        };
    }

    private static int places() {
        return Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    @Test
    void givesEachQueryItsShareOfTheMemory() {
        assertThat(Querying.fitting(Options.standard(), 8_000_000).limits().bytes()).isEqualTo(8_000_000);
    }

    /** Reading it takes a minute and a half, but for a first look at how much there is. */
    private static class Endless implements Archive {
        private static final int SERIES = 30_000;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger looks = new AtomicInteger();

        private final class Sluggish implements Series {
            @Override
            public Labels labels() {
                return Labels.of("__name__", "x");
            }

            @Override
            public Samples columns() {
                if (looks.incrementAndGet() > SERIES * places()) {
                    LockSupport.parkNanos(3_000_000);
                }
                return Samples.of(new long[] {(NOW - 1000) * 1000}, new double[1], null);
            }

            @Override
            public int atMost() {
                looks.set(SERIES * places());
                return 1;
            }
        }

        @Override
        public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
            asked.incrementAndGet();
            return IntStream.range(0, SERIES).<Series>mapToObj(_ -> new Sluggish()).toList();
        }

        @Override
        public List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public List<String> names(List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public List<String> values(String name, List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public Writing begin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flush() {}

        @Override
        public Path snapshot(String name) {
            throw new UnsupportedOperationException();
        }
    }
}

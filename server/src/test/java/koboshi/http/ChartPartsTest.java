package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small parts that charts are made of, tried where they run. */
class ChartPartsTest {
    @AutoClose
    private static Browser browser;

    @AutoClose
    private static OpenDoors open;

    private static Page page;

    @BeforeAll
    static void openBrowser(@TempDir Path folder) throws IOException {
        browser = new Browser().start();
        open = new OpenDoors(folder, Patience.DEFAULT, Set.of());
        page = browser.open(open.doors.address() + "?lang=en", "en-US", 800, ColorScheme.LIGHT);
    }

    private static Object run(String file, String body, Object given) {
        return page.evaluate("async given => { const part = await import('/page/" + file + "'); return " + body + "; }", given);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            process_resident_memory_bytes{service="a"}                         | bytes
            rate(node_network_receive_bytes_total[5m])                         | bytes/s
            sum by (le) (rate(http_requests_total[5m]))                        | number/s
            histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m]))) | seconds
            rate(process_cpu_seconds_total[1m])                                | number
            meeting_joins_ratio                                                | ratio
            sum(a_bytes) / sum(b_bytes)                                        | ratio
            a_seconds_sum / a_count                                            | seconds
            rate(batch_size_sum[5m]) / rate(batch_size_count[5m])              | number
            sum(changes(process_start_time_seconds[15m]))                      | number
            count(process_resident_memory_bytes)                               | number
            sum(rate(good_total[5m])) / sum(rate(asked_total[5m]))             | ratio
            1 - sum(rate(a_total{path="/x"}[5m])) / sum(rate(b_total[5m]))     | ratio
            (answers_total{ok="1"}) / (answers_total)                          | ratio
            100 * sum(rate(a_total[5m])) / sum(rate(b_total[5m]))              | number
            rate(a_seconds_sum[5m]) / rate(a_seconds_count[5m])                | seconds
            servers_up / servers                                               | number
            process_start_time_seconds{job="api"}                              | moment
            time() - process_start_time_seconds                                | seconds
            questions_waiting{kind="x_bytes"}                                  | number
            """)
    void guessesTheUnitFromTheNamesOfTheMetrics(String query, String unit) {
        assertThat(run("units.js", "(u => u.kind + u.each)(part.unitOf(given))", query)).isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            536870912 | bytes   | 512 MiB
            0.0042    | seconds | 4.2 ms
            90        | seconds | 1.5 min
            0.987     | ratio   | 98.7%
            0.002     | ratio   | 0.2%
            12345     | number  | 12.3k
            0         | bytes   | 0 B
            """)
    void writesAValueAsPeopleReadIt(double value, String kind, String text) {
        assertThat(run("units.js", "part.shown(given[0], {kind: given[1], each: ''})", List.of(value, kind))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 100        | number  | 0,20,40,60,80,100
            0   | 0.35       | number  | 0,0.1,0.2,0.3
            0   | 1073741824 | bytes   | 0,268435456,536870912,805306368,1073741824
            0   | 600        | seconds | 0,120,240,360,480,600
            """)
    void dividesAnAxisAtRoundValues(double from, double to, String kind, String ticks) {
        assertThat(run("scale.js", "part.ticks([given[0], given[1]], 5, given[2]).map(n => +n.toFixed(6)).join()", List.of(from, to, kind))).isEqualTo(ticks);
    }

    /** A freezer is usually at -20, its door was open for two hours. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            >  | -18    | number | -20   | -20.7, -12  | -12 4 true
            >  | -18    | number | -20   | -20.7, -19  | -19 0.5 false
            <  | 0.99   | ratio  | 1     | 1, 1        | 1 0 false
            <  | 0.98   | ratio  | 1     | 1, 0.99     | 0.99 0.5 false
            <  | 0.98   | ratio  | 1     | 0.97, 1     | 0.97 1.5 true
            >  | 0      | number | 0     | 0, 0        | 0 null false
            >  | 0      | number | 0     | 0, 3        | 3 null true
            <  | 0      | number | 4     | 4, 1        | 1 0.75 false
            >  | 50     | number | 30    | 30, 47      | 47 0.94 false
            <  | 1000   | bytes  | 9000  | 9000, 1250  | 1250 0.8 false
            <  | 1      | number | 1     | 1, 1        | 1 null false
            <  | 1      | number | 1     | 1, 0        | 0 null true
            """)
    void knowsTheHourAFigureWasNearestToItsLine(String sign, double at, String kind, double usual, String values, String nearest) {
        var points = Stream.of(values.split(", ")).map(value -> List.of(0, Double.parseDouble(value))).toList();
        assertThat(run("week.js", "(n => `${n.value} ${n.part === null ? null : +n.part.toFixed(4)} ${n.crossed}`)(part.nearestTo(given[0], {sign: given[1], at: given[2]}, given[3], given[4]))",
                List.of(points, sign, at, kind, usual))).isEqualTo(nearest);
    }

    @Test
    void endsTheLastHourOfTheWeekNow() {
        assertThat(run("week.js", "(s => [s.to - given, s.to - s.from])(part.twoWeeks(given + 0.7)).join()", 1_800_001_234)).isEqualTo("0," + 14 * 86_400);
    }

    @Test
    void noWordStandsInTwoDictionariesAndAllInBothLanguages() {
        var pages = "Promise.all(['words-charts.js', 'words-hosts.js', 'words-traffic.js'].map(file => import('/page/' + file)))";
        assertThat(run("words.js", "(others => [...others.flatMap(one => Object.keys(one.EN)), ...part.ownWords].filter((key, i, all) => all.indexOf(key) !== i))(await " + pages + ")", null)).isEqualTo(List.of());
        assertThat(run("words.js", "(others => others.flatMap(one => Object.keys(one.EN).filter(key => !(key in one.JA))))(await " + pages + ")", null)).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            rate(http_re            | name http_re
            up{jo                   | label jo
            up{job="api",inst       | label inst
            up{job="a               | value a
            sum by (jo              | label jo
            up{job="api"} + que     | name que
            """)
    void knowsWhatIsBeingWritten(String text, String spot) {
        assertThat(run("complete.js", "(s => s.kind + ' ' + given.slice(s.start))(part.writing(given))", text)).isEqualTo(spot);
    }
}

package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import koboshi.promql.Query;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Source;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Ring ring = new Ring(1000, 1000);

    private ExpressionTest push(String series, Duration ago, double value) {
        ring.append(Query.labels(series), new Sample(NOW.minus(ago).toEpochMilli(), value));
        return this;
    }

    private ExpressionTest push(String series, double value) {
        return push(series, Duration.ofSeconds(5), value);
    }

    private Findings ask(String condition) {
        return Expression.parse(condition).ask(Inquiry.Look.at(ring, NOW));
    }

    /** As {@code bad{a="1"} clear{a="2"} none of ...}. */
    private String told(String condition) {
        var findings = ask(condition);
        var readings = findings.readings().stream().map(ExpressionTest::word).sorted().collect(Collectors.joining(" "));
        return readings + findings.missing().map(why -> " ?").orElse("") + findings.trouble().orElse("");
    }

    private static String word(Reading reading) {
        var labels = reading.labels().isEmpty() ? "" : reading.labels().toString();
        return (Double.isNaN(reading.value()) ? "nan" : reading.bad() ? "bad" : "clear") + labels;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x > 5                                    | bad{a="1"} clear{a="2"}
            5 < x                                    | bad{a="1"} clear{a="2"}
            sum(x) > 100                             | clear
            sum(x) > 10                              | bad
            count(x > 5) > 1                         | clear
            count(x > 50) >= 1                       | clear
            topk(1, x) > 8                           | bad{a="1"} clear{a="2"}
            x > on(a) y                              | bad{a="1"} clear{a="2"}
            x > 5 and on(a) y > 1                    | bad{a="1"} clear{a="2"}
            x > 5 and on(a) y > 7                    | clear{a="1"} clear{a="2"}
            x > 5 unless on(a) y == 2                | clear{a="1"} clear{a="2"}
            x > 5 unless on(a) nobody == 1           | bad{a="1"} clear{a="2"}
            x > 5 or y > 7                           | bad{a="1"} clear{a="2"}
            x > scalar(sum(y))                       | bad{a="1"} clear{a="2"}
            absent(x)                                | clear
            absent(nobody)                           | bad
            absent(nobody) == 1                      | bad
            absent(nobody{a="1"})                    | bad{a="1"}
            absent(x{a="1"})                         | clear{a="1"}
            absent(x{a="1",b!="2",b=""})             | clear{a="1"}
            absent_over_time(x{a="1"}[5m])           | clear{a="1"}
            absent(x{a="1"}) or absent(nobody{a="2"}) | bad{a="2"} clear{a="1"}
            absent(x{a="1"}) * on(a) y > 1           | clear{a="1"}
            abs(x > 5) > 8                           | bad{a="1"} clear{a="2"}
            max_over_time((x > 50)[5m:1m]) > 60      | clear{a="1"} clear{a="2"}
            (x > 5) * on(a) y > 3                    | bad{a="1"} clear{a="2"}
            x > bool 5 == 1                          | bad{a="1"} clear{a="2"}
            hour() >= 0                              | bad
            hour() > 25                              | clear
            vector(1) == 2                           | clear
            """)
    void tellsWhatIsBadFromWhatIsWell(String condition, String told) {
        push("x{a=\"1\"}", 9).push("x{a=\"2\"}", 3).push("y{a=\"1\"}", 2).push("y{a=\"2\"}", 3);
        assertThat(told(condition)).isEqualTo(told);
    }

    /** The incident of {@code absent(up{job="kprom"})} stayed open for an hour after the series was there. */
    @Test
    void whatWasAbsentIsClearUnderTheLabelsItFiredWith() {
        var condition = "absent(up{job=\"$k\\\"p\\\\$1\",team=~\"a.*\"})";
        var fired = ask(condition).readings();
        push("up{job=\"$k\\\"p\\\\$1\",team=\"ab\"}", 1);
        assertThat(fired).singleElement().satisfies(reading -> assertThat(reading.bad()).isTrue());
        assertThat(ask(condition).readings()).singleElement().satisfies(reading -> {
            assertThat(reading.bad()).isFalse();
            assertThat(reading.labels()).isEqualTo(fired.getFirst().labels());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody > 5", "sum(rate(nobody[5m])) < 3", "nobody > on(a) x", "x > on(a) nobody", "count(nobody > 5) > 1", "nobody > 5 and x > 5",
        "x > 5 and on(a) nobody > 1", "nobody > 5 unless on(a) x == 2", "topk(1, nobody) > 3"})
    void whereThereIsNoSampleItSaysSoRatherThanThatAllIsWell(String condition) {
        push("x{a=\"1\"}", 9);
        var findings = ask(condition);
        assertThat(findings.readings()).isEmpty();
        assertThat(findings.missing()).hasValueSatisfying(why -> assertThat(why).startsWith("no sample of"));
    }

    @Test
    void ofTwoAlternativesTheOneWithoutSamplesIsTold() {
        push("x{a=\"1\"}", 3);
        assertThat(told("x > 5 or nobody > 5")).isEqualTo("clear{a=\"1\"} ?");
        assertThat(told("x > 2 or nobody > 5")).as("the other is bad already").isEqualTo("bad{a=\"1\"}");
        assertThat(told("(sum(nobody) or vector(0)) > 3")).as("a default is a sample").isEqualTo("clear");
    }

    @Test
    void whatIsNotANumberIsNeitherBadNorWell() {
        push("x{a=\"1\"}", Double.NaN).push("x{a=\"2\"}", 9);
        assertThat(told("x > 5")).isEqualTo("bad{a=\"2\"} nan{a=\"1\"}");
        assertThat(told("x != 5")).isEqualTo("bad{a=\"2\"} nan{a=\"1\"}");
        assertThat(told("x > scalar(nobody)")).as("compared with what nobody measured").isEqualTo("nan{a=\"1\"} nan{a=\"2\"}");
    }

    @Test
    void aReadingCarriesTheAgeOfItsSample() {
        push("x", Duration.ofSeconds(90), 9);
        assertThat(ask("x > 5").readings().getFirst().age()).contains(Duration.ofSeconds(90));
        assertThat(ask("sum(x) > 5").readings().getFirst().age()).isEmpty();
        assertThat(ask("x > 5").readings().getFirst().says()).isEqualTo("is 9 by x > 5");
    }

    @Test
    void aWindowIsCoveredWhenSamplesReachBackToWhereItBegins() {
        push("x", Duration.ofSeconds(20), 1).push("x", 2);
        assertThat(ask("rate(x[5m]) < 3").uncovered()).isEqualTo(Duration.ofMinutes(5));
        assertThat(ask("x < 3").uncovered()).as("one sample is all it needs").isZero();
        push("z", Duration.ofMinutes(6), 1).push("z", 3);
        assertThat(ask("rate(z[5m]) < 3").uncovered()).isZero();
        assertThat(ask("rate(z[5m] offset 10m) < 3").uncovered()).isEqualTo(Duration.ofMinutes(15));
        assertThat(ask("max_over_time(rate(z[5m])[1h:]) < 3").uncovered()).isEqualTo(Duration.ofMinutes(65));
    }

    /** {@code absent(x)} fired a tenth of a second after the first start, before anybody could have been scraped. */
    @Test
    void whatIsAbsentMustHaveBeenWatchedForAsLongAsASampleCounts() {
        assertThat(ask("absent(nobody)").uncovered()).isEqualTo(Duration.ofMinutes(5));
        assertThat(ask("absent_over_time(nobody[1m])").uncovered()).isEqualTo(Duration.ofMinutes(1));
        push("x", 2);
        assertThat(ask("absent(x)").uncovered()).as("it is there").isZero();
        assertThat(ask("x > 1 and absent(nobody)").uncovered()).isEqualTo(Duration.ofMinutes(5));
        assertThat(ask("x > 5 and absent(nobody)").uncovered()).as("it does not hold anyhow").isZero();
        ring.append(Query.labels("x"), new Sample(NOW.minusSeconds(1).toEpochMilli(), Sample.STALE));
        assertThat(told("absent(x)")).isEqualTo("bad");
        assertThat(ask("absent(x)").uncovered()).as("it was there, and said that it ended").isZero();
    }

    @Test
    void aFloodOfLabelSetsIsOneThingUnknown() {
        for (int i = 0; i < 300; i++) {
            push("x{a=\"" + i + "\"}", 9);
        }
        assertThat(ask("x > 5").trouble()).hasValueSatisfying(why -> assertThat(why).contains("300 label sets", "200"));
        assertThat(told("sum(x) > 5")).isEqualTo("bad");
    }

    @Test
    void whatCannotBeReadIsAnAnswerWithItsTrouble() {
        Source broken = (_, _, _) -> {
            throw new IllegalStateException("the disk is gone");
        };
        assertThat(Expression.parse("x > 5").ask(Inquiry.Look.at(broken, NOW)).trouble()).contains("its series cannot be read: the disk is gone");
    }

    /** It ended the thread that asks, and the guard was never asked about again. */
    @Test
    void aWantOfMemoryIsAnAnswerToo() {
        Source vast = (_, _, _) -> {
            throw new OutOfMemoryError("Java heap space");
        };
        assertThat(Expression.parse("x > 5").ask(Inquiry.Look.at(vast, NOW)).trouble()).contains("its series cannot be read: Java heap space");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x > 5                         | PT1S
            rate(x[5m]) > 5               | PT5S
            rate(x[1d]) > 5               | PT15S
            """)
    void asksLessOftenWhereLittleCanChange(String condition, Duration pace) {
        assertThat(Expression.parse(condition).pace()).isEqualTo(pace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "rate(x[5m])", "x > bool 5", "1 < bool 2", "time()", "x > 1e999", "x[5m]", "'text'", "x >", "sum(x", ""})
    void refusesWhatIsNoCondition(String text) {
        assertThatThrownBy(() -> Expression.parse(text)).isInstanceOfAny(IllegalArgumentException.class, koboshi.promql.QueryException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sum(rate(x[1m])) or vector(0) > 1e9   | put brackets around sum(rate(x[1m])) or vector(0)
            1e9 < sum(x) or vector(0)             | put brackets around sum(x) or vector(0)
            sum(g > 50) or vector(0)              | a sample of vector(0), for both sides of or must be conditions
            (g > 5 or s)                          | a sample of s, for both sides of or must be conditions
            topk(1, s)                            | it holds whenever there is a sample
            sum(bottomk(3, s))                    | it holds whenever there is a sample
            g and on() s                          | it holds whenever there is a sample
            g or s                                | it holds whenever there is a sample
            g + scalar(s > 5)                     | it holds whenever there is a sample
            g unless s                            | expected absent() of what must be there
            """)
    void refusesWhatHoldsThoughAllIsWell(String text, String says) {
        assertThatThrownBy(() -> Expression.parse(text)).hasMessageContaining(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(sum(rate(x[1m])) or vector(0)) > 1e9", "x > 5 or absent(y)", "topk(1, s) > 5", "topk(1, s > 5)", "g and on() s > 5", "g > 5 and on() s",
        "g > 5 unless s", "(g unless s) > 0", "count(g > 5)", "max_over_time((g > 5)[5m:])", "-(g > 5)"})
    void takesWhatIsEmptyWhileAllIsWell(String text) {
        assertThat(Expression.parse(text).bad().text()).isNotEmpty();
    }

    /** Whatever the data: what is bad is what the expression gives, and with samples everywhere something is always judged. */
    @Test
    void isBadExactlyWhereTheExpressionGivesSomething() {
        var shapes = new String[] {"x > %d", "x > on(a) y", "sum by (a) (x) < %d", "x > %d and on(a) y < 5", "x > %d unless on(a) y < 5", "x > %d or y < 2",
            "count by (a) (x > %d) >= 1", "topk(2, x) > %d", "(x > %d) + on(a) y > 9"};
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            var some = new Ring(100, 10);
            for (var name : new String[] {"x", "y"}) {
                for (int a = 0; a < 4; a++) {
                    some.append(Labels.of(Labels.NAME, name, "a", "" + a), new Sample(NOW.toEpochMilli(), random.nextInt(10)));
                }
            }
            var text = shapes[random.nextInt(shapes.length)].replace("%d", "" + random.nextInt(10));
            var asked = Expression.parse(text);
            var found = asked.ask(Inquiry.Look.at(some, NOW));
            var gives = new koboshi.promql.Engine(some, Inquiry.OPTIONS).instant(text, NOW).value();
            var given = ((koboshi.promql.Value.Vector) gives).elements().stream().map(element -> element.labels().without(Labels.NAME)).collect(Collectors.toSet());
            assertThat(found.readings().stream().filter(Reading::bad).map(Reading::labels).collect(Collectors.toSet())).as(text).isEqualTo(given);
            assertThat(found.missing()).as(text).isEmpty();
            assertThat(found.readings()).as(text).isNotEmpty();
        }
    }
}

package koboshi.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import koboshi.promql.QueryRefused.Reason;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
    private final Ring ring = new Ring(1000, 1000);
    private final Engine engine = new Engine(ring, Options.standard());

    @Test
    void answersFromTheSource() {
        load(1, 10);

        assertThat(engine.instant("m_total", Instant.ofEpochSecond(30)).value())
                .isEqualTo(new Value.Vector(List.of(new Value.Element(Labels.of("__name__", "m_total", "n", "0"), new Sample(30_000, 3)))));
        assertThat(engine.instant("1 + 1", Instant.EPOCH).value()).isEqualTo(new Value.Scalar(0, 2));
        assertThat(engine.instant("'x'", Instant.EPOCH).value()).isEqualTo(new Value.Text(0, "x"));
    }

    @Test
    void givesEveryStepOfARangeBothEndsIncluded() {
        load(1, 10);

        var matrix = (Value.Matrix) engine.range("sum(m_total)", Instant.EPOCH, Instant.ofEpochSecond(60), Duration.ofSeconds(20)).value();

        assertThat(matrix.series().getFirst().samples()).containsExactly(new Sample(0, 0), new Sample(20_000, 2), new Sample(40_000, 4), new Sample(60_000, 6));
    }

    @Test
    void refusesTooManyStepsBeforeItStarts() {
        assertRefused(Reason.TOO_MANY_STEPS, () -> engine.range("nothing", Instant.EPOCH, Instant.ofEpochSecond(11_001), Duration.ofSeconds(1)));
    }

    @Test
    void refusesASubqueryOfTooManySteps() {
        assertRefused(Reason.TOO_MANY_STEPS, () -> engine.instant("max_over_time(m_total[10y:1ms])", Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 1 | 0s",
                "up | 5m",
                "up offset 1h | 1h5m",
                "up offset -1h | 0s",
                "up @ 100 | 0s",
                "rate(up[10m]) + up | 10m",
                "max_over_time(rate(up[10m] offset 1m)[1h:] offset 2h) | 3h11m",
                "topk(scalar(rate(a[7m])), up) | 7m"
            })
    void knowsHowFarBackAQueryLooks(String query, String reach) {
        assertThat(Query.parse(query, Options.standard()).reach(Options.standard())).isEqualTo(Query.duration(reach));
    }

    @Test
    void refusesARangeOfRangesAndAStepOfNothing() {
        assertThatThrownBy(() -> engine.range("m_total[5m]", Instant.EPOCH, Instant.EPOCH, Duration.ofSeconds(1)))
                .isInstanceOf(EvaluationError.class)
                .hasMessage("invalid expression type \"range vector\" for range query, must be Scalar or instant Vector");
        assertThatThrownBy(() -> engine.range("m_total", Instant.EPOCH, Instant.EPOCH, Duration.ZERO)).isInstanceOf(EvaluationError.class);
        assertThatThrownBy(() -> engine.range("m_total", Instant.EPOCH, Instant.EPOCH.minusSeconds(1), Duration.ofSeconds(1))).isInstanceOf(EvaluationError.class);
    }

    @Test
    void refusesToLoadMoreThanTheLimits() {
        load(20, 20);
        var few = new Engine(ring, Options.standard().withLimits(100, 1000, 1000));
        var narrow = new Engine(ring, Options.standard().withLimits(100_000, 10, 1000));

        assertRefused(Reason.TOO_MANY_SAMPLES, () -> few.instant("sum(rate(m_total[5m]))", Instant.ofEpochSecond(200)));
        assertRefused(Reason.TOO_MANY_SERIES, () -> narrow.instant("m_total", Instant.ofEpochSecond(200)));
    }

    /** As Prometheus before 3.0 calls it, for everybody; by its later name it is experimental. */
    @Test
    void smoothsByTheNameThatRuleFilesHave() {
        load(1, 20);
        var later = new Engine(ring, Options.standard().experimental());

        assertThat(engine.instant("holt_winters(m_total[5m], 0.5, 0.3)", Instant.ofEpochSecond(200)).value())
                .isEqualTo(later.instant("double_exponential_smoothing(m_total[5m], 0.5, 0.3)", Instant.ofEpochSecond(200)).value())
                .isNotEqualTo(new Value.Vector(List.of()));
        assertThatThrownBy(() -> Query.parse("holt_winters(m_total[5m], 0.5)", Options.standard())).isInstanceOf(ParseError.class);
    }

    @Test
    void endsWhenItIsToldTo() {
        load(20, 20);
        var query = Query.parse("sum(rate(m_total[5m]))", Options.standard());
        var beats = new AtomicInteger();

        assertRefused(Reason.CANCELLED, () -> engine.instant(query, Instant.EPOCH, () -> Pulse.State.CANCELLED));
        assertRefused(Reason.OUT_OF_TIME, () -> engine.instant(query, Instant.ofEpochSecond(100), () -> beats.incrementAndGet() < 2 ? Pulse.State.GO_ON : Pulse.State.OUT_OF_TIME));
    }

    @Test
    void saysWhatIsOddAboutAnAnswerAndWhere() {
        load(1, 10);

        var answer = engine.instant("histogram_quantile(1.5, m_total)", Instant.ofEpochSecond(30));

        assertThat(answer.texts(Annotation.Kind.WARNING)).containsExactlyInAnyOrder(
                "PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:20)",
                "PromQL warning: bucket label \"le\" is missing or has a malformed value of \"\" for metric name \"m_total\" (1:25)");
        assertThat(engine.instant("rate({__name__='m_total'}[1m])", Instant.ofEpochSecond(30)).annotations()).isEmpty();
    }

    @Test
    void survivesTheLongestChainItAccepts() {
        load(1, 10);
        var chain = "m_total" + " or m_total".repeat(1_000);

        assertThat(((Value.Vector) engine.instant(chain, Instant.ofEpochSecond(30)).value()).elements()).hasSize(1);
    }

    private static void assertRefused(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable query) {
        assertThat(catchThrowableOfType(QueryRefused.class, query).reason()).isEqualTo(reason);
    }

    private void load(int series, int samples) {
        IntStream.range(0, series).forEach(n ->
                IntStream.range(0, samples).forEach(i -> ring.append(Labels.of("__name__", "m_total", "n", "" + n), new Sample(i * 10_000L, i))));
    }
}

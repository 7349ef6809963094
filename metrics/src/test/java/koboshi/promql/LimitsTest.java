package koboshi.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import koboshi.promql.Options.Limits;
import koboshi.promql.QueryRefused.Reason;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No query takes more memory or time than it is given, and one that would is told so, with the place. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LimitsTest {
    private static final Instant END = Instant.ofEpochSecond(6 * 3600);
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int SAMPLES = 6 * 240;

    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void refusesALabelBombBeforeItReadsASample() {
        var engine = engine(20_000, Limits.STANDARD.withBytes(32L << 20));

        var refused = refused(engine, "rate(m[5m])");

        assertThat(refused.reason()).isEqualTo(Reason.TOO_MUCH_MEMORY);
        assertThat(refused).hasMessageContaining("33554432 bytes").hasMessageContaining("(at 1:6)");
        assertThat(decoded).hasValue(0);
    }

    @Test
    void holdsOnlyTheGroupsOfAnAggregation() {
        var engine = engine(2_000, Limits.STANDARD.withBytes(1L << 20));

        assertThat(engine.range("sum(rate(m[5m]))", Instant.EPOCH, END, STEP).value()).isInstanceOf(Value.Matrix.class);
        assertThat(engine.range("topk(3, rate(m[5m]))", Instant.EPOCH, END, STEP).value()).isInstanceOf(Value.Matrix.class);
        assertThat(refused(engine, "quantile(0.5, rate(m[5m]))").reason()).isEqualTo(Reason.TOO_MUCH_MEMORY);
    }

    @Test
    void knowsTheSamplesBeforeItReadsOne() {
        var engine = engine(10_000, new Limits(1_000_000, 100_000, 11_000, Long.MAX_VALUE, Duration.ofHours(1)));

        assertThat(refused(engine, "sum(rate(m[5m]))").reason()).isEqualTo(Reason.TOO_MANY_SAMPLES);
        assertThat(decoded).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "m * on () group_left m",
        "m + on (a) group_right m",
        "count_values('v', m)",
        "count_values without () ('v', m * time())",
        "topk(1000000, m)",
        "limitk(1000000, m)",
        "label_replace(m, 'x', '$1', 'a', '(.*)')",
        "{a=~'.+'} + 1",
        "m or m * 2 or m * 3 or m * 4",
        "histogram_quantile(0.9, m)",
        "sort(m)"
    })
    void refusesWhatWouldNotFit(String query) {
        var refused = catchThrowableOfType(QueryException.class, () -> range(engine(5_000, Limits.STANDARD.withBytes(8L << 20)), query, Pulse.STEADY));

        assertThat(refused instanceof QueryRefused limit && limit.reason() == Reason.TOO_MUCH_MEMORY || refused instanceof EvaluationError).as("%s: %s", query, refused).isTrue();
    }

    /** The clock goes by a second at every look, so that only those who look in the middle of their work end. */
    @ParameterizedTest
    @ValueSource(strings = {
        "sum(rate(m[5m]))",
        "mad_over_time(m{a='0'}[6h])",
        "double_exponential_smoothing(m{a='0'}[6h], 0.5, 0.5)",
        "max_over_time(max_over_time(max_over_time(m{a='0'}[1h:1s])[1h:1s])[1h:1s])",
        "count_values('v', m)",
        "quantile(0.5, m)",
        "m and on (a) m",
        "m unless m > 3",
        "sum(m) by (a) / on (a) group_right m",
        "topk(5, m)",
        "count(m)",
        "stdvar(m)",
        "abs(m)",
        "m > 5",
        "absent(m)",
        "absent_over_time(m[5m])",
        "scalar(m) + 1",
        "timestamp(m)",
        "sort_desc(m)"
    })
    void endsWithinItsTimeInTheMiddleOfItsWork(String query) {
        var seconds = new AtomicLong();
        var limits = new Limits(Long.MAX_VALUE, Integer.MAX_VALUE, 11_000, Long.MAX_VALUE, Duration.ofSeconds(5));
        var pulse = limits.pulse(() -> TimeUnit.SECONDS.toNanos(seconds.getAndIncrement()));

        var refused = catchThrowableOfType(QueryRefused.class, () -> range(engine(500, limits), query, pulse));

        assertThat(refused).as(query).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.OUT_OF_TIME);
        assertThat(refused).hasMessageStartingWith("query timed out in expression evaluation (at 1:");
    }

    @Test
    void endsAtOnceWhenCancelled() {
        var looks = new AtomicInteger();
        var refused = catchThrowableOfType(QueryRefused.class, () -> range(engine(5_000, Limits.STANDARD), "sum(rate(m[5m]))",
                () -> looks.incrementAndGet() < 10 ? Pulse.State.GO_ON : Pulse.State.CANCELLED));

        assertThat(refused.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(decoded).hasValueLessThan(200);
    }

    @Test
    void refusesSubqueriesOfSubqueriesByTheirSteps() {
        assertThat(refused(engine(1, Limits.STANDARD), "max_over_time(max_over_time(max_over_time(m[10y:1s])[10y:1s])[10y:1s])").reason())
                .isEqualTo(Reason.TOO_MANY_STEPS);
    }

    @Test
    void refusesASubqueryThatIsManySeriesLong() {
        assertThat(refused(engine(1, Limits.STANDARD.withBytes(1 << 20)), "max_over_time(m[1d:1s])").reason()).isEqualTo(Reason.TOO_MUCH_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m{a=~'((((x{900}){900}){900}){900})'}", "label_replace(m, 'x', '$1', 'a', '((((x{900}){900}){900}){900})')"})
    void refusesAPatternThatWouldGrowBeyondBounds(String query) {
        assertThatThrownBy(() -> range(engine(1, Limits.STANDARD), query, Pulse.STEADY)).isInstanceOf(QueryException.class);
    }

    @Test
    void answersAPatternThatWouldTakeOthersForEver() {
        var engine = new Engine((matchers, _, _) -> matchers.stream().allMatch(one -> one.matches(Labels.of("__name__", "m", "a", "x".repeat(10_000)))) ? List.of() : List.of(),
                Options.standard());

        assertThat(engine.instant("m{a=~'(x+x+)+y'}", END).value()).isEqualTo(new Value.Vector(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "abs(", "sum(", "1 + ", "m[1m:1m", "{", "vector("})
    void refusesNestingBeyondBoundsWithItsPlace(String piece) {
        assertThatThrownBy(() -> Query.parse(piece.repeat(200_000) + "1", Options.standard())).isInstanceOf(ParseError.class).hasMessageContaining("1:");
    }

    private static QueryRefused refused(Engine engine, String query) {
        var refused = catchThrowableOfType(QueryRefused.class, () -> range(engine, query, Pulse.STEADY));
        assertThat(refused).as(query).isNotNull();
        return refused;
    }

    private static void range(Engine engine, String query, Pulse pulse) {
        engine.range(Query.parse(query, engine.options()), Instant.EPOCH, END, STEP, pulse);
    }

    /** A flood of series that share their samples. */
    private Engine engine(int count, Limits limits) {
        var millis = IntStream.range(0, SAMPLES).mapToLong(i -> i * 15_000L).toArray();
        var values = IntStream.range(0, SAMPLES).mapToDouble(i -> i % 7 == 0 ? i * 1.5 : i).toArray();
        var samples = Samples.of(millis, values, null);
        var all = IntStream.range(0, count).<Series>mapToObj(n -> new Flood(Labels.of("__name__", "m", "a", "" + n), samples, decoded)).toList();
        Source source = (matchers, _, _) -> all.stream().filter(series -> matchers.stream().allMatch(one -> one.matches(series.labels()))).toList();
        return new Engine(source, Options.standard().experimental().withDelayedNameRemoval(false).withLimits(limits));
    }

    private record Flood(Labels labels, Samples samples, AtomicInteger decoded) implements Series {
        @Override
        public Samples columns() {
            decoded.incrementAndGet();
            return samples;
        }

        @Override
        public int atMost() {
            return samples.size();
        }

        @Override
        public Samples samples() {
            return columns();
        }
    }
}

package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.QueryException;
import koboshi.promql.Value;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A range query means the instant query at each of its steps, however differently it is computed. */
class RangeAgreesWithInstantTest {
    private static final long STEP = 45_000;
    private static final int STEPS = 40;
    private static final Options OPTIONS = Options.standard().experimental().withDelayedNameRemoval(false).withLookback(Duration.ofSeconds(100));

    @ParameterizedTest
    @ValueSource(strings = {
        "counter_total", "gauge", "mixed", "native", "gauge offset 2m", "gauge offset -2m", "timestamp(gauge)", "-gauge", "gauge > 50", "50 < bool gauge",
        "rate(counter_total[3m])", "increase(counter_total[70s])", "delta(gauge[3m])", "irate(counter_total[2m])", "idelta(gauge[2m])",
        "deriv(gauge[5m])", "predict_linear(gauge[5m], 600)", "changes(mixed[4m])", "resets(counter_total[4m])", "resets(mixed[4m])",
        "sum_over_time(gauge[3m])", "avg_over_time(gauge[3m])", "min_over_time(gauge[3m])", "max_over_time(mixed[3m])", "count_over_time(mixed[3m])",
        "last_over_time(mixed[3m])", "min_over_time(wild[3m])", "max_over_time(wild[10m])", "sum_over_time(wild[4m])", "avg_over_time(wild[10m])",
        "deriv(wild[6m])", "predict_linear(wild[6m] offset 1m, 60)", "quantile_over_time(0.8, wild[5m])", "quantile_over_time(time() / 1000, wild[5m])", "changes(wild[4m])",
        "rate(wild[4m])", "delta(wild[4m])", "irate(wild[4m])", "rate(mixed[2m])", "avg_over_time(mixed[2m])", "stddev_over_time(wild[4m])", "mad_over_time(gauge[4m])",
        "sum_over_time(gauge[20s])", "avg_over_time(gauge[10s])", "quantile_over_time(0.5, gauge[25s])", "deriv(gauge[1m])", "max_over_time(gauge[15s])",
        "deriv(gauge[5m] @ 900)", "predict_linear(gauge[5m] @ 900, 60)", "topk(3, wild)", "bottomk(3, wild)", "topk by (b) (1, wild)", "quantile by (a) (0.5, wild)",
        "avg(wild)", "avg_over_time((gauge > 30)[5m:20s])", "sum(sum_over_time(gauge[1h:1m]))", "limitk(2, gauge)",
        "quantile_over_time(0.3, gauge[3m])", "stddev_over_time(gauge[3m])", "present_over_time(gauge[20s])", "absent_over_time(gauge[20s])",
        "rate(native[3m])", "increase(custom[3m])", "sum_over_time(native[3m])", "avg_over_time(custom[3m])", "delta(native[3m])",
        "sum by (a) (gauge)", "avg without (b) (gauge)", "max(gauge)", "stdvar by (a) (gauge)", "quantile(0.4, gauge)", "count(mixed)", "group by (b) (mixed)",
        "topk(2, gauge)", "bottomk by (a) (1, gauge)", "count_values('v', gauge > bool 50)", "sum(native)", "avg(custom)", "topk(time() % 4, gauge)",
        "gauge + on (a, b) counter_total", "gauge / ignoring (b) group_left sum by (a) (gauge)", "gauge and gauge > 40", "gauge or counter_total", "gauge unless gauge < 60",
        "gauge > on (a, b) counter_total", "native + on (a, b) native", "native - on (a, b) native offset 1m", "native * 2", "native == native",
        "histogram_quantile(0.7, rate(native[3m]))", "histogram_quantile(0.7, sum by (le) (rate(classic_bucket[3m])))", "histogram_fraction(1, 4, native)",
        "histogram_count(native)", "histogram_stddev(native)", "histogram_avg(rate(native[4m]))", "absent(gauge{a='9'})", "vector(scalar(gauge{a='1',b='1'}))", "vector(time())", "hour()",
        "max_over_time(rate(counter_total[2m])[5m:30s])", "sum_over_time(gauge[4m:40s] offset 1m)", "label_replace(gauge, 'c', 'x$1', 'a', '(.)')", "gauge @ 300", "rate(counter_total[5m] @ 600)",
        "round(gauge, 5)", "clamp(gauge, 20, 60)", "sum(rate(counter_total[3m])) by (a) / sum(rate(counter_total[3m])) by (a) > 0.5"
    })
    void stepByStep(String query) {
        for (long seed = 1; seed <= 5; seed++) {
            var engine = new Engine(shelf(new Random(seed)), OPTIONS);
            assertAgrees(engine, query);
        }
    }

    private static void assertAgrees(Engine engine, String query) {
        Map<Long, Map<Labels, Sample>> range;
        try {
            range = byMoment(engine.range(query, Instant.EPOCH, Instant.ofEpochMilli(STEP * STEPS), Duration.ofMillis(STEP)).value());
        } catch (QueryException e) {
            throw new AssertionError(query, e);
        }
        for (long i = 0; i <= STEPS; i++) {
            var instant = new HashMap<Labels, Sample>();
            var vector = (Value.Vector) engine.instant(query, Instant.ofEpochMilli(i * STEP)).value();
            vector.elements().forEach(element -> instant.put(element.labels(), element.sample()));
            assertSame(range.getOrDefault(i * STEP, Map.of()), instant, query + " at " + i * STEP);
        }
    }

    /** A window that slides adds up in another order, so the last digits may differ. */
    private static void assertSame(Map<Labels, Sample> range, Map<Labels, Sample> instant, String when) {
        assertThat(range.keySet()).as(when).isEqualTo(instant.keySet());
        range.forEach((labels, sample) -> {
            var other = instant.get(labels);
            assertThat(sample.histogram()).as(when).isEqualTo(other.histogram());
            double value = other.value();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                assertThat(sample.value()).as(when).isEqualTo(Double.valueOf(value));
            } else {
                assertThat(sample.value()).as(when).isCloseTo(value, Offset.offset(1e-12 * Math.max(Math.abs(value), 1e-3)));
            }
        });
    }

    private static Map<Long, Map<Labels, Sample>> byMoment(Value value) {
        var byMoment = new HashMap<Long, Map<Labels, Sample>>();
        ((Value.Matrix) value).series().forEach(series -> series.samples().forEach(sample ->
                byMoment.computeIfAbsent(sample.millis(), _ -> new HashMap<>()).put(series.labels(), sample)));
        return byMoment;
    }

    private static Shelf shelf(Random random) {
        var shelf = new Shelf();
        for (var name : new String[] {"counter_total", "gauge", "wild", "mixed", "native", "custom", "classic_bucket"}) {
            for (int n = 0; n < 6; n++) {
                fill(shelf, name, n, random);
            }
        }
        return shelf;
    }

    private static void fill(Shelf shelf, String name, int n, Random random) {
        var labels = Labels.of("__name__", name, "a", "" + n % 2, "b", "" + n / 2);
        labels = name.equals("classic_bucket") ? labels.with("le", n == 5 ? "+Inf" : "" + (n + 1)) : labels;
        double level = 0;
        for (long millis = random.nextInt(30_000); millis < STEP * STEPS; millis += 15_000 + random.nextInt(4) * random.nextInt(20_000)) {
            level = random.nextInt(20) == 0 ? 0 : level + random.nextInt(10);
            boolean stale = random.nextInt(15) == 0;
            var sample = switch (name) {
                case "native" -> new Sample(millis, Histogram.exponential(random.nextInt(2), level, level * 2, Buckets.run(0, level / 2, level / 4, level / 4)));
                case "custom" -> new Sample(millis, Histogram.custom(Bounds.of(1, 2 + random.nextInt(2), 5), level, level, Buckets.run(0, level / 2, level / 2)));
                case "mixed" -> random.nextBoolean() ? new Sample(millis, level) : new Sample(millis, Histogram.exponential(0, level, level, Buckets.run(1, level)));
                case "wild" -> new Sample(millis, wild(random));
                case "gauge" -> new Sample(millis, random.nextInt(30) == 0 ? Double.NaN : random.nextInt(100));
                default -> new Sample(millis, level * (n + 1));
            };
            shelf.put(labels, stale ? new Sample(millis, Sample.STALE) : sample);
        }
    }

    /** What a program may well report: nothing, too much, and many more digits than it has. */
    private static double wild(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4, 5 -> 1e11;
            default -> random.nextGaussian();
        };
    }
}

package koboshi.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import koboshi.series.Labels;
import koboshi.series.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What slides over all steps at once gives what each window gives by itself. */
class SlidingTest {
    private static final MathContext DIGITS = new MathContext(60);
    private static final int ROUNDS = 300;

    private final Random random = new Random(7);
    private final Notes notes = new Notes("");
    private final Budget budget = new Budget("", Options.Limits.STANDARD, Pulse.STEADY);

    /** One series under some steps. */
    private record Laid(Samples samples, Steps steps, Reference reference) {
        Window window(int step) {
            var window = new Window(samples, Samples.NONE);
            window.moveTo(reference.start(steps.at(step)), reference.end(steps.at(step)));
            return window;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate", "increase", "delta", "irate", "idelta", "min_over_time", "max_over_time", "count_over_time", "present_over_time", "changes", "resets",
        "quantile_over_time"})
    void givesExactlyWhatEachWindowGives(String function) {
        assertAgree(function, List.of(this::counter, this::wild, this::gauge, this::nearlyConstant), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum_over_time", "avg_over_time"})
    void addsUpToTheLastRounding(String function) {
        assertAgree(function, List.of(this::counter, this::wild, this::nearlyConstant, this::huge), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deriv", "predict_linear"})
    void fitsTheSameLine(String function) {
        assertAgree(function, List.of(this::counter, this::wild, this::drift), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdvar_over_time", "stddev_over_time"})
    void spreadsTheSame(String function) {
        assertAgree(function, List.of(this::counter, this::wild, this::drift, this::gauge, this::nearlyConstant), 1e-9);
    }

    /** Where a large value hardly changes, Prometheus's formula loses digits that ours keeps: both are held against all digits there are. */
    @ParameterizedTest
    @ValueSource(strings = {"drift", "nearlyConstant", "spike"})
    void fitsTheTrueLine(String kind) {
        DoubleSupplier values = switch (kind) {
            case "drift" -> this::drift;
            case "spike" -> this::spike;
            default -> this::nearlyConstant;
        };
        for (int round = 0; round < ROUNDS / 10; round++) {
            var laid = laid(values);
            var slid = slid("deriv", laid);
            for (int i = 0; i < laid.steps.count(); i++) {
                var window = laid.window(i);
                if (window.floats() > 2) {
                    double slope = trueSlope(window);
                    assertThat(Math.abs(slid.value(i) - slope)).as("%s, step %d", kind, i).isLessThanOrEqualTo(1e-9 * Math.max(Math.abs(slope), flattest(window)));
                }
            }
        }
    }

    private void assertAgree(String function, List<DoubleSupplier> kinds, double tolerance) {
        for (int round = 0; round < ROUNDS; round++) {
            var laid = laid(kinds.get(round % kinds.size()));
            var slid = slid(function, laid);
            var plain = plain(function, laid);
            for (int i = 0; i < laid.steps.count(); i++) {
                assertThat(slid.present(i)).as("%s, round %d, step %d", function, round, i).isEqualTo(plain.present(i));
                boolean same = Double.compare(slid.value(i), plain.value(i)) == 0
                        || Math.abs(slid.value(i) - plain.value(i)) <= tolerance * Math.max(Math.abs(plain.value(i)), scale(laid.window(i)));
                assertThat(same).as("%s, round %d, step %d: %s instead of %s", function, round, i, slid.value(i), plain.value(i)).isTrue();
            }
        }
    }

    private Track slid(String function, Laid laid) {
        var edges = new Edges(laid.steps);
        edges.under(laid.samples, laid.reference);
        var out = new Track(Labels.NONE, false, laid.steps.count());
        Sliding.named(function).over(laid.samples, edges, frame(function, laid.steps, out), out);
        return out;
    }

    private Track plain(String function, Laid laid) {
        var out = new Track(Labels.NONE, false, laid.steps.count());
        var frame = frame(function, laid.steps, out);
        for (int i = 0; i < laid.steps.count(); i++) {
            frame.at(i, laid.steps.at(i));
            if (!laid.window(i).isEmpty()) {
                RangeFunctions.named(function).apply(laid.window(i), frame);
            }
        }
        return out;
    }

    private RangeFrame frame(String function, Steps steps, Track out) {
        var scalars = new double[2][steps.count()];
        for (int i = 0; i < steps.count(); i++) {
            scalars[0][i] = i % 11 / 10.0;
            scalars[1][i] = i * 60;
        }
        var frame = new RangeFrame(notes, budget, new Expr.Call(Function.named(function).orElseThrow(), List.of(), new Span(0, 0)), new Span(0, 0), scalars);
        frame.at("", out);
        return frame;
    }

    /** Samples with gaps, under steps that reach beyond both ends, overlap, touch, or leave some out. */
    private Laid laid(DoubleSupplier values) {
        level = 0;
        var samples = new Samples.Builder(0);
        long millis = 1_750_000_000_000L + random.nextInt(15_000);
        int size = random.nextInt(300);
        for (int i = 0; i < size; i++) {
            samples.add(millis, values.getAsDouble(), null);
            millis += random.nextInt(20) == 0 ? 1 + random.nextInt(600_000) : 15_000;
        }
        long step = 1 + random.nextInt(120_000);
        var steps = new Steps(1_750_000_000_000L - random.nextInt(300_000), step, 1 + random.nextInt(200));
        return new Laid(samples.build(), steps, new Reference(random.nextInt(20) > 0, steps.at(steps.count() / 2), random.nextInt(3) * 30_000L, 1 + random.nextInt(1_200_000)));
    }

    private double level;

    private double counter() {
        level = random.nextInt(25) == 0 ? random.nextInt(3) : level + random.nextInt(5) * 0.5;
        return level;
    }

    private double gauge() {
        return random.nextInt(4) * 0.1;
    }

    private double drift() {
        level += random.nextDouble() * 4096;
        return 1e6 + level;
    }

    private double nearlyConstant() {
        return 1e11 + random.nextInt(2) * 4096;
    }

    private double spike() {
        return random.nextInt(50) == 0 ? 1e9 : random.nextDouble();
    }

    private double huge() {
        return Math.scalb(random.nextGaussian(), random.nextInt(2046) - 1023);
    }

    private double wild() {
        return switch (random.nextInt(60)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> 0;
            default -> random.nextGaussian();
        };
    }

    /** The greatest size in the window, at least one. */
    private static double scale(Window window) {
        double scale = 1;
        for (int i = 0; i < window.floats(); i++) {
            double size = Math.abs(window.value(i));
            scale = size < Double.POSITIVE_INFINITY ? Math.max(scale, size) : scale;
        }
        return scale;
    }

    /** Slopes much flatter than from the least to the greatest over the whole window are the noise of what cancels. */
    private static double flattest(Window window) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < window.floats(); i++) {
            least = Math.min(least, window.value(i));
            most = Math.max(most, window.value(i));
        }
        return 1e-4 * (most - least) / (window.millis(window.floats() - 1) - window.millis(0)) * 1000;
    }

    private static double trueSlope(Window window) {
        var n = BigDecimal.valueOf(window.floats());
        var x = BigDecimal.ZERO;
        var y = BigDecimal.ZERO;
        var xy = BigDecimal.ZERO;
        var xx = BigDecimal.ZERO;
        for (int i = 0; i < window.floats(); i++) {
            var seconds = BigDecimal.valueOf(window.millis(i) - window.millis(0), 3);
            var value = new BigDecimal(window.value(i));
            x = x.add(seconds);
            y = y.add(value);
            xy = xy.add(seconds.multiply(value));
            xx = xx.add(seconds.multiply(seconds));
        }
        return n.multiply(xy).subtract(x.multiply(y)).divide(n.multiply(xx).subtract(x.multiply(x)), DIGITS).doubleValue();
    }
}

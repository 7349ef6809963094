package koboshi.promql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** Evaluates the functions of histograms, native ones and those made of "le" series. */
final class HistogramCalls {
    private static final String BOUND = "le";
    private final Evaluation evaluation;

    HistogramCalls(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    void each(Expr.Call call, Steps steps, Consumer<Track> to) {
        var selection = evaluation.selection();
        switch (call.function().name()) {
            case "histogram_count" -> selection.withResets(() -> simple(call, steps, Histogram::count, to));
            case "histogram_sum" -> selection.withResets(() -> simple(call, steps, Histogram::sum, to));
            case "histogram_avg" -> selection.withResets(() -> simple(call, steps, h -> h.sum() / h.count(), to));
            case "histogram_stdvar" -> selection.withoutResets(() -> simple(call, steps, HistogramCalls::variance, to));
            case "histogram_stddev" -> selection.withoutResets(() -> simple(call, steps, h -> Math.sqrt(variance(h)), to));
            case "histogram_fraction" -> selection.withoutResets(() -> fraction(call, steps, to));
            case "histogram_quantile" -> selection.withoutResets(() -> quantile(call, steps, to));
            case "histogram_quantiles" -> selection.withoutResets(() -> quantiles(call, steps, to));
            default -> throw new EvaluationError("function " + call.function().name() + " is not supported");
        }
    }

    private static double variance(Histogram histogram) {
        return Distribution.plain(histogram).variance(histogram.sum() / histogram.count());
    }

    private void simple(Expr.Call call, Steps steps, ToDoubleFunction<Histogram> function, Consumer<Track> to) {
        Naming.settled(evaluation, call.arguments(), to, unnamed -> evaluation.each(call.arguments().getFirst(), steps, track -> {
            var result = Naming.without(evaluation, track.labels(), steps.count());
            for (int i = 0; track.hasHistograms() && i < steps.count(); i++) {
                if (track.histogram(i) != null) {
                    result.set(i, function.applyAsDouble(track.histogram(i)));
                }
            }
            unnamed.accept(result);
        }));
    }

    private void fraction(Expr.Call call, Steps steps, Consumer<Track> to) {
        var lower = evaluation.scalars(call.arguments().get(0), steps);
        var upper = evaluation.scalars(call.arguments().get(1), steps);
        measured(call, call.arguments().get(2), steps, Labels.NONE, new Measure() {
            @Override
            public double of(int step, Histogram histogram, String name, Span at) {
                if (Double.isNaN(histogram.sum())) {
                    evaluation.notes().fractionWithNan(name, at);
                }
                return Distribution.of(histogram).fraction(lower[step], upper[step]);
            }

            @Override
            public double of(int step, ClassicBuckets buckets, String name, Span at) {
                return buckets.fraction(lower[step], upper[step]);
            }
        }, to);
    }

    private void quantile(Expr.Call call, Steps steps, Consumer<Track> to) {
        measured(call, call.arguments().get(1), steps, Labels.NONE, quantile(call.arguments().getFirst(), steps), to);
    }

    private void quantiles(Expr.Call call, Steps steps, Consumer<Track> to) {
        var label = evaluation.string(call.arguments().get(1));
        for (var argument : call.arguments().subList(2, call.arguments().size())) {
            var each = quantile(argument, steps);
            double q = evaluation.scalars(argument, Steps.one(steps.start()))[0];
            measured(call, call.arguments().getFirst(), steps, Labels.of(label, Text.metric(q)), each, to);
        }
    }

    private Measure quantile(Expr argument, Steps steps) {
        var q = evaluation.scalars(argument, steps);
        Arrays.stream(q).filter(v -> !(v >= 0 && v <= 1)).findFirst().ifPresent(v -> evaluation.notes().invalidQuantile(v, argument.at()));
        return new Measure() {
            @Override
            public double of(int step, Histogram histogram, String name, Span at) {
                double value = Distribution.of(histogram).quantile(q[step]);
                noteNan(histogram, q[step], value, name, at);
                return value;
            }

            @Override
            public double of(int step, ClassicBuckets buckets, String name, Span at) {
                double value = buckets.quantile(q[step]);
                if (buckets.forced()) {
                    evaluation.notes().forcedMonotonicity(name, at);
                }
                return value;
            }
        };
    }

    private void noteNan(Histogram histogram, double q, double value, String name, Span at) {
        if (!Double.isNaN(histogram.sum()) || histogram.count() == 0 || !(q >= 0 && q <= 1)) {
            return;
        }
        if (Double.isNaN(value)) {
            evaluation.notes().quantileOfNan(name, at);
        } else {
            evaluation.notes().quantileSkewed(name, at);
        }
    }

    /** A number made of a histogram of either kind. */
    private interface Measure {
        double of(int step, Histogram histogram, String name, Span at);

        double of(int step, ClassicBuckets buckets, String name, Span at);
    }

    private void measured(Expr.Call call, Expr vector, Steps steps, Labels extra, Measure measure, Consumer<Track> to) {
        var groups = new LinkedHashMap<Labels, HistogramGroup>();
        evaluation.each(vector, steps, track -> {
            evaluation.budget().keep(track);
            groups.computeIfAbsent(track.labels().without(BOUND), HistogramGroup::new).add(track);
        });
        Naming.settled(evaluation, call.arguments(), to, unnamed -> groups.values().forEach(group -> {
            var labels = group.labels();
            for (var label : extra.asMap().entrySet()) {
                if (!labels.get(label.getKey()).isEmpty()) {
                    throw new EvaluationError("label " + Text.quoted(label.getKey()) + " is already set on a series of histogram_quantiles()");
                }
                labels = labels.with(label.getKey(), label.getValue());
            }
            var result = Naming.without(evaluation, labels, steps.count());
            for (int i = 0; i < steps.count(); i++) {
                measure(group, i, measure, vector.at(), result);
            }
            evaluation.budget().work((long) steps.count() * group.size());
            unnamed.accept(result);
        }));
    }

    private void measure(HistogramGroup group, int step, Measure measure, Span at, Track result) {
        var name = group.labels().name();
        var classic = group.classic(step, label -> evaluation.notes().badBucketLabel(name, label, at));
        var histogram = group.histogram(step);
        // Without delayed removal the name is gone by the time Prometheus writes these notes.
        var noted = evaluation.delayedNames() ? name : "";
        if (histogram != null && !classic.isEmpty()) {
            evaluation.notes().mixedClassicNative(name, at);
        } else if (histogram != null) {
            result.set(step, measure.of(step, histogram, noted, at));
        } else if (!classic.isEmpty()) {
            result.set(step, measure.of(step, classic, noted, at));
        }
    }
}

package koboshi.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import koboshi.series.Labels;

/** Evaluates function calls: finds the family a function belongs to, and does the small families itself. */
final class Calls {
    private final Evaluation evaluation;
    private final RangeCalls ranges;
    private final HistogramCalls histograms;
    private final LabelCalls labels;
    private final Sorting sorting;

    Calls(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.ranges = new RangeCalls(evaluation);
        this.histograms = new HistogramCalls(evaluation);
        this.labels = new LabelCalls(evaluation);
        this.sorting = new Sorting(evaluation);
    }

    void each(Expr.Call call, Steps steps, Consumer<Track> to) {
        if (MathFunctions.has(call.function().name())) {
            mapped(call, steps, MathFunctions.named(call.function().name()), to);
            return;
        }
        if (RangeFunctions.has(call.function().name())) {
            ranges.each(call, steps, to);
            return;
        }
        if (Dates.has(call.function().name())) {
            date(call, steps, to);
            return;
        }
        switch (call.function().name()) {
            case "absent" -> absent(call, steps, to);
            case "absent_over_time" -> ranges.absent(call, steps, to);
            case "vector" -> vector(evaluation.scalars(call.arguments().getFirst(), steps), to);
            case "timestamp" -> timestamp(call, steps, to);
            case "round" -> round(call, steps, to);
            case "clamp", "clamp_min", "clamp_max" -> clamp(call, steps, to);
            case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" -> sorting.each(call, steps, to);
            case "label_replace" -> labels.replace(call, steps, to);
            case "label_join" -> labels.join(call, steps, to);
            default -> histograms.each(call, steps, to);
        }
    }

    double[] scalars(Expr.Call call, Steps steps) {
        var values = new double[steps.count()];
        switch (call.function().name()) {
            case "pi" -> Arrays.fill(values, Math.PI);
            case "time" -> Arrays.setAll(values, i -> steps.at(i) / 1000.0);
            case "scalar" -> scalar(call, steps, values);
            case "min_of", "max_of" -> {
                var one = evaluation.scalars(call.arguments().get(0), steps);
                var other = evaluation.scalars(call.arguments().get(1), steps);
                boolean least = call.function().name().equals("min_of");
                Arrays.setAll(values, i -> least ? Math.min(one[i], other[i]) : Math.max(one[i], other[i]));
            }
            default -> Arrays.fill(values, evaluation.lengths().constant(call.function().name()));
        }
        return values;
    }

    private void scalar(Expr.Call call, Steps steps, double[] values) {
        var seen = new int[steps.count()];
        evaluation.each(call.arguments().getFirst(), steps, track -> {
            for (int i = 0; i < values.length; i++) {
                if (track.number(i)) {
                    seen[i]++;
                    values[i] = track.value(i);
                }
            }
        });
        for (int i = 0; i < values.length; i++) {
            values[i] = seen[i] == 1 ? values[i] : Double.NaN;
        }
    }

    private static void vector(double[] values, Consumer<Track> to) {
        var track = new Track(Labels.NONE, false, values.length);
        for (int i = 0; i < values.length; i++) {
            track.set(i, values[i]);
        }
        to.accept(track);
    }

    /** A function of each number at each step. */
    private interface Cell {
        double apply(int step, double value);
    }

    private void mapped(Expr.Call call, Steps steps, DoubleUnaryOperator function, Consumer<Track> to) {
        mapped(call, steps, (_, value) -> function.applyAsDouble(value), to);
    }

    private void mapped(Expr.Call call, Steps steps, Cell function, Consumer<Track> to) {
        Naming.settled(evaluation, call.arguments(), to, unnamed -> evaluation.each(call.arguments().getFirst(), steps, track -> {
            var result = Naming.without(evaluation, track.labels(), track.steps());
            for (int i = 0; i < track.steps(); i++) {
                if (track.number(i)) {
                    result.set(i, function.apply(i, track.value(i)));
                }
            }
            unnamed.accept(result);
        }));
    }

    private void round(Expr.Call call, Steps steps, Consumer<Track> to) {
        var nearest = call.arguments().size() > 1 ? evaluation.scalars(call.arguments().get(1), steps) : null;
        mapped(call, steps, (i, value) -> {
            // The inverse causes fewer inaccuracies than the division would; ties go up.
            double inverse = 1 / (nearest == null ? 1 : nearest[i]);
            return Math.floor(value * inverse + 0.5) / inverse;
        }, to);
    }

    private void clamp(Expr.Call call, Steps steps, Consumer<Track> to) {
        boolean above = !call.function().name().equals("clamp_max");
        boolean below = !call.function().name().equals("clamp_min");
        var least = above ? evaluation.scalars(call.arguments().get(1), steps) : filled(steps, Double.NEGATIVE_INFINITY);
        var most = below ? evaluation.scalars(call.arguments().getLast(), steps) : filled(steps, Double.POSITIVE_INFINITY);
        Naming.settled(evaluation, call.arguments(), to, unnamed -> evaluation.each(call.arguments().getFirst(), steps, track -> {
            var result = Naming.without(evaluation, track.labels(), track.steps());
            for (int i = 0; i < track.steps(); i++) {
                if (track.number(i) && !(most[i] < least[i])) {
                    result.set(i, Math.max(least[i], Math.min(most[i], track.value(i))));
                }
            }
            unnamed.accept(result);
        }));
    }

    private static double[] filled(Steps steps, double value) {
        var values = new double[steps.count()];
        Arrays.fill(values, value);
        return values;
    }

    private void date(Expr.Call call, Steps steps, Consumer<Track> to) {
        var function = Dates.named(call.function().name());
        if (!call.arguments().isEmpty()) {
            mapped(call, steps, function, to);
            return;
        }
        var values = new double[steps.count()];
        Arrays.setAll(values, i -> function.applyAsDouble(steps.at(i) / 1000.0));
        vector(values, to);
    }

    /** Of a selector, the moments of the samples; of anything else, those of the evaluation. */
    private void timestamp(Expr.Call call, Steps steps, Consumer<Track> to) {
        Naming.settled(evaluation, call.arguments(), to, unnamed -> {
            if (call.arguments().getFirst().unwrapped() instanceof Expr.Selector selector) {
                evaluation.selection().eachMoment(selector, steps, track -> unnamed.accept(Naming.without(evaluation, track)));
                return;
            }
            evaluation.each(call.arguments().getFirst(), steps, track -> {
                var result = Naming.without(evaluation, track.labels(), track.steps());
                for (int i = 0; i < track.steps(); i++) {
                    if (track.present(i)) {
                        result.set(i, steps.at(i) / 1000.0);
                    }
                }
                unnamed.accept(result);
            });
        });
    }

    private void absent(Expr.Call call, Steps steps, Consumer<Track> to) {
        var seen = new boolean[steps.count()];
        evaluation.each(call.arguments().getFirst(), steps, track -> {
            for (int i = 0; i < seen.length; i++) {
                seen[i] |= track.present(i);
            }
        });
        to.accept(absent(call, seen));
    }

    /** One where nothing was seen. */
    static Track absent(Expr.Call call, boolean[] seen) {
        var track = new Track(call.arguments().getFirst().unwrapped().labelsWhereAbsent(), false, seen.length);
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                track.set(i, 1);
            }
        }
        return track;
    }
}

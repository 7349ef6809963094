package koboshi.promql;

import java.util.Set;
import java.util.function.Consumer;

/** Evaluates functions over ranges: one series after the other, its window sliding over the steps. */
final class RangeCalls {
    private static final Set<String> NAME_KEEPING = Set.of("last_over_time", "first_over_time");
    private static final Set<String> COUNTING = Set.of("rate", "increase");
    private final Evaluation evaluation;

    RangeCalls(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    void each(Expr.Call call, Steps steps, Consumer<Track> to) {
        Naming.settled(evaluation, call.arguments(), to, unnamed -> unmerged(call, steps, unnamed));
    }

    private void unmerged(Expr.Call call, Steps steps, Consumer<Track> to) {
        var sliding = Sliding.named(call.function().name());
        var edges = sliding == null ? null : new Edges(steps);
        var range = range(call);
        var frame = new RangeFrame(evaluation.notes(), evaluation.budget(), call, range.at(), scalars(call, steps));
        boolean keepsName = NAME_KEEPING.contains(call.function().name());
        evaluation.eachRange(range, steps, series -> {
            var track = keepsName ? new Track(series.labels(), series.nameless(), steps.count()) : Naming.without(evaluation, series.labels(), steps.count());
            frame.at(series.labels().name(), track);
            if (sliding == null || !series.histograms().isEmpty()) {
                slide(series, steps, RangeFunctions.named(call.function().name()), frame);
            } else {
                edges.under(series.floats(), series.reference());
                sliding.over(series.floats(), edges, frame, track);
            }
            evaluation.budget().work(steps.count());
            if (!track.isEmpty()) {
                noteCounter(call, series, track);
                to.accept(track);
            }
        });
    }

    private void slide(RangeSeries series, Steps steps, RangeFunction function, RangeFrame frame) {
        var window = series.window();
        for (int i = 0; i < steps.count(); i++) {
            long moment = steps.at(i);
            window.moveTo(series.rangeStart(moment), series.rangeEnd(moment));
            if (!window.isEmpty()) {
                frame.at(i, moment);
                function.apply(window, frame);
                frame.work(window.floats() + window.histograms());
            }
        }
    }

    private static Expr range(Expr.Call call) {
        for (var argument : call.arguments()) {
            if (argument.type() == Type.MATRIX) {
                return argument;
            }
        }
        throw new IllegalArgumentException("no range: " + call);
    }

    /** By argument and step; null at the range. */
    private double[][] scalars(Expr.Call call, Steps steps) {
        var scalars = new double[call.arguments().size()][];
        for (int i = 0; i < scalars.length; i++) {
            var argument = call.arguments().get(i);
            scalars[i] = argument.type() == Type.SCALAR ? evaluation.scalars(argument, steps) : null;
        }
        return scalars;
    }

    private void noteCounter(Expr.Call call, RangeSeries series, Track track) {
        if (!COUNTING.contains(call.function().name())) {
            return;
        }
        var name = series.labels().name();
        boolean named = name.isEmpty() || name.endsWith("_total") || name.endsWith("_sum") || name.endsWith("_count") || name.endsWith("_bucket");
        if (!named && hasNumbers(track)) {
            evaluation.notes().possibleNonCounter(name, range(call).at());
        }
    }

    private static boolean hasNumbers(Track track) {
        for (int i = 0; i < track.steps(); i++) {
            if (track.number(i)) {
                return true;
            }
        }
        return false;
    }

    void absent(Expr.Call call, Steps steps, Consumer<Track> to) {
        var seen = new boolean[steps.count()];
        evaluation.eachRange(range(call), steps, series -> {
            var window = series.window();
            for (int i = 0; i < steps.count(); i++) {
                window.moveTo(series.rangeStart(steps.at(i)), series.rangeEnd(steps.at(i)));
                seen[i] |= !window.isEmpty();
            }
        });
        to.accept(Calls.absent(call, seen));
    }
}

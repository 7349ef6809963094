package koboshi.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Source;

/**
 * One run of one query.
 *
 * <p>Vectors are pushed through the expression series by series, each as a {@link Track} over all steps, so that an aggregation over many series holds only
 * its groups. What needs several series at once collects them.
 */
final class Evaluation {
    /** A moment and a number. */
    private static final long SAMPLE_BYTES = Long.BYTES + Double.BYTES;

    private final Options options;
    private final Budget budget;
    private final Notes notes;
    private final Lengths lengths;
    private final Selection selection;
    private final Calls calls;
    private final Aggregates aggregates;
    private final BinaryEvaluation binaries;
    private final long start;
    private final long end;
    private final long step;

    Evaluation(Source source, Options options, Budget budget, Notes notes, long start, long end, long step) {
        this.options = options;
        this.budget = budget;
        this.notes = notes;
        this.start = start;
        this.end = end;
        this.step = step;
        this.lengths = new Lengths(start, end, step);
        this.selection = new Selection(source, options, budget, lengths);
        this.calls = new Calls(this);
        this.aggregates = new Aggregates(this);
        this.binaries = new BinaryEvaluation(this);
    }

    Notes notes() {
        return notes;
    }

    Budget budget() {
        return budget;
    }

    Selection selection() {
        return selection;
    }

    Lengths lengths() {
        return lengths;
    }

    Options options() {
        return options;
    }

    boolean delayedNames() {
        return options.delayedNameRemoval();
    }

    /** Whether this is a range query, whose results have no order but that of their labels. */
    boolean overTime() {
        return step > 0;
    }

    Answer instant(Expr expr) {
        var steps = Steps.one(start);
        var value = switch (expr.type()) {
            case SCALAR -> new Value.Scalar(start, scalars(expr, steps)[0]);
            case STRING -> new Value.Text(start, string(expr));
            case VECTOR -> vector(named(tracks(expr, steps)));
            case MATRIX -> matrix(expr, steps);
        };
        return new Answer(value, notes.all());
    }

    private Value vector(List<Track> tracks) {
        return new Value.Vector(tracks.stream().filter(track -> track.present(0))
                .map(track -> new Value.Element(track.labels(), new Sample(start, track.value(0), track.histogram(0)))).toList());
    }

    private Value matrix(Expr expr, Steps steps) {
        var found = new ArrayList<Series>();
        eachRange(expr, steps, series -> {
            var window = series.window();
            window.moveTo(series.rangeStart(start), series.rangeEnd(start));
            var samples = window.merged();
            if (!samples.isEmpty()) {
                var labels = series.nameless() ? series.labels().without(Labels.NAME) : series.labels();
                found.add(Series.of(labels, samples));
            }
        });
        found.sort(Comparator.comparing(Series::labels));
        return new Value.Matrix(found);
    }

    Answer range(Expr expr) {
        var steps = Steps.between(start, end, step);
        var found = new ArrayList<Series>();
        if (expr.type() == Type.SCALAR) {
            budget.hold(steps.count() * SAMPLE_BYTES);
            var values = scalars(expr, steps);
            var moments = new long[steps.count()];
            Arrays.setAll(moments, steps::at);
            found.add(Series.of(Labels.NONE, Samples.of(moments, values, null)));
        } else {
            named(tracks(expr, steps)).forEach(track -> {
                budget.hold(track.points() * SAMPLE_BYTES);
                add(track, steps, found);
            });
            found.sort(Comparator.comparing(Series::labels));
        }
        return new Answer(new Value.Matrix(found), notes.all());
    }

    private static void add(Track track, Steps steps, List<Series> found) {
        var samples = samples(track, steps);
        if (!samples.isEmpty()) {
            found.add(Series.of(track.labels(), samples));
        }
    }

    static Samples samples(Track track, Steps steps) {
        var samples = new Samples.Builder(steps.count());
        for (int i = 0; i < steps.count(); i++) {
            if (track.present(i)) {
                samples.add(steps.at(i), track.value(i), track.histogram(i));
            }
        }
        return samples.build();
    }

    /** With the names gone that were to go at the end. */
    private static List<Track> named(List<Track> tracks) {
        return Merging.distinct(tracks.stream().map(track -> track.nameless() ? track.named(track.labels().without(Labels.NAME), false) : track).toList());
    }

    String string(Expr expr) {
        return ((Expr.StringLiteral) expr.unwrapped()).value();
    }

    double[] scalars(Expr expr, Steps steps) {
        return switch (expr) {
            case Expr.NumberLiteral number -> {
                var values = new double[steps.count()];
                Arrays.fill(values, number.value());
                yield values;
            }
            case Expr.Paren paren -> scalars(paren.inner(), steps);
            case Expr.Unary unary -> {
                var values = scalars(unary.inner(), steps);
                yield unary.minus() ? Arrays.stream(values).map(v -> -v).toArray() : values;
            }
            case Expr.Binary binary -> binaries.scalars(binary, steps);
            case Expr.Call call -> calls.scalars(call, steps);
            default -> throw new IllegalArgumentException("not a scalar: " + expr);
        };
    }

    List<Track> tracks(Expr expr, Steps steps) {
        var tracks = new ArrayList<Track>();
        selection.holding(Keeping.all(expr));
        each(expr, steps, track -> {
            budget.keep(track);
            tracks.add(track);
        });
        selection.holding(false);
        return tracks;
    }

    /** What {@link #tracks} gave is done with. */
    void drop(List<Track> tracks) {
        tracks.forEach(budget::drop);
    }

    /** Hands over the series of a vector one after the other. */
    void each(Expr expr, Steps steps, Consumer<Track> to) {
        if (steps.count() > 1 && Fixed.is(expr)) {
            each(expr, Steps.one(steps.start()), track -> to.accept(repeated(track, steps.count())));
            return;
        }
        switch (expr) {
            case Expr.Paren paren -> each(paren.inner(), steps, to);
            case Expr.Selector selector -> selection.each(selector, steps, to);
            case Expr.Unary unary -> binaries.unary(unary, steps, to);
            case Expr.Binary binary -> binaries.each(binary, steps, to);
            case Expr.Aggregate aggregate -> aggregates.each(aggregate, steps, to);
            case Expr.Call call -> calls.each(call, steps, to);
            default -> throw new IllegalArgumentException("not an instant vector: " + expr);
        }
    }

    private static Track repeated(Track one, int steps) {
        var all = new Track(one.labels(), one.nameless(), steps);
        for (int i = 0; i < steps && one.present(0); i++) {
            all.set(i, one, 0);
        }
        return all;
    }

    /** Hands over the series of a range vector one after the other. */
    void eachRange(Expr expr, Steps steps, Consumer<RangeSeries> to) {
        switch (expr.unwrapped()) {
            case Expr.Range range -> selection.eachRange(range, steps, to);
            case Expr.Subquery subquery -> subquery(subquery, steps, to);
            default -> throw new IllegalArgumentException("not a range vector: " + expr);
        }
    }

    private void subquery(Expr.Subquery subquery, Steps steps, Consumer<RangeSeries> to) {
        long range = lengths.positive(subquery.range());
        long offset = lengths.millis(subquery.timing().offsetOrNone());
        long every = subquery.step() == null ? options.subqueryStep().toMillis() : lengths.positive(subquery.step());
        long anchor = lengths.anchor(subquery.timing(), steps.start());
        long last = subquery.timing().anchor() == null ? steps.end() : anchor;
        long first = firstAfter(anchor - offset - range, every);
        if (first > last - offset) {
            return;
        }
        budget.at(subquery.at());
        budget.steps((last - offset - first) / every + 1);
        var inner = Steps.between(first, last - offset, every);
        var reference = new Reference(subquery.timing().anchor() == null, anchor, offset, range);
        selection.withoutResets(() -> each(subquery.inner(), inner, track -> {
            budget.work(inner.count());
            budget.willHold(inner.count() * SAMPLE_BYTES);
            to.accept(RangeSeries.of(track.labels(), track.nameless(), unhinted(samples(track, inner)), reference));
        }));
    }

    /** What is known of a reset since the sample before says nothing about the sample the subquery took before. */
    private static Samples unhinted(Samples samples) {
        if (!samples.hasHistograms()) {
            return samples;
        }
        var unhinted = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            boolean hinted = histogram != null && histogram.reset() != Histogram.Reset.GAUGE;
            unhinted.add(samples.millis(i), samples.value(i), hinted ? histogram.with(Histogram.Reset.UNKNOWN) : histogram);
        }
        return unhinted.build();
    }

    /** The first multiple of the step after a moment: subqueries are aligned to the clock, not to the query. */
    private static long firstAfter(long moment, long every) {
        return (Math.floorDiv(moment, every) + 1) * every;
    }
}

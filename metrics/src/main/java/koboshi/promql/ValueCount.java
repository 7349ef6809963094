package koboshi.promql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** count_values: how many series of a group have each value, the value becoming a label. */
final class ValueCount {
    /** A value written out, and the labels it stands in. */
    private static final int LABEL_BYTES = 300;
    /** Finding a value takes as long as looking at so many samples. */
    private static final int VALUE_WORK = 10;

    private final Evaluation evaluation;
    private final Expr.Aggregate aggregate;
    private final Steps steps;
    private final String label;

    ValueCount(Evaluation evaluation, Expr.Aggregate aggregate, Steps steps) {
        this.evaluation = evaluation;
        this.aggregate = aggregate;
        this.steps = steps;
        this.label = evaluation.string(aggregate.parameter());
    }

    void each(Consumer<Track> to) {
        if (label.isEmpty() || !Text.proper(label)) {
            throw new EvaluationError("invalid label name " + Text.quoted(label));
        }
        var groups = new LinkedHashMap<Labels, Map<Object, Track>>();
        var grouping = grouping();
        evaluation.each(aggregate.inner(), steps, track -> {
            var group = grouping.of(track.labels().without(label));
            var counts = groups.computeIfAbsent(group, _ -> new LinkedHashMap<>());
            for (int i = 0; i < steps.count(); i++) {
                if (track.present(i)) {
                    var count = counts.computeIfAbsent(value(track, i), value -> counted(group, value, track.nameless()));
                    count.set(i, count.value(i) + 1);
                }
            }
            evaluation.budget().work((long) steps.count() * VALUE_WORK);
        });
        groups.values().forEach(counts -> counts.values().forEach(to));
    }

    /** A number, or a histogram as written. */
    private static Object value(Track track, int step) {
        var histogram = track.histogram(step);
        return histogram == null ? track.value(step) : written(histogram);
    }

    private Track counted(Labels group, Object value, boolean nameless) {
        var text = value instanceof Double number ? Text.plain(number) : value.toString();
        var made = new Track(group.with(label, text), nameless, steps.count());
        evaluation.budget().hold(made.bytes() + LABEL_BYTES);
        return made;
    }

    /** The new label belongs to the group, whether it was asked for or not. */
    private Aggregates.Grouping grouping() {
        var plain = new Aggregates.Grouping(aggregate);
        var labels = plain.without()
                ? plain.labels().stream().filter(name -> !name.equals(label)).toList()
                : Stream.concat(plain.labels().stream(), Stream.of(label)).toList();
        return new Aggregates.Grouping(labels, plain.without());
    }

    /** As Prometheus writes a histogram into a label. */
    static String written(Histogram histogram) {
        var text = new StringBuilder("{count:" + Text.shortest(histogram.count()) + ", sum:" + Text.shortest(histogram.sum()));
        for (var bucket : histogram.buckets()) {
            boolean zero = bucket.lower() == -bucket.upper() && bucket.upper() == histogram.zeroThreshold() && !histogram.customBounds();
            boolean negative = bucket.upper() <= 0 && !histogram.customBounds() && !zero;
            text.append(", ").append(zero || negative ? '[' : '(')
                    .append(Text.shortest(bucket.lower())).append(',').append(Text.shortest(bucket.upper()))
                    .append(negative ? ')' : ']').append(':').append(Text.shortest(bucket.count()));
        }
        return text.append('}').toString();
    }
}

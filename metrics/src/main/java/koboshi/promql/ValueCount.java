package koboshi.promql;

import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** count_values: how many series of a group have each value, the value becoming a label. */
final class ValueCount {
    /** A value written out, and the labels it stands in. */
    private static final int LABEL_BYTES = 300;
    /** As long as so many samples take. */
    private static final int LABEL_WORK = 100;

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
        var counts = new LinkedHashMap<Labels, Track>();
        var grouping = grouping();
        evaluation.each(aggregate.inner(), steps, track -> {
            for (int i = 0; i < steps.count(); i++) {
                if (track.present(i)) {
                    count(track, i, grouping, counts);
                    evaluation.budget().work(LABEL_WORK);
                }
            }
        });
        counts.values().forEach(to);
    }

    private void count(Track track, int step, Aggregates.Grouping grouping, LinkedHashMap<Labels, Track> counts) {
        var histogram = track.histogram(step);
        var value = histogram == null ? Text.plain(track.value(step)) : written(histogram);
        var labels = grouping.of(track.labels().with(label, value));
        var count = counts.computeIfAbsent(labels, _ -> {
            var made = new Track(labels, track.nameless(), steps.count());
            evaluation.budget().hold(made.bytes() + LABEL_BYTES);
            return made;
        });
        count.set(step, count.value(step) + 1);
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

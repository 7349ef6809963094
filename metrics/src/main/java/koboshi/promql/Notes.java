package koboshi.promql;

import static koboshi.promql.Annotation.Kind.INFO;
import static koboshi.promql.Annotation.Kind.WARNING;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Collects what is to be said about an answer, each thing once, in the words Prometheus uses for it. */
final class Notes {
    private final String query;
    private final Set<Annotation> annotations = new LinkedHashSet<>();
    /** What was said last: a loop over many steps tends to repeat itself, and need not build the text each time. */
    private String lastText = "";
    private Span lastAt;

    /** An operation on two histograms, as the texts call it. */
    enum Operation {
        ADDITION,
        SUBTRACTION,
        AGGREGATION;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Notes(String query) {
        this.query = query;
    }

    List<Annotation> all() {
        return List.copyOf(annotations);
    }

    private void add(Annotation.Kind kind, String text, Span at) {
        if (!text.equals(lastText) || !at.equals(lastAt)) {
            annotations.add(Annotation.of(kind, text, at.in(query)));
            lastText = text;
            lastAt = at;
        }
    }

    private static String metric(String name) {
        return name.isEmpty() ? "" : " for metric name " + Text.quoted(name);
    }

    void invalidQuantile(double q, Span at) {
        add(WARNING, "quantile value should be between 0 and 1, got " + Text.shortest(q), at);
    }

    void invalidRatio(double ratio, double capped, Span at) {
        add(WARNING, "ratio value should be between -1 and 1, got " + Text.shortest(ratio) + ", capping to " + Text.shortest(capped), at);
    }

    void badBucketLabel(String name, String label, Span at) {
        add(WARNING, "bucket label \"le\" is missing or has a malformed value of " + Text.quoted(label) + metric(name), at);
    }

    void mixedFloatsHistograms(String name, Span at) {
        add(WARNING, "encountered a mix of histograms and floats for metric name " + Text.quoted(name), at);
    }

    void mixedInAggregation(Span at) {
        add(WARNING, "encountered a mix of histograms and floats for aggregation", at);
    }

    void mixedClassicNative(String name, Span at) {
        add(WARNING, "vector contains a mix of classic and native histograms" + metric(name), at);
    }

    void notCounter(String name, Span at) {
        add(WARNING, "this native histogram metric is not a counter: " + Text.quoted(name), at);
    }

    void notGauge(String name, Span at) {
        add(WARNING, "this native histogram metric is not a gauge: " + Text.quoted(name), at);
    }

    void mixedExponentialCustom(String name, Span at) {
        add(WARNING, "vector contains a mix of histograms with exponential and custom buckets schemas for metric name " + Text.quoted(name), at);
    }

    void incompatibleBuckets(Operator operator, Span at) {
        add(WARNING, "incompatible bucket layout encountered for binary operator " + operator.symbol(), at);
    }

    void resetsCollided(Operation operation, Span at) {
        add(WARNING, "conflicting counter resets during histogram " + operation.word(), at);
    }

    void sortInRange(Span at) {
        add(WARNING, "sort is ineffective for range queries since results are always ordered by labels", at);
    }

    void boundsReconciled(Operation operation, Span at) {
        add(INFO, "mismatched custom buckets were reconciled during " + operation.word(), at);
    }

    void possibleNonCounter(String name, Span at) {
        add(INFO, "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: " + Text.quoted(name), at);
    }

    void forcedMonotonicity(String name, Span at) {
        add(INFO, "input to histogram_quantile needed to be fixed for monotonicity"
                + " (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)" + metric(name), at);
    }

    void incompatibleTypes(String left, Operator operator, String right, Span at) {
        var symbol = operator.symbol();
        add(INFO, "incompatible sample types encountered for binary operator " + Text.quoted(symbol) + ": " + left + " " + symbol + " " + right, at);
    }

    void histogramIgnored(Aggregation aggregation, Span at) {
        add(INFO, "ignored histogram in " + aggregation.symbol() + " aggregation", at);
    }

    void histogramsIgnoredInRange(String name, Span at) {
        add(INFO, "ignored histograms in a range containing both floats and histograms for metric name " + Text.quoted(name), at);
    }

    void quantileOfNan(String name, Span at) {
        add(INFO, "input to histogram_quantile has NaN observations, result is NaN" + metric(name), at);
    }

    void quantileSkewed(String name, Span at) {
        add(INFO, "input to histogram_quantile has NaN observations, result is skewed higher" + metric(name), at);
    }

    void fractionWithNan(String name, Span at) {
        add(INFO, "input to histogram_fraction has NaN observations, which are excluded from all fractions" + metric(name), at);
    }
}

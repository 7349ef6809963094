package koboshi.promql;

import java.util.List;
import java.util.stream.Stream;
import koboshi.series.Labels;

/** What two series must have in common to find each other. */
record Signature(boolean on, List<String> labels) {
    static Signature of(Matching matching) {
        var ignored = Stream.concat(matching.labels().stream(), Stream.of(Labels.NAME)).toList();
        return new Signature(matching.on(), matching.on() ? matching.labels() : ignored);
    }

    Labels of(Labels series) {
        return on ? series.only(labels) : series.withoutAll(labels);
    }
}

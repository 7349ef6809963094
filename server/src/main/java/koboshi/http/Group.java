package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.wire.ExpositionReceiver;
import koboshi.wire.Families;
import koboshi.wire.Family;
import koboshi.wire.LabelLimits;
import koboshi.wire.MetricFamilies;
import koboshi.wire.SeriesText;
import koboshi.wire.TextExposition;

/**
 * What was pushed last under one key.
 *
 * @param key the labels every series of it has
 * @param pushedMillis when it was pushed last, 0 never
 * @param failedMillis when it was pushed in vain last, 0 never
 * @param samples with the labels of the key
 */
record Group(Labels key, long pushedMillis, long failedMillis, Map<Labels, Double> samples) {
    private static final String PUSHED = "push_time_seconds";
    private static final String FAILED = "push_failure_time_seconds";
    static final int MOST_SERIES = 10_000;

    Group {
        samples = Map.copyOf(samples);
    }

    /** What was pushed, and when that was. */
    Map<Labels, Double> all() {
        var all = new LinkedHashMap<Labels, Double>();
        all.put(key.with(Labels.NAME, PUSHED), pushedMillis / 1000.0);
        all.put(key.with(Labels.NAME, FAILED), failedMillis / 1000.0);
        all.putAll(samples);
        return all;
    }

    /** These samples besides those of other names. */
    Map<Labels, Double> replacing(Map<Labels, Double> pushed) {
        var names = pushed.keySet().stream().map(Labels::name).collect(Collectors.toSet());
        var merged = new LinkedHashMap<Labels, Double>();
        samples.forEach((labels, value) -> {
            if (!names.contains(labels.name())) {
                merged.put(labels, value);
            }
        });
        merged.putAll(pushed);
        return merged;
    }

    /**
     * Reads a push, without moments, since a push is of now.
     *
     * @throws RuntimeException one of the parser's, or {@link Refused}
     */
    static Map<Labels, Double> read(byte[] body, Form form, Labels key) {
        var reading = new Reading(key);
        switch (form) {
            case PLAIN -> TextExposition.readPlain(body, body.length, reading);
            case OPEN_METRICS -> TextExposition.readOpenMetrics(body, body.length, reading);
            case PROTOBUF -> MetricFamilies.read(body, body.length, true, reading);
        }
        reading.refuseNativeAlone();
        return reading.samples;
    }

    /** In what a push is written. The clients of Go and Java send protobuf unless told otherwise. */
    enum Form {
        PLAIN,
        OPEN_METRICS,
        PROTOBUF;

        /** @throws Refused for protobuf of another shape */
        static Form of(String type) {
            if (type.contains("protobuf")) {
                if (!type.startsWith("application/vnd.google.protobuf") || type.contains("encoding=") && !type.contains("encoding=delimited")) {
                    throw new Refused(415, "Content-Type is " + type + ": expected text/plain, application/openmetrics-text or application/vnd.google.protobuf with encoding=delimited");
                }
                return PROTOBUF;
            }
            return type.startsWith("application/openmetrics-text") ? OPEN_METRICS : PLAIN;
        }

        List<Family> families(byte[] body) {
            return this == PROTOBUF ? Families.ofProtobuf(body, body.length) : Families.ofText(body, body.length);
        }
    }

    private static final class Reading implements ExpositionReceiver {
        private final Labels key;
        private final Map<Labels, Double> samples = new LinkedHashMap<>();
        private final List<Labels> natives = new ArrayList<>();

        Reading(Labels key) {
            this.key = key;
        }

        @Override
        public void sample(byte[] text, int from, int to, double value, long millis) {
            var labels = labels(text, from, to);
            if (millis != NO_MOMENT) {
                throw Refused.expected(labels + " has a timestamp: expected none, a push is of now");
            }
            if (labels.name().equals(PUSHED) || labels.name().equals(FAILED)) {
                throw Refused.expected(labels.name() + " is written here, not pushed");
            }
            if (samples.put(labels, value) != null) {
                throw Refused.expected(labels + " is given twice: expected one value");
            }
            if (samples.size() > MOST_SERIES) {
                throw new Refused(413, "expected at most " + MOST_SERIES + " series in a group");
            }
        }

        private Labels labels(byte[] text, int from, int to) {
            var read = SeriesText.labels(text, from, to, LabelLimits.STANDARD).asMap();
            read.putAll(key.asMap());
            return Labels.of(read);
        }

        /** Its classic buckets, where it has any, come besides and are kept. */
        @Override
        public void histogram(byte[] text, int from, int to, Histogram histogram, long millis) {
            natives.add(labels(text, from, to));
        }

        void refuseNativeAlone() {
            natives.stream().filter(one -> !samples.containsKey(one.with(Labels.NAME, one.name() + "_count"))).findFirst().ifPresent(one -> {
                throw Refused.expected(one + " is a native histogram alone: expected classic buckets, which are what a push keeps");
            });
        }
    }

    /** As it is kept on disk, in the text format: the moments first, whose labels are the key. */
    String text() {
        var text = new StringBuilder();
        all().forEach((labels, value) -> text.append(labels).append(' ').append(value).append('\n'));
        return text.toString();
    }

    /** @throws RuntimeException where it is not what {@link #text} wrote */
    static Group parse(String text) {
        var all = new LinkedHashMap<Labels, Double>();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        TextExposition.readPlain(bytes, bytes.length, new ExpositionReceiver() {
            @Override
            public void sample(byte[] line, int from, int to, double value, long millis) {
                all.put(SeriesText.labels(line, from, to, LabelLimits.STANDARD), value);
            }

            @Override
            public void histogram(byte[] line, int from, int to, Histogram histogram, long millis) {
                throw new IllegalStateException("the text format has no native histograms");
            }
        });
        var pushed = all.pollFirstEntry();
        var failed = all.pollFirstEntry();
        if (failed == null || !pushed.getKey().name().equals(PUSHED) || !failed.getKey().name().equals(FAILED)) {
            throw new IllegalArgumentException("does not begin with " + PUSHED + " and " + FAILED);
        }
        return new Group(pushed.getKey().without(Labels.NAME), Math.round(pushed.getValue() * 1000), Math.round(failed.getValue() * 1000), all);
    }
}

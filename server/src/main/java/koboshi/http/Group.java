package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.wire.ExpositionReceiver;
import koboshi.wire.LabelLimits;
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
     * Reads a push: the text format or OpenMetrics, without moments, since a push is of now.
     *
     * @throws RuntimeException one of the parser's, or {@link Refused}
     */
    static Map<Labels, Double> read(byte[] body, boolean openMetrics, Labels key) {
        var reading = new Reading(key);
        if (openMetrics) {
            TextExposition.readOpenMetrics(body, body.length, reading);
        } else {
            TextExposition.readPlain(body, body.length, reading);
        }
        return reading.samples;
    }

    private static final class Reading implements ExpositionReceiver {
        private final Labels key;
        private final Map<Labels, Double> samples = new LinkedHashMap<>();

        Reading(Labels key) {
            this.key = key;
        }

        @Override
        public void sample(byte[] text, int from, int to, double value, long millis) {
            var read = SeriesText.labels(text, from, to, LabelLimits.STANDARD).asMap();
            read.putAll(key.asMap());
            var labels = Labels.of(read);
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

        @Override
        public void histogram(byte[] text, int from, int to, Histogram histogram, long millis) {
            throw new IllegalStateException("the text format has no native histograms");
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

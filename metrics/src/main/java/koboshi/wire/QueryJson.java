package koboshi.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.promql.Annotation;
import koboshi.promql.Answer;
import koboshi.promql.Value;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;

/**
 * Answers in the JSON of Prometheus's HTTP API, written as they are gone through: a large one is never held twice.
 *
 * <p>Every method writes one whole answer and leaves the stream open.
 */
public final class QueryJson {
    private static final int BUFFER = 64 * 1024;

    private final JsonBytes json;

    private QueryJson(OutputStream out, int buffer) {
        json = new JsonBytes(out, buffer);
    }

    /** How long a query waited and worked. */
    public record Timings(Duration waited, Duration evaluated) {}

    public static void answer(Answer answer, OutputStream out) throws IOException {
        answer(answer, Optional.empty(), out);
    }

    /** @param timings told beside the result, under Prometheus's names, where there are any */
    public static void answer(Answer answer, Optional<Timings> timings, OutputStream out) throws IOException {
        var writing = new QueryJson(out, BUFFER);
        writing.json.raw("{\"status\":\"success\",\"data\":{\"resultType\":\"" + answer.value().type().code() + "\",\"result\":");
        writing.value(answer.value());
        if (timings.isPresent()) {
            writing.timings(timings.get());
        }
        writing.json.raw('}');
        writing.texts("warnings", answer.texts(Annotation.Kind.WARNING));
        writing.texts("infos", answer.texts(Annotation.Kind.INFO));
        writing.end();
    }

    /** @param truncated whether there would have been more */
    public static void texts(List<String> texts, boolean truncated, OutputStream out) throws IOException {
        var writing = new QueryJson(out, BUFFER);
        writing.json.raw("{\"status\":\"success\",\"data\":");
        writing.list(texts);
        writing.truncated(truncated);
        writing.end();
    }

    /** @param truncated whether there would have been more */
    public static void series(List<Labels> series, boolean truncated, OutputStream out) throws IOException {
        var writing = new QueryJson(out, BUFFER);
        writing.json.raw("{\"status\":\"success\",\"data\":[");
        for (int i = 0; i < series.size(); i++) {
            writing.comma(i);
            writing.labels(series.get(i));
        }
        writing.json.raw(']');
        writing.truncated(truncated);
        writing.end();
    }

    /** @param type such as bad_data, execution, timeout, canceled */
    public static void error(String type, String error, OutputStream out) throws IOException {
        var writing = new QueryJson(out, 1024);
        writing.json.raw("{\"status\":\"error\",\"errorType\":");
        writing.json.text(type);
        writing.json.raw(",\"error\":");
        writing.json.text(error);
        writing.end();
    }

    private void timings(Timings timings) throws IOException {
        json.raw(",\"stats\":{\"timings\":{\"evalTotalTime\":");
        json.raw(seconds(timings.evaluated()));
        json.raw(",\"execQueueTime\":");
        json.raw(seconds(timings.waited()));
        json.raw(",\"execTotalTime\":");
        json.raw(seconds(timings.waited().plus(timings.evaluated())));
        json.raw("}}");
    }

    /** To the microsecond, and never with an exponent. */
    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos() / 1000, 6).toPlainString();
    }

    private void end() throws IOException {
        json.raw('}');
        json.flush();
    }

    private void comma(int index) throws IOException {
        if (index > 0) {
            json.raw(',');
        }
    }

    private void truncated(boolean truncated) throws IOException {
        texts("warnings", truncated ? List.of("results truncated due to limit") : List.of());
    }

    private void texts(String name, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            json.raw(",\"" + name + "\":");
            list(texts);
        }
    }

    private void list(List<String> texts) throws IOException {
        json.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            comma(i);
            json.text(texts.get(i));
        }
        json.raw(']');
    }

    private void value(Value value) throws IOException {
        switch (value) {
            case Value.Scalar(long millis, double number) -> point(millis, number);
            case Value.Text(long millis, String text) -> {
                moment(millis);
                json.text(text);
                json.raw(']');
            }
            case Value.Vector(var elements) -> vector(elements);
            case Value.Matrix(var series) -> matrix(series);
        }
    }

    private void vector(List<Value.Element> elements) throws IOException {
        json.raw('[');
        for (int i = 0; i < elements.size(); i++) {
            comma(i);
            json.raw("{\"metric\":");
            labels(elements.get(i).labels());
            sample(elements.get(i).sample());
            json.raw('}');
        }
        json.raw(']');
    }

    private void sample(Sample sample) throws IOException {
        if (sample.histogram() == null) {
            json.raw(",\"value\":");
            point(sample.millis(), sample.value());
        } else {
            json.raw(",\"histogram\":");
            point(sample.millis(), sample.histogram());
        }
    }

    private void matrix(List<Series> all) throws IOException {
        json.raw('[');
        for (int i = 0; i < all.size(); i++) {
            comma(i);
            json.raw("{\"metric\":");
            labels(all.get(i).labels());
            samples(all.get(i).columns());
            json.raw('}');
        }
        json.raw(']');
    }

    private void samples(Samples samples) throws IOException {
        int numbers = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) == null) {
                json.raw(numbers++ == 0 ? ",\"values\":[" : ",");
                point(samples.millis(i), samples.value(i));
            }
        }
        if (numbers > 0) {
            json.raw(']');
        }
        if (numbers < samples.size()) {
            histograms(samples);
        }
    }

    private void histograms(Samples samples) throws IOException {
        int histograms = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) != null) {
                json.raw(histograms++ == 0 ? ",\"histograms\":[" : ",");
                point(samples.millis(i), samples.histogram(i));
            }
        }
        json.raw(']');
    }

    private void labels(Labels labels) throws IOException {
        json.raw('{');
        int count = 0;
        for (var label : labels.asMap().entrySet()) {
            comma(count++);
            json.text(label.getKey());
            json.raw(':');
            json.text(label.getValue());
        }
        json.raw('}');
    }

    private void moment(long millis) throws IOException {
        json.raw('[');
        json.seconds(millis);
        json.raw(',');
    }

    private void point(long millis, double value) throws IOException {
        moment(millis);
        json.number(value);
        json.raw(']');
    }

    private void point(long millis, Histogram histogram) throws IOException {
        moment(millis);
        json.raw("{\"count\":");
        json.number(histogram.count());
        json.raw(",\"sum\":");
        json.number(histogram.sum());
        buckets(histogram);
        json.raw("}]");
    }

    /** Which ends of a bucket belong to it: 0 the upper, 1 the lower, 3 both. */
    private void buckets(Histogram histogram) throws IOException {
        int count = 0;
        for (var bucket : histogram.buckets()) {
            json.raw(count++ == 0 ? ",\"buckets\":[[" : ",[");
            json.whole(ends(histogram, bucket));
            json.raw(',');
            json.number(bucket.lower());
            json.raw(',');
            json.number(bucket.upper());
            json.raw(',');
            json.number(bucket.count());
            json.raw(']');
        }
        if (count > 0) {
            json.raw(']');
        }
    }

    private static int ends(Histogram histogram, Histogram.Bucket bucket) {
        if (histogram.customBounds()) {
            return bucket.lower() == Double.NEGATIVE_INFINITY ? 3 : 0;
        }
        return bucket.lower() == -bucket.upper() ? 3 : bucket.lower() >= 0 ? 0 : 1;
    }
}

package koboshi.integration.prometheus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import koboshi.promql.Annotation;
import koboshi.promql.Answer;
import koboshi.promql.SourceUnavailable;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;
import tools.jackson.databind.JsonNode;

/** Reads answers of the query API. Native histograms are passed over: their buckets, as answered, cannot be computed with. */
final class Answers {
    private Answers() {}

    /** What is said of the query itself begins so; any other warning is of those behind the server who did not answer it. */
    private static final String OF_THE_QUERY = "PromQL ";
    /** Older releases of Thanos say so where no store has such labels: a whole answer, of nothing. */
    private static final String NOBODY_HAS_IT = "No StoreAPIs matched";

    /** @throws SourceUnavailable if it is none, or a part of one: what is missing must not look like silence */
    static Answer read(JsonNode root) {
        refuseParts(root);
        var data = root.path("data");
        var annotations = new ArrayList<Annotation>();
        root.path("warnings").forEach(text -> annotations.add(new Annotation(Annotation.Kind.WARNING, text.asString(""))));
        root.path("infos").forEach(text -> annotations.add(new Annotation(Annotation.Kind.INFO, text.asString(""))));
        return new Answer(value(data.path("resultType").asString(""), data.path("result")), annotations);
    }

    private static void refuseParts(JsonNode root) {
        if (root.path("isPartial").asBoolean(false)) {
            throw new SourceUnavailable("only a part of the answer came: some of its storage does not answer");
        }
        for (var warning : root.path("warnings")) {
            var text = warning.asString("");
            if (!text.startsWith(OF_THE_QUERY) && !text.contains(NOBODY_HAS_IT)) {
                throw new SourceUnavailable("only a part of the answer came: " + text.substring(0, Math.min(500, text.length())));
            }
        }
    }

    private static Value value(String type, JsonNode result) {
        return switch (type) {
            case "scalar" -> new Value.Scalar(millis(result), number(result));
            case "string" -> new Value.Text(millis(result), result.path(1).asString(""));
            case "vector" -> new Value.Vector(vector(result));
            case "matrix" -> new Value.Matrix(matrix(result));
            default -> throw new SourceUnavailable("expected an answer to a query, found something else");
        };
    }

    private static List<Value.Element> vector(JsonNode result) {
        var elements = new ArrayList<Value.Element>();
        for (var element : result) {
            if (element.has("value")) {
                var value = element.path("value");
                elements.add(new Value.Element(labels(element.path("metric")), new Sample(millis(value), number(value))));
            }
        }
        return elements;
    }

    private static List<Series> matrix(JsonNode result) {
        var found = new ArrayList<Series>();
        for (var one : result) {
            var values = one.path("values");
            var samples = new Samples.Builder(Math.max(1, values.size()));
            values.forEach(value -> samples.add(millis(value), number(value), null));
            if (!values.isEmpty()) {
                found.add(Series.of(labels(one.path("metric")), samples.build()));
            }
        }
        found.sort(Comparator.comparing(Series::labels));
        return found;
    }

    private static Labels labels(JsonNode metric) {
        var labels = new TreeMap<String, String>();
        metric.propertyStream().forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return Labels.of(labels);
    }

    private static long millis(JsonNode point) {
        return Math.round(point.path(0).asDouble(0) * 1000);
    }

    private static double number(JsonNode point) {
        var text = point.path(1).asString("");
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> parsed(text);
        };
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new SourceUnavailable("expected a number in the answer, found \"" + text.substring(0, Math.min(40, text.length())) + "\"");
        }
    }
}

package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import koboshi.promql.Annotation;
import koboshi.promql.Answer;
import koboshi.promql.Value;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Series;
import org.junit.jupiter.api.Test;

class QueryJsonTest {
    private static String json(Value value, Annotation... annotations) throws IOException {
        var out = new ByteArrayOutputStream();
        QueryJson.answer(new Answer(value, List.of(annotations)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String success(String data) {
        return "{\"status\":\"success\",\"data\":" + data + "}";
    }

    @Test
    void writesAScalarAndAText() throws IOException {
        assertThat(json(new Value.Scalar(1500, Double.POSITIVE_INFINITY))).isEqualTo(success("{\"resultType\":\"scalar\",\"result\":[1.500,\"+Inf\"]}"));
        assertThat(json(new Value.Text(1000, "a\"b\\\n\u0001é東😀\udc80"))).isEqualTo(
                success("{\"resultType\":\"string\",\"result\":[1,\"a\\\"b\\\\\\n\\u0001é東😀\ufffd\"]}"));
    }

    @Test
    void writesAVectorOfNumbersAndHistograms() throws IOException {
        var value = new Value.Vector(List.of(
                new Value.Element(Labels.of("__name__", "up", "job", "web"), new Sample(1000, 0.5)),
                new Value.Element(Labels.NONE, new Sample(1000, Histogram.exponential(0, 3, 4.5, Buckets.run(1, 3))))));
        assertThat(json(value)).isEqualTo(success("{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"__name__\":\"up\",\"job\":\"web\"},\"value\":[1,\"0.5\"]},"
                + "{\"metric\":{},\"histogram\":[1,{\"count\":\"3\",\"sum\":\"4.5\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]}]}"));
    }

    @Test
    void writesAMatrixWithNumbersBeforeHistograms() throws IOException {
        var empty = new Histogram(Histogram.Reset.UNKNOWN, 0, 0.5, 0, 0, 0, Buckets.NONE, Buckets.NONE, Bounds.NONE);
        var series = Series.of(Labels.of("a", "b"), List.of(new Sample(1000, empty), new Sample(2000, 7), new Sample(3000, Double.NaN)));
        assertThat(json(new Value.Matrix(List.of(series)))).isEqualTo(success("{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},"
                + "\"values\":[[2,\"7\"],[3,\"NaN\"]],\"histograms\":[[1,{\"count\":\"0\",\"sum\":\"0\"}]]}]}"));
        assertThat(json(new Value.Matrix(List.of()))).isEqualTo(success("{\"resultType\":\"matrix\",\"result\":[]}"));
    }

    @Test
    void saysWhichEndsBelongToABucket() throws IOException {
        var both = new Histogram(Histogram.Reset.UNKNOWN, 0, 0.25, 2, 6, 0, Buckets.run(1, 3), Buckets.run(1, 1), Bounds.NONE);
        assertThat(json(new Value.Vector(List.of(new Value.Element(Labels.NONE, new Sample(0, both))))))
                .contains("[[1,\"-2\",\"-1\",\"1\"],[3,\"-0.25\",\"0.25\",\"2\"],[0,\"1\",\"2\",\"3\"]]");
        var custom = Histogram.custom(Bounds.of(1), 3, 0, Buckets.run(0, 1, 2));
        assertThat(json(new Value.Vector(List.of(new Value.Element(Labels.NONE, new Sample(0, custom))))))
                .contains("[[3,\"-Inf\",\"1\",\"1\"],[0,\"1\",\"+Inf\",\"2\"]]");
    }

    @Test
    void addsWhatIsToBeSaidAboutTheAnswer() throws IOException {
        var json = json(new Value.Scalar(0, 1), new Annotation(Annotation.Kind.WARNING, "w"), new Annotation(Annotation.Kind.INFO, "i"));
        assertThat(json).endsWith("\"result\":[0,\"1\"]},\"warnings\":[\"w\"],\"infos\":[\"i\"]}");
    }

    @Test
    void writesErrorsAndLists() throws IOException {
        var out = new ByteArrayOutputStream();
        QueryJson.error("bad_data", "no \"x\"", out);
        QueryJson.texts(List.of("a", "b"), true, out);
        QueryJson.series(List.of(Labels.of("a", "b")), false, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no \\\"x\\\"\"}"
                + "{\"status\":\"success\",\"data\":[\"a\",\"b\"],\"warnings\":[\"results truncated due to limit\"]}" + success("[{\"a\":\"b\"}]"));
    }

    @Test
    void losesNothingWhereItsBufferIsFull() throws IOException {
        var samples = IntStream.range(0, 20_000).mapToObj(i -> new Sample(i * 1000L, i / 3.0)).toList();
        var json = json(new Value.Matrix(List.of(Series.of(Labels.of("a", "é".repeat(70_000)), samples))));
        var point = Pattern.compile("\\[(\\d+),\"([0-9.]+)\"\\]").matcher(json);
        for (int i = 0; i < samples.size(); i++) {
            assertThat(point.find()).isTrue();
            assertThat(Long.parseLong(point.group(1))).isEqualTo(i);
            assertThat(Double.parseDouble(point.group(2))).isEqualTo(i / 3.0);
        }
        assertThat(json).contains("é".repeat(70_000)).endsWith("\"]]}]}}");
    }
}

package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** Writes down what an exposition said, one line for each sample, and reads the labels of each. */
final class Exposed implements ExpositionReceiver {
    final List<String> lines = new ArrayList<>();
    final List<Labels> series = new ArrayList<>();
    final List<Histogram> histograms = new ArrayList<>();

    static List<String> plain(String text) {
        var exposed = new Exposed();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        TextExposition.readPlain(bytes, bytes.length, exposed);
        return exposed.lines;
    }

    static List<String> openMetrics(String text) {
        var exposed = new Exposed();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        TextExposition.readOpenMetrics(bytes, bytes.length, exposed);
        return exposed.lines;
    }

    static Exposed families(byte[] bytes, boolean classic) {
        var exposed = new Exposed();
        MetricFamilies.read(bytes, bytes.length, classic, exposed);
        return exposed;
    }

    @Override
    public void sample(byte[] text, int from, int to, double value, long millis) {
        say(text, from, to, Double.toString(value), millis);
    }

    @Override
    public void histogram(byte[] text, int from, int to, Histogram histogram, long millis) {
        histograms.add(histogram);
        say(text, from, to, "histogram of " + histogram.count(), millis);
    }

    private void say(byte[] text, int from, int to, String value, long millis) {
        var labels = SeriesText.labels(text, from, to, LabelLimits.STANDARD);
        series.add(labels);
        lines.add(labels + " " + value + (millis == NO_MOMENT ? "" : " @" + millis));
    }
}

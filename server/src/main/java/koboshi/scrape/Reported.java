package koboshi.scrape;

import java.util.ArrayList;
import java.util.List;
import koboshi.scrape.Scrape.Figures;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Batch;
import koboshi.tsdb.SeriesRef;

/** What is told of each scrape of one target, in series of Prometheus's names. */
final class Reported {
    private static final List<String> ALWAYS =
            List.of("up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added");
    private static final List<String> MORE = List.of("scrape_timeout_seconds", "scrape_sample_limit", "scrape_body_size_bytes");
    private static final double NANOS = 1e9;

    private final Target target;
    private final List<SeriesRef> series;

    Reported(Target target) {
        this.target = target;
        var names = new ArrayList<>(ALWAYS);
        names.addAll(target.job().reading().more() ? MORE : List.of());
        series = names.stream().map(name -> new SeriesRef(target.labels().with(Labels.NAME, name))).toList();
    }

    boolean of(Target other) {
        return target == other;
    }

    void write(Batch batch, long millis, Figures figures) {
        var values = new double[] {
            figures.up() ? 1 : 0,
            (System.nanoTime() - figures.startNanos()) / NANOS,
            figures.samples(),
            figures.kept(),
            figures.added(),
            target.timeout().toMillis() / 1000.0,
            target.job().limits().samples(),
            figures.bytes()
        };
        for (int i = 0; i < series.size(); i++) {
            batch.series(series.get(i)).sample(millis, values[i]);
        }
    }

    void end(Batch batch, long millis) {
        series.forEach(each -> batch.series(each).sample(millis, Sample.STALE));
    }
}

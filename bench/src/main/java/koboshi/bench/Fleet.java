package koboshi.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Source;

/**
 * The series of a hundred web servers over a bit more than six hours, a sample every 15 s: 40 request counters, 30 histogram buckets and 10 free disks each.
 *
 * <p>Held in memory as they are, so that what is measured is the language and not the store.
 */
final class Fleet implements Source {
    static final int INSTANCES = 100;
    static final long EVERY = 15_000;
    static final long START = 1_750_000_000_000L;
    /** Six hours, and what a window of one hour sees before them. */
    static final int SAMPLES = 7 * 240;
    static final long END = START + SAMPLES * EVERY;

    private static final List<String> CODES = List.of("200", "201", "400", "404", "500");
    private static final List<String> BOUNDS =
            List.of("0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10", "+Inf");

    private final Map<String, List<Series>> byName = new TreeMap<>();
    private final Random random = new Random(42);

    Fleet() {
        for (int i = 0; i < INSTANCES; i++) {
            var instance = Labels.of("instance", String.format(Locale.ROOT, "web-%05d:9100", i), "job", "svc-" + i % 4, "zone", "zone-" + i % 3);
            long offset = random.nextInt((int) EVERY);
            for (int h = 0; h < 8; h++) {
                requests(instance.with("handler", "/api/v1/h" + h), offset);
            }
            for (int h = 0; h < 2; h++) {
                buckets(instance.with("handler", "/api/v1/h" + h), offset);
            }
            disks(instance, offset);
        }
    }

    private void requests(Labels handler, long offset) {
        for (int c = 0; c < CODES.size(); c++) {
            double rate = Math.exp(4 * random.nextDouble() - 1) / (c == 0 ? 1 : c == 1 ? 10 : 100);
            double total = random.nextInt(100_000);
            var values = new double[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                total = random.nextInt(10_000) == 0 ? 0 : total + Math.floor(2 * rate * random.nextDouble() + 0.5);
                values[i] = total;
            }
            add("http_requests_total", handler.with("code", CODES.get(c)).with("method", "GET"), offset, values);
        }
    }

    private void buckets(Labels handler, long offset) {
        var totals = new double[BOUNDS.size()][SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double more = 0;
            for (int b = 0; b < totals.length; b++) {
                more += random.nextInt(6 - Math.abs(b - 5) / 2);
                totals[b][i] = more + (i == 0 ? 0 : totals[b][i - 1]);
            }
        }
        for (int b = 0; b < totals.length; b++) {
            add("http_request_duration_seconds_bucket", handler.with("le", BOUNDS.get(b)), offset, totals[b]);
        }
    }

    private void disks(Labels instance, long offset) {
        for (int d = 0; d < 10; d++) {
            double free = Math.floor(5e10 + 1e11 * random.nextDouble());
            var values = new double[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                free -= random.nextDouble() < 0.6 ? 4096.0 * random.nextInt(1000) : 0;
                free = free < 1e9 ? 1e11 : free;
                values[i] = free;
            }
            var labels = instance.with("device", "/dev/vd" + (char) ('a' + d)).with("fstype", "ext4").with("mountpoint", "/data/" + d);
            add("node_filesystem_free_bytes", labels, offset, values);
        }
    }

    private void add(String name, Labels labels, long offset, double[] values) {
        var millis = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            millis[i] = START + i * EVERY + offset;
        }
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(Series.of(labels.with(Labels.NAME, name), Samples.of(millis, values, null)));
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        var name = matchers.stream().filter(matcher -> matcher.label().equals(Labels.NAME)).findFirst().orElseThrow().value();
        return byName.get(name).stream().filter(series -> matchers.stream().allMatch(matcher -> matcher.matches(series.labels())))
                .<Series>map(series -> new Cut(series, fromMillis, toMillis)).toList();
    }

    /** A stretch of a series, copied anew at each asking, as a store would decode it. */
    private record Cut(Series whole, long from, long to) implements Series {
        @Override
        public Labels labels() {
            return whole.labels();
        }

        @Override
        public Samples columns() {
            var all = whole.columns();
            int first = all.firstAfter(from - 1);
            int end = all.firstAfter(to);
            return Samples.of(Arrays.copyOfRange(all.millisColumn(), first, end), Arrays.copyOfRange(all.valueColumn(), first, end), null);
        }

        @Override
        public int atMost() {
            return (int) Math.min((to - from) / EVERY + 1, whole.atMost());
        }
    }
}

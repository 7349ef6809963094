package koboshi.tsdb;

import java.util.List;
import java.util.concurrent.TimeUnit;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds to find series among 200,000 in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PostingsBench {
    private static final int HOSTS = 2000;
    private static final int EACH = 100;

    private final HeadIndex index = new HeadIndex();

    @Setup
    public void fill() {
        for (int i = 0; i < HOSTS * EACH; i++) {
            int host = i / EACH;
            index.add(i, Labels.of("__name__", "metric_" + i % EACH % 10, "instance", "web-" + host, "zone", "z" + host % 3, "code", "" + i % 5));
        }
    }

    @Benchmark
    public Ordinals oneName() {
        return index.matching(List.of(new Matcher("__name__", true, "metric_3")));
    }

    @Benchmark
    public Ordinals oneSeriesOfOneHost() {
        return index.matching(List.of(new Matcher("__name__", true, "metric_3"), new Matcher("instance", true, "web-777")));
    }

    @Benchmark
    public Ordinals somePatternAndNotAZone() {
        return index.matching(List.of(
                new Matcher("__name__", true, "metric_3"), new Matcher("code", Matcher.Kind.LIKE, "[1-3]"), new Matcher("zone", Matcher.Kind.DIFFERENT, "z1")));
    }

    @Benchmark
    public Ordinals aPatternOverEveryHost() {
        return index.matching(List.of(new Matcher("instance", Matcher.Kind.LIKE, "web-1.*7")));
    }
}

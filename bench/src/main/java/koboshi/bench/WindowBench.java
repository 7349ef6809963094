package koboshi.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import koboshi.promql.Answer;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One function over windows of one hour, of the ten disks of one host, at 721 steps: 7,210 windows of 240 samples. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class WindowBench {
    private static final String DISKS = "node_filesystem_free_bytes{instance=\"web-00042:9100\"}[1h]";

    @Param({"rate(%s)", "avg_over_time(%s)", "predict_linear(%s, 14400)", "max_over_time(%s)", "quantile_over_time(0.9, %s)", "stddev_over_time(%s)"})
    private String function;

    private Engine engine;

    @Setup
    public void load() {
        engine = new Engine(new Fleet(), Options.standard());
    }

    @Benchmark
    public Answer range() {
        var end = Instant.ofEpochMilli(Fleet.END);
        return engine.range(function.formatted(DISKS), end.minus(Duration.ofHours(6)), end, Duration.ofSeconds(30));
    }
}

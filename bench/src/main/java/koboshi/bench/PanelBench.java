package koboshi.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import koboshi.promql.Answer;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Query;
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

/** The six queries over six hours at a step of 30 s, and how long it takes to read one; the series lie in memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = {"-XX:+UseSerialGC", "-Xmx512m", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class PanelBench {
    @Param
    private Panel panel;

    private Engine engine;

    @Setup
    public void load() {
        engine = new Engine(new Fleet(), Options.standard());
    }

    @Benchmark
    public Answer range() {
        var end = Instant.ofEpochMilli(Fleet.END);
        return engine.range(panel.query(), end.minus(Duration.ofHours(6)), end, Duration.ofSeconds(30));
    }

    @Benchmark
    public Answer instant() {
        return engine.instant(panel.query(), Instant.ofEpochMilli(Fleet.END));
    }

    @Benchmark
    public Query parse() {
        return Query.parse(panel.query(), engine.options());
    }
}

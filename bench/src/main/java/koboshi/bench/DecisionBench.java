package koboshi.bench;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import koboshi.incident.Entry;
import koboshi.loop.Event;
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

/** One decision of the loop, without the journal, in a town where all is well; with the flags the server is started with. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-Xms24m", "-Xmx256m", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class DecisionBench {
    @Param({"5", "20", "100"})
    private int services;

    private Town town;
    private Instant now;
    private int next;

    @Setup
    public void settle() {
        town = new Town(services);
        now = Town.START.plusSeconds(1);
        for (int i = 0; i < services; i++) {
            town.loop().step(town.ran(i, now), now);
        }
    }

    /** A clean run of one journey after the other. */
    @Benchmark
    public List<Entry> journeyRan() {
        now = now.plusMillis(1);
        return town.loop().step(town.ran(next++ & Integer.MAX_VALUE, now), now);
    }

    /** One guard's question about its series, answered with one value that is well. */
    @Benchmark
    public List<Entry> answered() {
        return town.loop().step(town.answered(next++ & Integer.MAX_VALUE, 3), now);
    }

    /** All guards are looked at, since each may be overdue. */
    @Benchmark
    public List<Entry> tick() {
        return town.loop().step(new Event.Tick(), now);
    }
}

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

/** One decision of the loop while many of a thousand rules fire. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-Xms24m", "-Xmx256m", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class StormBench {
    @Param({"0", "100", "1000"})
    private int firing;

    private Storm storm;
    private Instant now;
    private int next;

    @Setup
    public void settle() {
        storm = new Storm(firing);
        now = Storm.START.plusSeconds(3);
    }

    /** One rule says what it said before. */
    @Benchmark
    public List<Entry> ruleAnswered() {
        return storm.loop().step(storm.answered(next++ & Integer.MAX_VALUE), now);
    }

    @Benchmark
    public List<Entry> tickInStorm() {
        return storm.loop().step(new Event.Tick(), now);
    }
}

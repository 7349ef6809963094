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

/** One decision of the loop, without the journal; with the flags the server is started with. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgs = {"-XX:+UseSerialGC", "-Xms24m", "-Xmx256m", "-XX:+UseCompactObjectHeaders"})
public class DecisionBench {
    /** All is well. */
    @State(Scope.Thread)
    public static class Calm {
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

        private int next() {
            return next++ & Integer.MAX_VALUE;
        }
    }

    /** Many of a thousand rules fire. */
    @State(Scope.Thread)
    public static class Stormy {
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

        private int next() {
            return next++ & Integer.MAX_VALUE;
        }
    }

    /** A clean run of one journey after the other. */
    @Benchmark
    public List<Entry> journeyRan(Calm calm) {
        calm.now = calm.now.plusMillis(1);
        return calm.town.loop().step(calm.town.ran(calm.next(), calm.now), calm.now);
    }

    /** One guard's question about its series, answered with one value that is well. */
    @Benchmark
    public List<Entry> answered(Calm calm) {
        return calm.town.loop().step(calm.town.answered(calm.next(), 3), calm.now);
    }

    /** All guards are looked at, since each may be overdue. */
    @Benchmark
    public List<Entry> tick(Calm calm) {
        return calm.town.loop().step(new Event.Tick(), calm.now);
    }

    /** One rule says what it said before. */
    @Benchmark
    public List<Entry> ruleAnswered(Stormy stormy) {
        return stormy.storm.loop().step(stormy.storm.answered(stormy.next()), stormy.now);
    }

    @Benchmark
    public List<Entry> tickInStorm(Stormy stormy) {
        return stormy.storm.loop().step(new Event.Tick(), stormy.now);
    }
}

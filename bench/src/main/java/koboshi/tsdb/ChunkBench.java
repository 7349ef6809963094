package koboshi.tsdb;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds to append, close and decode one sample. In the package it measures, since chunks are nobody else's business. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkBench {
    private static final int SAMPLES = 480;

    /** What the values look like. */
    public enum Kind {
        CONSTANT,
        COUNTER,
        TWO_DECIMALS,
        FULL_ENTROPY
    }

    @Param
    public Kind kind;

    private final Columns samples = new Columns(SAMPLES);
    private final Columns decoded = new Columns(SAMPLES);
    private final Stream stream = new Stream();
    private final Encoder encoder = new Encoder();
    private Chunk chunk;

    @Setup
    public void fill() {
        var random = new Random(1);
        double value = 0;
        for (int i = 0; i < SAMPLES; i++) {
            value = switch (kind) {
                case CONSTANT -> 7;
                case COUNTER -> value + random.nextInt(12);
                case TWO_DECIMALS -> Math.round((value + random.nextDouble() * 3) * 100) / 100.0;
                case FULL_ENTROPY -> random.nextDouble();
            };
            samples.add(1_795_000_000_000L + i * 15_000L, value, null);
        }
        chunk = encoder.numbers(samples);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public Stream append() {
        stream.clear();
        for (int i = 0; i < SAMPLES; i++) {
            stream.append(samples.millis()[i], samples.values()[i]);
        }
        return stream;
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public Object encode() {
        return encoder.numbers(samples);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public Object decode() {
        decoded.clear();
        chunk.decode(decoded);
        return decoded;
    }
}

package koboshi.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import koboshi.guard.Eye;
import koboshi.integration.rcf.Forests;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;

/**
 * What learning a series takes.
 *
 * @param kilobytes of heap, after all of its past
 * @param microsAValue processor time to judge and learn one value more
 * @param millisToLearn processor time for its past, when it is first met
 */
record Cost(double kilobytes, double microsAValue, double millisToLearn) {
    private static final int SERIES = 100;
    private static final int PAST = 2_560;
    private static final int MORE = 100;

    static Cost measured() {
        learnt(new Forests(SERIES).eye(), SERIES, PAST);
        var before = heap();
        try (var eye = new Forests(SERIES).eye()) {
            double past = learnt(eye, SERIES, PAST);
            double kilobytes = (heap() - before) / 1024.0 / SERIES;
            double more = learnt(eye, SERIES, PAST + MORE);
            return new Cost(Figures.rounded(kilobytes), Figures.rounded(more / 1e3 / SERIES / MORE), Figures.rounded(past / 1e6 / SERIES));
        }
    }

    private static double learnt(Eye eye, int series, int values) {
        var past = new ArrayList<Samples>();
        for (int i = 0; i < series; i++) {
            past.add(walk(i, values));
        }
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < series; i++) {
            if (eye.look(Labels.of("series", String.valueOf(i)), past.get(i), Pulse.STEADY).isEmpty()) {
                throw new IllegalStateException("nothing was learned of series " + i);
            }
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    }

    private static Samples walk(int seed, int values) {
        var random = new Random(seed);
        var samples = new Samples.Builder(values);
        for (int i = 0; i < values; i++) {
            samples.add(i * 60_000L, 100 + 30 * Math.sin(i / 229.0) + random.nextGaussian() * 5, null);
        }
        return samples.build();
    }

    private static long heap() {
        List.of(1, 2).forEach(_ -> System.gc());
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

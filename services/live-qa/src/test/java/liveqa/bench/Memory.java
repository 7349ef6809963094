package liveqa.bench;

import java.util.ArrayList;
import java.util.List;

/** Resident memory over time, in seconds and MB. */
final class Memory {
    private record Sample(double second, double megabytes) {}

    private final List<Sample> samples = new ArrayList<>();

    synchronized void seen(double second, double megabytes) {
        samples.add(new Sample(second, megabytes));
    }

    synchronized double start() {
        return samples.isEmpty() ? Double.NaN : samples.getFirst().megabytes();
    }

    synchronized double end() {
        return samples.isEmpty() ? Double.NaN : samples.getLast().megabytes();
    }

    synchronized double most() {
        return samples.stream().mapToDouble(Sample::megabytes).max().orElse(Double.NaN);
    }

    /** MB an hour, by least squares over the second half, since a heap fills up to its size in the first. */
    synchronized double slopePerHour() {
        var half = samples.subList(samples.size() / 2, samples.size());
        if (half.size() < 3) return Double.NaN;
        double meanSecond = half.stream().mapToDouble(Sample::second).average().orElseThrow();
        double meanMegabytes = half.stream().mapToDouble(Sample::megabytes).average().orElseThrow();
        double both = 0;
        double square = 0;
        for (var sample : half) {
            both += (sample.second() - meanSecond) * (sample.megabytes() - meanMegabytes);
            square += (sample.second() - meanSecond) * (sample.second() - meanSecond);
        }
        return 3600 * both / square;
    }
}

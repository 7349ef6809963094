package koboshi.forecast;

import java.util.Arrays;
import koboshi.series.Samples;

/**
 * A series boiled down to the means of equal stretches of time, so that the cost of a fit does not grow with the number of samples.
 *
 * @param originMillis what the seconds count from
 * @param lastMillis the last sample's moment
 */
record Bins(double[] seconds, double[] values, long originMillis, long lastMillis) {
    /** As many as a fit over all pairs of them takes in a few milliseconds. */
    private static final int MOST = 120;

    static Bins of(Samples samples) {
        if (samples.isEmpty()) {
            return new Bins(new double[0], new double[0], 0, 0);
        }
        long origin = samples.millis(0);
        long last = samples.millis(samples.size() - 1);
        double width = Math.max(1, (last - origin + 1) / (double) MOST);
        var sums = new double[MOST][3];
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) == null && Double.isFinite(samples.value(i))) {
                var bin = sums[(int) Math.min(MOST - 1, (samples.millis(i) - origin) / width)];
                bin[0] += (samples.millis(i) - origin) / 1000.0;
                bin[1] += samples.value(i);
                bin[2]++;
            }
        }
        var filled = Arrays.stream(sums).filter(bin -> bin[2] > 0).toList();
        var seconds = filled.stream().mapToDouble(bin -> bin[0] / bin[2]).toArray();
        return new Bins(seconds, filled.stream().mapToDouble(bin -> bin[1] / bin[2]).toArray(), origin, last);
    }

    int size() {
        return values.length;
    }

    Bins startingAt(int bin) {
        return new Bins(Arrays.copyOfRange(seconds, bin, size()), Arrays.copyOfRange(values, bin, size()), originMillis, lastMillis);
    }

    Bins endingBefore(int bin) {
        return new Bins(Arrays.copyOf(seconds, bin), Arrays.copyOf(values, bin), originMillis, lastMillis);
    }

    long firstMillis() {
        return originMillis + Math.round(seconds[0] * 1000);
    }

    double lastSeconds() {
        return (lastMillis - originMillis) / 1000.0;
    }
}

package koboshi.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import koboshi.series.Samples;

/**
 * The teeth of a saw: rises that ended in a fall, as memory rises until a garbage collection or a restart.
 *
 * <p>A fall counts when it takes back a third of the whole range the series has moved in.
 *
 * @param ended the teeth that fell again, oldest first
 * @param current the one that rises now
 */
public record Teeth(List<Tooth> ended, Tooth current) {
    private static final double PART_OF_THE_RANGE = 0.33;
    /** A rise may be so much longer and higher than those before it and still be one of them. */
    private static final double ALIKE = 1.2;

    /**
     * One rise.
     *
     * @param fromMillis its lowest point
     * @param peakMillis its highest, after that
     */
    public record Tooth(long fromMillis, long peakMillis, double low, double peak) {
        long millis() {
            return peakMillis - fromMillis;
        }

        double rise() {
            return peak - low;
        }
    }

    public Teeth {
        ended = List.copyOf(ended);
    }

    /** Of at least one number. */
    public static Teeth of(Samples samples) {
        double fall = PART_OF_THE_RANGE * range(samples);
        var ended = new ArrayList<Tooth>();
        Tooth now = null;
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i);
            if (Double.isFinite(value)) {
                if (now != null && value < now.peak - fall && fall > 0) {
                    ended.add(now);
                    now = null;
                }
                now = grown(now, samples.millis(i), value);
            }
        }
        return new Teeth(ended, now);
    }

    private static Tooth grown(Tooth tooth, long millis, double value) {
        if (tooth == null || value <= tooth.low) {
            return new Tooth(millis, millis, value, value);
        }
        return value > tooth.peak ? new Tooth(tooth.fromMillis, millis, tooth.low, value) : tooth;
    }

    private static double range(Samples samples) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.value(i);
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return Math.max(0, high - low);
    }

    /** Whether the current rise is like those that fell by themselves: one came as high and as long, and below the limit. */
    public boolean usual(double limit) {
        var harmless = ended.stream().filter(tooth -> tooth.peak < limit).toList();
        OptionalDouble highest = harmless.stream().mapToDouble(Tooth::peak).max();
        return !harmless.isEmpty()
                && current.peak <= current.low + ALIKE * harmless.stream().mapToDouble(Tooth::rise).max().orElse(0)
                && current.peak <= highest.orElse(0) + (ALIKE - 1) * harmless.stream().mapToDouble(Tooth::rise).max().orElse(0)
                && current.millis() <= ALIKE * harmless.stream().mapToLong(Tooth::millis).max().orElse(0);
    }
}

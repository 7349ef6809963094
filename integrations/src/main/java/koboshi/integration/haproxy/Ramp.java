package koboshi.integration.haproxy;

import java.time.Duration;
import java.util.Arrays;

/** A server that comes back gets its traffic in steps: 10, 25, 50, 75, 100 percent, each of the first four for a quarter of the whole time. */
public final class Ramp {
    private static final int[] STEPS = {10, 25, 50, 75, 100};

    private Ramp() {}

    /**
     * @param sinceReady before zero counts as zero
     * @param whole until full weight; nothing or less means at once
     * @param baseWeight what 100 % is: a step that would come to less than 1 of it is left out, so that a small weight begins higher
     */
    public static int percentAt(Duration sinceReady, Duration whole, int baseWeight) {
        if (sinceReady.compareTo(whole) >= 0 || !whole.isPositive()) {
            return 100;
        }
        int step = sinceReady.isPositive() ? (int) Math.floor(4.0 * seconds(sinceReady) / seconds(whole)) : 0;
        while (step < STEPS.length - 1 && (long) baseWeight * STEPS[step] / 100 < 1) {
            step++;
        }
        return STEPS[Math.min(step, STEPS.length - 1)];
    }

    /** What is left to those that give way to one that comes: what it has not got yet, and a last part until they are taken out. */
    public static int leftAt(Duration sinceReady, Duration whole) {
        return Math.max(100 - percentAt(sinceReady, whole, 100), 100 - STEPS[STEPS.length - 2]);
    }

    /** A part of a base weight in HAProxy's whole numbers; more than nothing never becomes nothing. */
    public static int weightOf(int percent, int baseWeight) {
        return Weights.of(percent, baseWeight);
    }

    /** Whether a weight is one that a server has on its way, and not the whole. */
    public static boolean isStep(int weight, int baseWeight) {
        return weight < baseWeight && Arrays.stream(STEPS).anyMatch(step -> Weights.of(step, baseWeight) == weight);
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}

package liveqa.voice;

import java.util.ArrayList;
import java.util.List;

/**
 * Integrated loudness by EBU R 128 (ITU-R BS.1770): mean square behind the K filter in blocks of 400 ms every 100 ms, gated at
 * -70 LUFS and again 10 LU below the mean of what is left. Mono at 48 kHz.
 */
final class Loudness {
    static final int RATE = 48_000;
    private static final int STEP = RATE / 10;
    private static final int STEPS_PER_BLOCK = 4;
    /** b0 b1 b2 a1 a2 of the shelf that stands for the head, and of the high-pass, as the recommendation prints them for 48 kHz. */
    private static final double[] SHELF = {1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585};
    private static final double[] HIGH_PASS = {1, -2, 1, -1.99004745483398, 0.99007225036621};

    private Loudness() {}

    /** In LUFS; negative infinity for silence. What is shorter than a block is measured as one. */
    static double integrated(float[] samples) {
        var blocks = blocks(weighted(samples));
        var audible = above(blocks, -70);
        return lufs(mean(above(audible, lufs(mean(audible)) - 10)));
    }

    private static double[] weighted(float[] samples) {
        var weighted = new double[samples.length];
        for (int i = 0; i < samples.length; i++) weighted[i] = samples[i];
        filter(weighted, SHELF);
        filter(weighted, HIGH_PASS);
        return weighted;
    }

    /** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2], in place. */
    private static void filter(double[] x, double[] c) {
        double x1 = 0;
        double x2 = 0;
        double y1 = 0;
        double y2 = 0;
        for (int i = 0; i < x.length; i++) {
            double y = c[0] * x[i] + c[1] * x1 + c[2] * x2 - c[3] * y1 - c[4] * y2;
            x2 = x1;
            x1 = x[i];
            y2 = y1;
            y1 = y;
            x[i] = y;
        }
    }

    private static List<Double> blocks(double[] weighted) {
        var blocks = new ArrayList<Double>();
        int length = STEP * STEPS_PER_BLOCK;
        if (weighted.length < length) return weighted.length == 0 ? List.of() : List.of(meanSquare(weighted, 0, weighted.length));
        for (int from = 0; from + length <= weighted.length; from += STEP) blocks.add(meanSquare(weighted, from, length));
        return blocks;
    }

    private static double meanSquare(double[] weighted, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) sum += weighted[i] * weighted[i];
        return sum / length;
    }

    private static List<Double> above(List<Double> blocks, double lufs) {
        return blocks.stream().filter(block -> lufs(block) > lufs).toList();
    }

    private static double mean(List<Double> blocks) {
        return blocks.stream().mapToDouble(block -> block).average().orElse(0);
    }

    private static double lufs(double meanSquare) {
        return -0.691 + 10 * Math.log10(meanSquare);
    }
}

package liveqa.voice;

import java.util.Arrays;

/** Brings speech to -16 LUFS with true peaks of at most -1 dBTP, so that no answer is louder than the one before. */
final class Level {
    static final double TARGET_LUFS = -16;
    private static final double CEILING = Math.pow(10, -1.2 / 20);
    /** Quieter than this is no voice; amplifying it would broadcast noise. */
    private static final double SILENCE_LUFS = -60;
    private static final int LOOK_AHEAD = Loudness.RATE / 200;
    private static final int PAUSE = Loudness.RATE / 2;
    private static final int OVERSAMPLING = 4;
    private static final int TAPS = 12;
    private static final float[][] BETWEEN = kernels();

    private Level() {}

    /**
     * Changes the samples in place and returns them.
     *
     * @throws VoiceFailure when there is nothing to be heard
     */
    static float[] levelled(float[] samples) throws VoiceFailure {
        double loudness = loudness(samples);
        if (!(loudness > SILENCE_LUFS)) throw new VoiceFailure("the sound is silent");
        var levelled = samples;
        // Limiting takes a little loudness away; twice around brings it back.
        for (int round = 0; round < 3 && Math.abs(TARGET_LUFS - loudness) > 0.1; round++) {
            levelled = limited(amplified(levelled, Math.pow(10, (TARGET_LUFS - loudness) / 20)));
            loudness = loudness(levelled);
        }
        return levelled;
    }

    /** With the pause behind it, as it is heard: in a word of half a second the last block is half silence. */
    private static double loudness(float[] samples) {
        return Loudness.integrated(Arrays.copyOf(samples, samples.length + PAUSE));
    }

    /** In place. */
    private static float[] amplified(float[] samples, double gain) {
        for (int i = 0; i < samples.length; i++) samples[i] *= (float) gain;
        return samples;
    }

    /** The smallest gain needed within the look-ahead, averaged over it: never above what is needed, and without clicks. */
    private static float[] limited(float[] samples) {
        var needed = neededGains(samples);
        if (needed == null) return samples;
        var lowest = lowestAround(needed);
        double sum = 0;
        for (int i = -LOOK_AHEAD; i < samples.length; i++) {
            sum += gainAt(lowest, i + LOOK_AHEAD) - (i + LOOK_AHEAD > 2 * LOOK_AHEAD ? gainAt(lowest, i - LOOK_AHEAD - 1) : 0);
            if (i >= 0) samples[i] = (float) (samples[i] * sum / Math.min(2 * LOOK_AHEAD + 1, i + LOOK_AHEAD + 1));
        }
        return samples;
    }

    private static double gainAt(float[] gains, int at) {
        return at < 0 ? 0 : gains[Math.min(at, gains.length - 1)];
    }

    /** Null when none is needed. */
    private static float[] neededGains(float[] samples) {
        float[] gains = null;
        for (int i = 0; i < samples.length; i++) {
            double peak = peakAround(samples, i);
            if (peak <= CEILING) continue;
            if (gains == null) Arrays.fill(gains = new float[samples.length], 1);
            gains[i] = (float) (CEILING / peak);
        }
        return gains;
    }

    private static float[] lowestAround(float[] gains) {
        var lowest = new float[gains.length];
        Arrays.fill(lowest, 1);
        for (int i = 0; i < gains.length; i++) {
            if (gains[i] < 1) for (int k = Math.max(0, i - LOOK_AHEAD); k <= Math.min(gains.length - 1, i + LOOK_AHEAD); k++) lowest[k] = Math.min(lowest[k], gains[i]);
        }
        return lowest;
    }

    /** The highest value at the sample and at three places between it and the next. */
    static double peakAround(float[] samples, int at) {
        double peak = Math.abs(samples[at]);
        // Between two small samples no peak can reach the ceiling; most of speech is spared the work.
        if (peak < CEILING / 2) return peak;
        for (var kernel : BETWEEN) {
            peak = Math.max(peak, Math.abs(between(samples, at, kernel)));
            peak = Math.max(peak, Math.abs(between(samples, at - 1, kernel)));
        }
        return peak;
    }

    private static double between(float[] samples, int at, float[] kernel) {
        double sum = 0;
        for (int tap = 0; tap < TAPS; tap++) {
            int place = at + tap - TAPS / 2 + 1;
            if (place >= 0 && place < samples.length) sum += samples[place] * kernel[tap];
        }
        return sum;
    }

    private static float[][] kernels() {
        var kernels = new float[OVERSAMPLING - 1][TAPS];
        for (int phase = 1; phase < OVERSAMPLING; phase++) {
            for (int tap = 0; tap < TAPS; tap++) kernels[phase - 1][tap] = (float) Resample.kernel(tap - TAPS / 2 + 1 - phase / (double) OVERSAMPLING, TAPS / 2.0, 1);
        }
        return kernels;
    }
}

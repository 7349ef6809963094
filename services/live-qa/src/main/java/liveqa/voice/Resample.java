package liveqa.voice;

/** Another number of samples per second, by a windowed sinc that lets nothing pass above half of the lower rate. */
final class Resample {
    private static final int ZERO_CROSSINGS = 16;

    private Resample() {}

    static float[] to(int rate, Wav.Sound sound) {
        if (sound.rate() == rate) return sound.samples();
        double step = sound.rate() / (double) rate;
        double band = 0.95 * Math.min(1, 1 / step);
        double half = ZERO_CROSSINGS / Math.min(1, 1 / step);
        var out = new float[(int) (sound.samples().length / step)];
        if (step == Math.rint(step)) thinned(sound.samples(), (int) step, weights((int) half, half, band), out);
        else for (int i = 0; i < out.length; i++) out[i] = (float) at(sound.samples(), i * step, half, band);
        return out;
    }

    /** Every n-th place falls on a sample, and so all have the same weights. */
    private static void thinned(float[] samples, int step, float[] weights, float[] out) {
        for (int i = 0; i < out.length; i++) {
            int first = i * step - weights.length / 2;
            float sum = 0;
            for (int k = Math.max(0, -first); k < weights.length && first + k < samples.length; k++) sum += samples[first + k] * weights[k];
            out[i] = sum;
        }
    }

    private static float[] weights(int reach, double half, double band) {
        var weights = new float[2 * reach + 1];
        for (int k = -reach; k <= reach; k++) weights[k + reach] = (float) kernel(k, half, band);
        return weights;
    }

    private static double at(float[] samples, double place, double half, double band) {
        double sum = 0;
        int last = (int) Math.min(samples.length - 1.0, Math.floor(place + half));
        for (int i = (int) Math.max(0, Math.ceil(place - half)); i <= last; i++) sum += samples[i] * kernel(i - place, half, band);
        return sum;
    }

    /** band sinc(band x) under a Hann window of that half width. */
    static double kernel(double x, double half, double band) {
        if (Math.abs(x) >= half) return 0;
        double sinc = x == 0 ? band : Math.sin(Math.PI * band * x) / (Math.PI * x);
        return sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / half));
    }
}

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
        for (int i = 0; i < out.length; i++) out[i] = (float) at(sound.samples(), i * step, half, band);
        return out;
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

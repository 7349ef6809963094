package liveqa.phone.voice;

import java.time.Duration;
import java.util.Arrays;

/** Sound as the telephone carries it: 8000 samples a second, 16 bit, one channel. */
public record Sound(short[] samples) {
    public static final int RATE = 8000;
    /** As loud as a voice on the telephone should be at its loudest: 4 dB below the limit. */
    private static final double LOUDEST = 20_000;
    private static final int SILENT = 200;
    /** Half the width of the low-pass filter, in periods of its cut-off. */
    private static final int LOBES = 16;
    /** The upper end of what a telephone carries, in hertz. */
    private static final double CUT_OFF = 3400;

    public Duration length() {
        return Duration.ofMillis(samples.length * 1000L / RATE);
    }

    public boolean silent() {
        for (var sample : samples) if (Math.abs(sample) > SILENT) return false;
        return true;
    }

    public Sound then(Sound next) {
        var both = Arrays.copyOf(samples, samples.length + next.samples.length);
        System.arraycopy(next.samples, 0, both, samples.length, next.samples.length);
        return new Sound(both);
    }

    public static Sound pause(Duration time) {
        return new Sound(new short[Math.toIntExact(time.toMillis() * RATE / 1000)]);
    }

    /** Brought to the telephone's rate and loudness. */
    static Sound of(short[] samples, int rate) {
        return new Sound(louder(rate == RATE ? samples : resampled(samples, rate)));
    }

    /**
     * y(n) = sum over k of x(k) h(n r - k), where r is the ratio of the rates and h the sinc of the cut-off under a Hann window.
     * What lies above the cut-off must be gone before samples are left out, or it comes back as noise.
     */
    private static short[] resampled(short[] x, int rate) {
        double ratio = (double) rate / RATE;
        double band = 2 * Math.min(CUT_OFF, rate / 2.0) / rate;
        int half = (int) Math.ceil(LOBES / band);
        var y = new short[(int) (x.length / ratio)];
        for (int n = 0; n < y.length; n++) y[n] = filtered(x, n * ratio, band, half);
        return y;
    }

    private static short filtered(short[] x, double at, double band, int half) {
        double sum = 0;
        int last = Math.min(x.length - 1, (int) at + half);
        for (int k = Math.max(0, (int) at - half + 1); k <= last; k++) {
            double t = at - k;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * t / (half + 1));
            double angle = Math.PI * band * t;
            sum += x[k] * window * band * (Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle);
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static short[] louder(short[] samples) {
        int peak = 1;
        for (var sample : samples) peak = Math.max(peak, Math.abs((int) sample));
        if (peak <= SILENT) return samples;
        double gain = LOUDEST / peak;
        var louder = new short[samples.length];
        for (int i = 0; i < samples.length; i++) louder[i] = (short) Math.round(samples[i] * gain);
        return louder;
    }
}

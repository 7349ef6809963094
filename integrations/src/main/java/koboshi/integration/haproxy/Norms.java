package koboshi.integration.haproxy;

import java.time.Duration;

/**
 * How much stranger than usual is strange.
 *
 * @param deviations above its own mean, in standard deviations
 * @param normal time over which what happens becomes normal, by its 1/e
 * @param brief time over which errors are counted together
 * @param siblings so many times what its siblings have is more than theirs
 * @param gap after a pause longer than this a look only begins anew
 */
public record Norms(double deviations, Duration normal, Duration brief, double siblings, Duration gap) {
    public static final Norms USUAL = new Norms(3.5, Duration.ofSeconds(20), Duration.ofSeconds(1), 2, Duration.ofSeconds(2));

    public Norms {
        if (!(deviations > 0) || !(siblings >= 1) || !normal.isPositive() || !brief.isPositive() || !gap.isPositive()) {
            throw new IllegalArgumentException("norms are longer and more than nothing, and siblings at least 1");
        }
    }
}

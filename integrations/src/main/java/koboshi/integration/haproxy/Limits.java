package koboshi.integration.haproxy;

import java.time.Duration;

/**
 * What one question may cost.
 *
 * @param patience from the first step of the connection to the last byte of the answer
 * @param largest answer, in bytes
 */
record Limits(Duration patience, int largest) {
    /** Some 60,000 servers. */
    private static final int LARGEST = 16 << 20;

    Limits {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience must be longer than nothing, not " + patience);
        }
    }

    static Limits of(Duration patience) {
        return new Limits(patience, LARGEST);
    }
}

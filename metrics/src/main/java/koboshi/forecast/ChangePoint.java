package koboshi.forecast;

/**
 * Finds where a series changed its ways: jumped, as after a restart, or bent, as when a leak begins.
 *
 * <p>Two lines always fit better than one. They are believed where they leave over less than a given part of the squares one line leaves; for a jump in the
 * middle that takes about six times the noise. What comes after is searched again, since there may have been several.
 */
final class ChangePoint {
    /** Fewer points make no line. */
    static final int LEAST = 8;

    private static final double BELIEVED = 0.3;

    private ChangePoint() {}

    /** The first bin after the last change, zero where there was none. */
    static int last(Bins bins) {
        int from = 0;
        for (int next = next(bins); next > 0; next = next(bins.startingAt(from))) {
            from += next;
        }
        return from;
    }

    private static int next(Bins bins) {
        double best = BELIEVED * leftOver(bins);
        int found = 0;
        for (int split = LEAST; split <= bins.size() - LEAST; split++) {
            double both = leftOver(bins.endingBefore(split)) + leftOver(bins.startingAt(split));
            if (both < best) {
                best = both;
                found = split;
            }
        }
        return found;
    }

    /** The sum of squares a least-squares line leaves over. */
    private static double leftOver(Bins bins) {
        int n = bins.size();
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += bins.seconds()[i] / n;
            meanY += bins.values()[i] / n;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            double x = bins.seconds()[i] - meanX;
            double y = bins.values()[i] - meanY;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        return xx == 0 ? yy : Math.max(0, yy - xy * xy / xx);
    }
}

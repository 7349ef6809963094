package koboshi.integration.haproxy;

/** Percentages of a base weight in the whole numbers HAProxy has. */
final class Weights {
    private Weights() {}

    /** More than nothing never becomes nothing: weight 0 would take a server out of traffic that somebody wants in it. */
    static int of(int percent, int baseWeight) {
        return percent == 0 || baseWeight == 0 ? 0 : Math.max(1, baseWeight * percent / 100);
    }

    static int checked(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a weight is 0 to 100 percent of its base, not " + percent);
        }
        return percent;
    }
}

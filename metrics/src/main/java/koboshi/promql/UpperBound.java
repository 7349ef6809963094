package koboshi.promql;

import java.util.Locale;

/**
 * What a label "le" says, as a number.
 *
 * <p>The same few stand at thousands of series and are asked for at each evaluation, so the latest are remembered.
 */
record UpperBound(String label, double number) {
    private static final UpperBound[] REMEMBERED = new UpperBound[256];

    /** NaN where it is no number. Threads may overwrite what another remembered: each writes a whole answer. */
    static double of(String label) {
        int place = Math.floorMod(label.hashCode(), REMEMBERED.length);
        var known = REMEMBERED[place];
        if (known == null || !known.label.equals(label)) {
            known = new UpperBound(label, read(label));
            REMEMBERED[place] = known;
        }
        return known.number;
    }

    private static double read(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "+inf", "inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> number(label);
        };
    }

    private static double number(String label) {
        try {
            boolean hexOrTyped = label.isEmpty() || "dDfF ".indexOf(label.charAt(label.length() - 1)) >= 0;
            return hexOrTyped ? Double.NaN : Double.parseDouble(label);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }
}

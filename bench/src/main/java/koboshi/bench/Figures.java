package koboshi.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What many measurements say together. Nothing measured is not a number. */
final class Figures {
    private Figures() {}

    static double median(List<Double> values) {
        return at(values, 0.5);
    }

    static double most(List<Double> values) {
        return at(values, 1);
    }

    /** The smallest value that is not below the given share of all. */
    static double at(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        var sorted = new ArrayList<>(values);
        sorted.sort(Comparator.naturalOrder());
        return sorted.get(Math.clamp((int) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }

    static double rounded(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? value : Math.round(value * 1e3) / 1e3;
    }

    static String seconds(double value) {
        return Double.isNaN(value) ? "-" : Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%.3f", value);
    }
}

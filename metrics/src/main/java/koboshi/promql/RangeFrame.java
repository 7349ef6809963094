package koboshi.promql;

import koboshi.series.Histogram;

/** What a range function may see besides its window, and where its result goes. */
final class RangeFrame {
    private final Notes notes;
    private final Budget budget;
    private final Expr.Call call;
    private final Span range;
    private final double[][] scalars;
    private String metric = "";
    private Track out;
    private int step;
    private long moment;

    /** @param scalars by argument and step; null at the range */
    RangeFrame(Notes notes, Budget budget, Expr.Call call, Span range, double[][] scalars) {
        this.notes = notes;
        this.budget = budget;
        this.call = call;
        this.range = range;
        this.scalars = scalars;
    }

    void at(String newMetric, Track newOut) {
        metric = newMetric;
        out = newOut;
    }

    void at(int newStep, long newMoment) {
        step = newStep;
        moment = newMoment;
    }

    void put(double value) {
        out.set(step, value);
    }

    void put(Histogram histogram) {
        out.set(step, histogram);
    }

    /** Says that so many samples were looked at one by one. */
    void work(int looked) {
        budget.work(looked);
    }

    double argument(int place) {
        return scalars[place][step];
    }

    /** An argument at every step. */
    double[] arguments(int place) {
        return scalars[place];
    }

    /** The first argument, about which something is said if it is no quantile. */
    double quantile() {
        double q = argument(0);
        if (!(q >= 0 && q <= 1)) {
            notes.invalidQuantile(q, call.arguments().getFirst().at());
        }
        return q;
    }

    /** The moment of evaluation, which an offset does not move. */
    long moment() {
        return moment;
    }

    Notes notes() {
        return notes;
    }

    String metric() {
        return metric;
    }

    /** Where the range stands in the query. */
    Span range() {
        return range;
    }

    /** Says that histograms among the numbers were passed over. */
    void ignoresHistograms(Window window) {
        if (window.histograms() > 0) {
            notes.histogramsIgnoredInRange(metric, range);
        }
    }
}

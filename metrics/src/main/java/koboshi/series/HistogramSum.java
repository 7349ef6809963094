package koboshi.series;

import koboshi.series.Histogram.Reset;

/**
 * Adds histograms up, each count with its own compensation for what rounding loses (Neumaier's variant of Kahan's sum).
 *
 * <p>Layouts are reconciled to the finest both sides can be poured into; what that cost, and whether the two fit at all, can be asked
 * afterwards.
 */
public final class HistogramSum {
    private Histogram total;
    private Histogram lost;
    private boolean resetSeen;
    private boolean notResetSeen;
    private boolean boundsReconciled;
    private boolean incompatible;

    public HistogramSum(Histogram first) {
        total = first;
        lost = first.emptied();
        note(first.reset());
    }

    /** Adds; once histograms with custom bounds and without have met, nothing more is added. */
    public void add(Histogram other) {
        note(other.reset());
        accumulate(other, mixed(total.reset(), other.reset()));
    }

    /** Subtracts; the result is a gauge. */
    public void subtract(Histogram other) {
        note(other.reset());
        accumulate(other.times(-1), Reset.GAUGE);
    }

    private void accumulate(Histogram other, Reset reset) {
        incompatible |= total.customBounds() != other.customBounds();
        if (incompatible) {
            return;
        }
        var layout = Layout.shared(total, other);
        boundsReconciled |= total.customBounds() && !total.bounds().equals(other.bounds());
        combine(total.in(layout), lost.in(layout), other.in(layout), reset);
    }

    private void combine(Histogram sum, Histogram rest, Histogram more, Reset reset) {
        var zero = new Pair(sum.zeroCount(), rest.zeroCount()).plus(more.zeroCount());
        var count = new Pair(sum.count(), rest.count()).plus(more.count());
        var observed = new Pair(sum.sum(), rest.sum()).plus(more.sum());
        var up = new Side(sum.positive(), rest.positive(), more.positive());
        var down = new Side(sum.negative(), rest.negative(), more.negative());
        total = new Histogram(reset, sum.schema(), sum.zeroThreshold(), zero.sum, count.sum, observed.sum, up.sums(), down.sums(), sum.bounds());
        lost = new Histogram(reset, sum.schema(), sum.zeroThreshold(), zero.lost, count.lost, observed.lost, up.losses(), down.losses(), sum.bounds());
    }

    /** Multiplies what is there so far, as a running mean needs it. */
    public void scale(double factor) {
        var reset = total.reset();
        total = total.times(factor).with(reset);
        lost = lost.times(factor);
    }

    /** Whether any count or the sum has run over what a double holds. */
    public boolean overflowed() {
        return infinite(total.count()) || infinite(total.sum()) || infinite(total.zeroCount()) || infinite(total.positive()) || infinite(total.negative());
    }

    private static boolean infinite(double value) {
        return Double.isInfinite(value);
    }

    private static boolean infinite(Buckets side) {
        for (int i = 0; i < side.size(); i++) {
            if (infinite(side.count(i))) {
                return true;
            }
        }
        return false;
    }

    public Histogram result() {
        var sum = new HistogramSum(total);
        sum.combine(total, total.emptied(), lost, total.reset());
        return sum.total;
    }

    /** A copy that goes its own way from here. */
    public HistogramSum copy() {
        var copy = new HistogramSum(total);
        copy.lost = lost;
        copy.resetSeen = resetSeen;
        copy.notResetSeen = notResetSeen;
        copy.boundsReconciled = boundsReconciled;
        copy.incompatible = incompatible;
        return copy;
    }

    private void note(Reset reset) {
        resetSeen |= reset == Reset.RESET;
        notResetSeen |= reset == Reset.NOT_RESET;
    }

    /** Whether a histogram known to be after a reset met one known not to be. */
    public boolean resetsCollided() {
        return resetSeen && notResetSeen;
    }

    public boolean boundsReconciled() {
        return boundsReconciled;
    }

    /** Whether histograms with custom bounds met histograms without: there is no sum. */
    public boolean incompatible() {
        return incompatible;
    }

    private static Reset mixed(Reset one, Reset other) {
        if (one == other) {
            return one;
        }
        return one == Reset.GAUGE || other == Reset.GAUGE ? Reset.GAUGE : Reset.UNKNOWN;
    }

    /** A sum and what its roundings have lost so far. */
    private record Pair(double sum, double lost) {
        Pair plus(double more) {
            double next = sum + more;
            if (infinite(next)) {
                return new Pair(next, 0);
            }
            return new Pair(next, lost + (Math.abs(sum) >= Math.abs(more) ? (sum - next) + more : (more - next) + sum));
        }
    }

    /** One side's buckets added index by index. */
    private static final class Side {
        private final int[] indexes;
        private final double[] sums;
        private final double[] losses;

        Side(Buckets sum, Buckets lost, Buckets more) {
            indexes = Buckets.union(Buckets.union(sum.indexes(), lost.indexes()), more.indexes());
            sums = sum.spread(indexes);
            losses = lost.spread(indexes);
            var added = more.spread(indexes);
            for (int i = 0; i < indexes.length; i++) {
                var pair = new Pair(sums[i], losses[i]).plus(added[i]);
                sums[i] = pair.sum;
                losses[i] = pair.lost;
            }
        }

        Buckets sums() {
            return Buckets.of(indexes, sums);
        }

        Buckets losses() {
            return Buckets.of(indexes, losses);
        }
    }
}

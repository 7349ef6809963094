package koboshi.promql;

/** A sum that remembers what its roundings lose (Neumaier's variant of Kahan's summation). */
final class Kahan {
    private double sum;
    private double lost;

    Kahan add(double value) {
        double next = sum + value;
        lost = lost(sum, lost, value, next);
        sum = next;
        return this;
    }

    /** What is lost in all after a value was added to a sum. */
    static double lost(double sum, double lost, double value, double next) {
        if (Double.isInfinite(next)) {
            return 0;
        }
        return lost + (Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum);
    }

    double sum() {
        return sum;
    }

    double result() {
        return sum + lost;
    }

    /** The parts by themselves, each divided: adding first would round once more. */
    double dividedBy(double divisor) {
        return sum / divisor + lost / divisor;
    }

    Kahan scale(double factor) {
        sum *= factor;
        lost *= factor;
        return this;
    }
}

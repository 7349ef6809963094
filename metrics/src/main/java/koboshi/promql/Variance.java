package koboshi.promql;

/** The variance of a population, by Welford's running method over compensated sums. */
final class Variance {
    private final Kahan mean = new Kahan();
    private final Kahan squares = new Kahan();
    private double count;

    void add(double value) {
        count++;
        double delta = value - mean.result();
        mean.add(delta / count);
        squares.add(delta * (value - mean.result()));
    }

    double result() {
        return squares.result() / count;
    }
}

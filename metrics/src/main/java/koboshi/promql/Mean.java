package koboshi.promql;

/** A mean: of the sum while that holds, and once it overflows, of the mean so far and the next value. */
final class Mean {
    private final Kahan total = new Kahan();
    private boolean running;
    private double count;

    void add(double value) {
        count++;
        if (!running && (count == 1 || !Double.isInfinite(total.sum() + value))) {
            total.add(value);
            return;
        }
        if (!running) {
            running = true;
            total.scale(1 / (count - 1));
        }
        total.scale((count - 1) / count).add(value / count);
    }

    double result() {
        return running ? total.result() : total.dividedBy(count);
    }
}

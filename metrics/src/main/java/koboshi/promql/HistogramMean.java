package koboshi.promql;

import koboshi.series.Histogram;
import koboshi.series.HistogramSum;

/** A mean of histograms: of their sum while that holds, and once it overflows, of the mean so far and the next one. */
final class HistogramMean {
    private HistogramSum total;
    private boolean running;
    private double count = 1;

    HistogramMean(Histogram first) {
        total = new HistogramSum(first);
    }

    void add(Histogram next) {
        count++;
        if (!running) {
            var tried = total.copy();
            tried.add(next);
            if (!tried.overflowed()) {
                total = tried;
                return;
            }
            running = true;
            total.scale(1 / (count - 1));
        }
        total.scale((count - 1) / count);
        total.add(next.dividedBy(count));
    }

    /** What has been summed so far, for what it knows of the histograms. */
    HistogramSum total() {
        return total;
    }

    Histogram result() {
        return running ? total.result() : total.result().dividedBy(count);
    }
}

package koboshi.promql;

import koboshi.series.Samples;

/**
 * min_over_time and max_over_time at all steps.
 *
 * <p>A sample with a better one after it can never be the best again: only those without are kept, in a queue from the best to the newest. NaN is the result
 * only where there is nothing else.
 */
final class SlidingExtremes implements Sliding {
    private final boolean greatest;
    private int[] queue = {};

    SlidingExtremes(boolean greatest) {
        this.greatest = greatest;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        var values = samples.valueColumn();
        queue = queue.length < samples.size() ? new int[samples.size()] : queue;
        int head = 0;
        int tail = 0;
        int next = 0;
        for (int i = 0; i < edges.count(); i++) {
            for (; next < edges.to(i); next++) {
                double value = values[next];
                if (Double.isNaN(value)) {
                    continue;
                }
                while (tail > head && (greatest ? value > values[queue[tail - 1]] : value < values[queue[tail - 1]])) {
                    tail--;
                }
                queue[tail++] = next;
            }
            while (head < tail && queue[head] < edges.from(i)) {
                head++;
            }
            if (edges.to(i) > edges.from(i)) {
                out.set(i, head < tail ? values[queue[head]] : Double.NaN);
            }
        }
    }
}

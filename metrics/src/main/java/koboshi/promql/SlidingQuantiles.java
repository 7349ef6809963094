package koboshi.promql;

import java.util.Arrays;
import koboshi.series.Samples;

/** quantile_over_time at all steps: the window's values are kept sorted, and those that come and go find their place by halving. */
final class SlidingQuantiles implements Sliding {
    /** Making room among the sorted is a copy, much faster than looking at each. */
    private static final int SHIFTED_AT_ONCE = 16;

    private double[] sorted = {};
    private int size;

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        var values = samples.valueColumn();
        sorted = sorted.length < samples.size() ? new double[samples.size()] : sorted;
        size = 0;
        int first = 0;
        int end = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int to = edges.to(i);
            if (from >= end) {
                size = 0;
                first = end = from;
            }
            for (; first < from; first++) {
                remove(values[first]);
            }
            fill(values, end, to);
            end = to;
            if (size > 0) {
                frame.at(i, edges.moment(i));
                frame.work(size / SHIFTED_AT_ONCE);
                out.set(i, Quantiles.ofSorted(frame.quantile(), sorted, size));
            }
        }
    }

    private void fill(double[] values, int end, int to) {
        if (size == 0) {
            System.arraycopy(values, end, sorted, 0, to - end);
            size = to - end;
            Arrays.sort(sorted, 0, size);
            return;
        }
        for (int j = end; j < to; j++) {
            int place = Arrays.binarySearch(sorted, 0, size, values[j]);
            place = place < 0 ? -place - 1 : place;
            System.arraycopy(sorted, place, sorted, place + 1, size - place);
            sorted[place] = values[j];
            size++;
        }
    }

    private void remove(double value) {
        int place = Arrays.binarySearch(sorted, 0, size, value);
        System.arraycopy(sorted, place + 1, sorted, place, size - place - 1);
        size--;
    }
}

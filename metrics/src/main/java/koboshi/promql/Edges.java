package koboshi.promql;

import koboshi.series.Samples;

/** Which samples of a series each step's range holds; made once for a query and laid under one series after the other. */
final class Edges {
    private final Steps steps;
    private final int[] from;
    private final int[] to;
    private Reference reference;

    Edges(Steps steps) {
        this.steps = steps;
        this.from = new int[steps.count()];
        this.to = new int[steps.count()];
    }

    /** Moments neither repeat nor go back, and no more do ranges: both edges only move forward. */
    void under(Samples samples, Reference under) {
        reference = under;
        var millis = samples.millisColumn();
        int size = samples.size();
        int first = 0;
        int end = 0;
        for (int i = 0; i < from.length; i++) {
            long until = under.end(steps.at(i));
            long after = until - under.range();
            while (end < size && millis[end] <= until) {
                end++;
            }
            while (first < end && millis[first] <= after) {
                first++;
            }
            from[i] = first;
            to[i] = end;
        }
    }

    int count() {
        return from.length;
    }

    /** The first sample within the step's range. */
    int from(int step) {
        return from[step];
    }

    /** The one after the last within the step's range; equal to the first where the range is empty. */
    int to(int step) {
        return to[step];
    }

    /** The moment the range begins after. */
    long start(int step) {
        return reference.start(steps.at(step));
    }

    /** The last moment of the range. */
    long end(int step) {
        return reference.end(steps.at(step));
    }

    /** The moment of evaluation itself. */
    long moment(int step) {
        return steps.at(step);
    }
}

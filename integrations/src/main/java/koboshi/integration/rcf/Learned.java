package koboshi.integration.rcf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import koboshi.guard.Eye;
import koboshi.series.Samples;

/** What is known of one series: a forest of its values, a forest of its courses, and how strange the latest were. */
final class Learned {
    /** So many it learns from when it meets a series; a forest remembers no more than about as many. */
    static final int REPLAYED = 2_560;
    private static final int COURSE = 8;
    /** Who looks more seldom than this misses something. */
    private static final int MOST_AT_ONCE = 60;
    /** Floats are all the library takes: this far from the series' own first value one loses what matters, and beyond it infinity. */
    private static final double FARTHEST = 1e30;

    private final Forest values = new Forest(1);
    private final Forest courses = new Forest(COURSE);
    private final Deque<Eye.Glance> latest = new ArrayDeque<>();
    private long seen = Long.MIN_VALUE;
    private int count;
    private double origin;

    void follow(Samples samples) {
        boolean first = seen == Long.MIN_VALUE;
        int from = firstUnseen(samples);
        if (from < samples.size()) {
            trim(Eye.LATEST - 1);
        }
        for (int i = from; i < samples.size(); i++) {
            seen = samples.millis(i);
            meet(seen, samples.value(i));
        }
        trim(first ? Eye.LATEST : MOST_AT_ONCE);
    }

    private void trim(int most) {
        while (latest.size() > most) {
            latest.removeFirst();
        }
    }

    private int firstUnseen(Samples samples) {
        int first = samples.size();
        while (first > 0 && samples.millis(first - 1) > seen && samples.size() - first < REPLAYED) {
            first--;
        }
        return first;
    }

    private void meet(long millis, double value) {
        if (!Double.isFinite(value) || isTooFar(value)) {
            return;
        }
        origin = count == 0 ? value : origin;
        var near = (float) (value - origin);
        if (count++ >= Forest.SAMPLE) {
            latest.addLast(new Eye.Glance(millis, values.score(near), courses.score(near)));
        }
        values.learn(near);
        courses.learn(near);
    }

    private static boolean isTooFar(double value) {
        return Math.abs(value) > FARTHEST;
    }

    List<Eye.Glance> latest() {
        return List.copyOf(latest);
    }

    /**
     * Whether to begin anew: the samples end before what was learned, since the clock went back; or they tell at least twice as much as was learned so far, since somebody
     * sent the past after the present.
     */
    boolean isOutdatedBy(Samples samples) {
        boolean wentBack = !samples.isEmpty() && samples.millis(samples.size() - 1) < seen;
        return wentBack || latest.isEmpty() && samples.size() > 2 * Math.max(count, 1);
    }
}

package koboshi.promql;

import koboshi.promql.QueryRefused.Reason;

/** What one query has used so far, and when it must stop. */
final class Budget {
    /** How many samples pass between two looks at the pulse. */
    private static final int BEAT = 20_000;

    private final Options options;
    private final Pulse pulse;
    private long samples;
    private int series;
    private long untilBeat;

    Budget(Options options, Pulse pulse) {
        this.options = options;
        this.pulse = pulse;
    }

    /** Steps of a subquery: each series under it takes room for all of them. */
    void steps(long count) {
        if (count > options.maxSamples() / 10) {
            throw new QueryRefused(Reason.TOO_MANY_STEPS, "subquery has too many steps: " + count + " (limit " + options.maxSamples() / 10 + ")");
        }
    }

    /** Samples that were loaded or points that were made, and are held from now on. */
    void samples(long more) {
        samples += more;
        if (samples > options.maxSamples()) {
            throw new QueryRefused(
                    Reason.TOO_MANY_SAMPLES, "query processing would load too many samples into memory in query execution (limit " + options.maxSamples() + ")");
        }
        work(more);
    }

    /** Samples that are held no longer. */
    void release(long less) {
        samples -= less;
    }

    void series(int more) {
        series += more;
        if (series > options.maxSeries()) {
            throw new QueryRefused(Reason.TOO_MANY_SERIES, "query would load too many series (limit " + options.maxSeries() + ")");
        }
    }

    /** Work that holds no memory but takes time. */
    void work(long amount) {
        untilBeat -= amount;
        if (untilBeat <= 0) {
            untilBeat = BEAT;
            beat();
        }
    }

    void beat() {
        switch (pulse.beat()) {
            case GO_ON -> {}
            case OUT_OF_TIME -> throw new QueryRefused(Reason.OUT_OF_TIME, "query timed out in expression evaluation");
            case CANCELLED -> throw new QueryRefused(Reason.CANCELLED, "query was canceled in expression evaluation");
        }
    }
}

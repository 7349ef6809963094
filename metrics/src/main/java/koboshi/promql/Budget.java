package koboshi.promql;

import koboshi.promql.QueryRefused.Reason;

/** What one query has used so far, and when it must stop. */
final class Budget {
    /** How many samples pass between two looks at the pulse. */
    private static final int BEAT = 20_000;

    private final String query;
    private final Options.Limits limits;
    private final Pulse pulse;
    private Span place;
    private long samples;
    private int series;
    private long held;
    private long untilBeat;

    Budget(String query, Options.Limits limits, Pulse pulse) {
        this.query = query;
        this.limits = limits;
        this.pulse = pulse;
    }

    /** What is being evaluated from now on; a refusal names it. */
    void at(Span newPlace) {
        place = newPlace;
    }

    private QueryRefused refused(Reason reason, String message) {
        return new QueryRefused(reason, place == null ? message : message + " (at " + place.in(query) + ")");
    }

    /** Steps of a subquery: each series under it takes room for all of them. */
    void steps(long count) {
        if (count > limits.samples() / 10) {
            throw refused(Reason.TOO_MANY_STEPS, "subquery has too many steps: " + count + ", limit " + limits.samples() / 10);
        }
    }

    /** Samples that are loaded or points that were made, and are held from now on. */
    void samples(long more) {
        samples += more;
        if (samples > limits.samples()) {
            throw refused(Reason.TOO_MANY_SAMPLES, "query processing would load too many samples into memory in query execution: limit " + limits.samples());
        }
    }

    /** Samples that are held no longer. */
    void release(long less) {
        samples -= less;
    }

    void series(int more) {
        series += more;
        if (series > limits.series()) {
            throw refused(Reason.TOO_MANY_SERIES, "query would load too many series: limit " + limits.series());
        }
    }

    /** Bytes that are held from now on. */
    void hold(long bytes) {
        held += bytes;
        if (held > limits.bytes()) {
            throw refused(Reason.TOO_MUCH_MEMORY, "query would hold more than " + limits.bytes()
                    + " bytes of memory; ask for fewer series, a shorter range or a longer step");
        }
    }

    /** Bytes that are held no longer. */
    void letGo(long bytes) {
        held -= bytes;
    }

    /** Refuses what will surely not fit, before it is made. */
    void willHold(long bytes) {
        hold(bytes);
        letGo(bytes);
    }

    /** Holds what was made for good: its points count as samples. */
    void keep(Track track) {
        int points = track.points();
        samples(points);
        hold(track.bytes());
        work(points);
    }

    /** What was kept is done with. */
    void drop(Track track) {
        release(track.points());
        letGo(track.bytes());
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
            case OUT_OF_TIME -> throw refused(Reason.OUT_OF_TIME, "query timed out in expression evaluation");
            case CANCELLED -> throw refused(Reason.CANCELLED, "query was canceled in expression evaluation");
        }
    }
}

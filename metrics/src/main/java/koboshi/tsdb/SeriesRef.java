package koboshi.tsdb;

import koboshi.series.Labels;

/**
 * A series as one who writes it again and again holds it: found by its labels the first time, and from then on without any search.
 *
 * <p>Should the store drop the series meanwhile, it is made anew when a sample comes. Guarded by the store's lock once it was given to a {@link Batch}.
 */
public final class SeriesRef {
    /** null once the store has the series, which bears them too */
    private Labels labels;
    private HeadSeries met;

    public SeriesRef(Labels labels) {
        this.labels = labels;
    }

    Labels labels() {
        return met == null ? labels : met.labels;
    }

    /** The series it was when it was last written; null where it never was. */
    HeadSeries met() {
        return met;
    }

    /** Whether the store had room for it when it was last written. */
    public boolean kept() {
        return met != null;
    }

    void meet(HeadSeries series) {
        met = series;
        labels = null;
    }
}

package koboshi.guard;

import java.util.List;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;

/** Learns the ways of series from what they give and tells how strange the latest is. It remembers, so whoever asks keeps it from one question to the next. */
public interface Eye extends AutoCloseable {
    /** So many values are told of at least. */
    int LATEST = 5;

    /** Sees nothing, so that what would be judged by it stays unknown. */
    Eye CLOSED = (_, _, _) -> List.of();

    /**
     * How strange one value was when it came.
     *
     * @param value taken by itself: about 1 for what is usual, from 2 on what hardly ever was
     * @param course taken with those right before it, on the same scale
     */
    record Glance(long millis, double value, double course) {}

    /**
     * Learns what it has not seen yet of the series.
     *
     * @param samples the series so far, every so often a value; none of them older than what it may learn from
     * @param pulse whether there is time for a series it never met
     * @return what the values since the last look were like, and enough before them to make {@link #LATEST}, oldest first; none while it learns, or where it has no room for another series
     */
    List<Glance> look(Labels of, Samples samples, Pulse pulse);

    /** Forgets everything. */
    @Override
    default void close() {}
}

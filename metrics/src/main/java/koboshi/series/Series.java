package koboshi.series;

import java.util.List;

/**
 * A series and its samples in order of time.
 *
 * @param samples held in columns: see {@link #columns}
 */
public record Series(Labels labels, List<Sample> samples) {
    public Series {
        samples = Samples.copyOf(samples);
    }

    /** The samples without a box around each. */
    public Samples columns() {
        return (Samples) samples;
    }
}

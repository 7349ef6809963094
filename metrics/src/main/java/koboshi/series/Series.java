package koboshi.series;

import java.util.List;

/** A series and its samples in order of time. */
public record Series(Labels labels, List<Sample> samples) {
    public Series {
        samples = List.copyOf(samples);
    }
}

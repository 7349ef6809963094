package koboshi.series;

import java.util.List;

/** A series and its samples in order of time. */
public interface Series {
    Labels labels();

    /** The samples in columns. A store may decode them anew at every call: ask once, and let go of them soon. */
    Samples columns();

    /** How many samples there are at most, or nearly so where they come irregularly; known without reading them. */
    int atMost();

    /** The samples as a list, for those who read a few. */
    default List<Sample> samples() {
        return columns();
    }

    /** A series whose samples are at hand. */
    static Series of(Labels labels, List<Sample> samples) {
        return new Held(labels, Samples.copyOf(samples));
    }

    /** What {@link #of} gives. */
    record Held(Labels labels, Samples columns) implements Series {
        @Override
        public int atMost() {
            return columns.size();
        }
    }
}

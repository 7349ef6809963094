package koboshi.series;

import java.util.List;

/** Where samples are written to. */
public interface Sink {
    /** @return whether the sample was taken; a refusal says why */
    Taken append(Labels labels, Sample sample);

    /**
     * Writes several in one go, which a store on disk does for little more than one.
     *
     * @return what became of each, in the same order
     */
    default List<Taken> append(List<Measured> ones) {
        return ones.stream().map(one -> append(one.labels(), one.sample())).toList();
    }

    /** What became of a sample. */
    enum Taken {
        TAKEN,
        /** Same moment, same value: accepted, since a sender may repeat itself. */
        REPEATED,
        /** Older than, or at the same moment as and different from, what the series already holds. */
        OUT_OF_ORDER,
        /** A new series above the limit. */
        TOO_MANY_SERIES
    }
}

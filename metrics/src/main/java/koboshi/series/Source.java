package koboshi.series;

import java.util.List;

/** Where series are read from: the ring in memory, a store on disk, a cluster elsewhere. */
public interface Source {
    /**
     * The series all matchers agree on, sorted by labels, each with its samples in the closed range. A series without any may be left out.
     *
     * @param fromMillis first moment, milliseconds since the epoch
     * @param toMillis last moment, milliseconds since the epoch
     */
    List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis);
}

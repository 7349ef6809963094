package koboshi.tsdb;

import java.io.IOException;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** Sees every sample the store takes, before anybody is told that it was taken. Called under the store's lock: it must be quick, and not come back to the store. */
public interface Witness {
    /** @param histogram null for a number */
    void sees(Labels labels, long millis, double value, Histogram histogram);

    /**
     * All samples of a batch were seen. The store takes them after this; should that fail, they come again.
     *
     * @throws IOException if they cannot be kept: then the store takes none of them
     */
    void keep() throws IOException;
}

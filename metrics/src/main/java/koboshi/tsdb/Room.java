package koboshi.tsdb;

import java.util.List;

/**
 * How much room there is for series in memory.
 *
 * @param series there are
 * @param free about how many more there may be
 * @param most those that brought most of them, the first first
 */
public record Room(int series, long free, List<Brought> most) {
    private static final int LITTLE = 10;

    public Room {
        most = List.copyOf(most);
    }

    /** @param series of those that are in memory now */
    public record Brought(String by, int series) {}

    /** Whether less than a tenth is left. */
    public boolean little() {
        return free < (series + free) / LITTLE;
    }
}

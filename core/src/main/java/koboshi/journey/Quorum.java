package koboshi.journey;

import java.util.List;

/**
 * From which vantages a journey is run, and how many of them must say that it fails before it has failed.
 *
 * <p>One place that sees a fault may be the fault itself: its network, its name service, its load.
 *
 * @param needed at least 1, at most as many as there are vantages
 */
public record Quorum(List<String> from, int needed) {
    /** The server's own place. */
    public static final String HERE = "here";

    /** Nobody else is asked. */
    public static final Quorum ALONE = new Quorum(List.of(HERE), 1);

    public Quorum {
        from = List.copyOf(from);
    }

    /** More than half. */
    public static Quorum majority(List<String> from) {
        return new Quorum(from, from.size() / 2 + 1);
    }
}

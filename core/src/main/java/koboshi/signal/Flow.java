package koboshi.signal;

/**
 * What the balancers of a pool say of one server, taken together.
 *
 * @param takes whether each balancer that answered sends it new sessions
 * @param sessions that it holds now, at all of them that answered
 * @param status in the balancer's own words
 * @param held whether its configuration or somebody's hand keeps it from new sessions at one of them
 * @param whole whether every balancer answered
 * @param weight its part of the traffic
 */
public record Flow(boolean takes, int sessions, String status, boolean held, boolean whole, Weight weight) {
    /**
     * In the balancers' own units, of all that answered.
     *
     * @param now less than full while it comes back
     */
    public record Weight(int now, int full) {
        public static final Weight NONE = new Weight(0, 0);

        public Weight and(Weight other) {
            return new Weight(now + other.now, full + other.full);
        }
    }

    public Flow(boolean takes, int sessions, String status) {
        this(takes, sessions, status, false, true);
    }

    public Flow(boolean takes, int sessions, String status, boolean held, boolean whole) {
        this(takes, sessions, status, held, whole, new Weight(1, 1));
    }
}

package koboshi.signal;

/**
 * What the balancers of a pool say of one server, taken together.
 *
 * @param takes whether each balancer that answered sends it new sessions
 * @param sessions that it holds now, at all of them that answered
 * @param status in the balancer's own words
 * @param held whether its configuration or somebody's hand keeps it from new sessions at one of them
 * @param whole whether every balancer answered
 */
public record Flow(boolean takes, int sessions, String status, boolean held, boolean whole) {
    public Flow(boolean takes, int sessions, String status) {
        this(takes, sessions, status, false, true);
    }
}

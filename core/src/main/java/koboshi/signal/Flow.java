package koboshi.signal;

/**
 * What the balancers of a pool say of one server, taken together.
 *
 * @param takes whether each balancer that answered sends it new sessions
 * @param sessions that it holds now, at all of them
 * @param status in the balancer's own words
 */
public record Flow(boolean takes, int sessions, String status) {}

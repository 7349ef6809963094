package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/**
 * Servers behind a balancer, as the page shows them.
 *
 * @param drain how long the sessions of a drained server may last
 * @param back how a server comes back
 * @param discovers whether its balancers tell which servers it has
 * @param trouble why no balancer can be told anything, if so
 */
public record ViewedPool(String name, int floor, int mostOut, Duration drain, Pool.Back back, boolean discovers, Optional<String> trouble, List<Server> servers) {
    public ViewedPool {
        servers = List.copyOf(servers);
    }

    /**
     * One server and its place in the traffic.
     *
     * @param until when it goes out at the latest, may come back at the earliest, or is no longer watched for a relapse
     * @param by who had it taken out or brought back; empty for one that is simply in
     * @param ordered whether a person keeps it out
     * @param refused what a person cannot have done with it now, and why
     */
    public record Server(
            ResourceId id,
            Optional<ResourceId> service,
            Place place,
            Optional<Instant> since,
            Optional<Instant> until,
            String by,
            boolean ordered,
            Optional<Flow> flow,
            Optional<Long> incident,
            Map<Verb, Refusal> refused,
            List<ViewedService.Journey> journeys) {
        public Server {
            journeys = List.copyOf(journeys);
            refused = Map.copyOf(refused);
        }
    }

    /** Where a server stands. */
    public enum Place {
        IN,
        DRAINING,
        OUT,
        /** In again, and watched for a relapse. */
        RETURNED
    }
}

package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.loop.Switch;
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
 * @param amiss why one of its balancers cannot be counted on though others can, by its address
 * @param groups that stand in for each other as wholes
 * @param switching what goes over from one group to another now
 */
public record ViewedPool(String name, int floor, int mostOut, Duration drain, Pool.Back back, boolean discovers, Optional<String> trouble, Map<String, String> amiss, List<Server> servers,
        List<Group> groups, Optional<Switch> switching) {
    public ViewedPool {
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
    }

    /** One without groups, whose balancers are all alike. */
    public ViewedPool(String name, int floor, int mostOut, Duration drain, Pool.Back back, boolean discovers, Optional<String> trouble, List<Server> servers) {
        this(name, floor, mostOut, drain, back, discovers, trouble, Map.of(), servers, List.of(), Optional.empty());
    }

    /**
     * Servers that are switched together.
     *
     * @param in whether all of it is in traffic
     * @param share of the pool's traffic that it gets, in percent; empty while nobody can say
     * @param refused why it cannot be switched to now, if so
     */
    public record Group(ResourceId id, String name, List<ResourceId> servers, boolean in, Optional<Integer> share, Optional<Refusal> refused) {
        public Group {
            servers = List.copyOf(servers);
        }
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
        /** Out until it is needed: a standby, whose service is stopped, or one of a group that is not switched to. */
        RESERVE,
        /** In again, and watched for a relapse. */
        RETURNED
    }
}

package koboshi.resource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Servers behind a balancer that stand in for each other, and how far they may be taken out.
 *
 * @param floor fewest that must be left taking traffic when one is taken out
 * @param floorWeight percent of the weight of all that must be left, where servers are not alike
 * @param mostOutPercent the ejection limit: this part of them at most may be out at once, but always one
 * @param drain how long the sessions of a drained server may last
 * @param back how a server that was taken out for its own good comes back
 * @param discovers which names of servers it takes from its balancers, {@code *} standing for any characters; empty where all are written
 * @param groups that stand in for each other as wholes, such as blue and green; none unless said
 * @param approvalBelow where fewer than this would be left a guard must be agreed with before it takes one out
 */
public record Pool(String name, List<Member> members, int floor, Optional<Integer> floorWeight, int mostOutPercent, Duration drain, Back back, Optional<String> discovers, Optional<Integer> approvalBelow,
        Optional<Map<String, List<ResourceId>>> groups) {
    public static final Duration DRAIN = Duration.ofSeconds(30);

    public Pool {
        members = List.copyOf(members);
    }

    /** One whose guards need nobody's word, and that has no groups. */
    public Pool(String name, List<Member> members, int floor, Optional<Integer> floorWeight, int mostOutPercent, Duration drain, Back back) {
        this(name, members, floor, floorWeight, mostOutPercent, drain, back, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, of which its balancers may name the servers. */
    public Pool(String name, List<Member> members, int floor, Optional<Integer> floorWeight, int mostOutPercent, Duration drain, Back back, Optional<String> discovers) {
        this(name, members, floor, floorWeight, mostOutPercent, drain, back, discovers, Optional.empty(), Optional.empty());
    }

    /** One whose servers are alike. */
    public Pool(String name, List<Member> members, int floor, int mostOutPercent, Duration drain, Back back) {
        this(name, members, floor, Optional.empty(), mostOutPercent, drain, back);
    }

    /** The same with other servers. */
    public Pool of(List<Member> others) {
        return new Pool(name, others, floor, floorWeight, mostOutPercent, drain, back, discovers, approvalBelow, groups);
    }

    /** Whether it differs from the other by its servers alone. */
    public boolean sameBut(Pool other) {
        return other != null && of(other.members).equals(other);
    }

    /**
     * One server.
     *
     * @param id {@code backend/POOL/SERVER}
     * @param service the guarded service that answers there, if it is one of ours
     * @param address where it answers, as {@code host:port}, where that is known
     * @param standby whether it is kept out of traffic, and its service stopped, until it is needed; not unless said
     */
    public record Member(ResourceId id, Optional<ResourceId> service, Optional<String> address, Optional<Boolean> standby) {
        /** One that takes traffic. */
        public Member(ResourceId id, Optional<ResourceId> service, Optional<String> address) {
            this(id, service, address, Optional.empty());
        }

        public Member(ResourceId id, Optional<ResourceId> service) {
            this(id, service, Optional.empty());
        }

        /** What its balancer calls it. */
        public String server() {
            return id.name().substring(id.name().indexOf('/') + 1);
        }

        public boolean standsBy() {
            return standby.orElse(false);
        }
    }

    /**
     * The way back into traffic.
     *
     * @param after least time out; twice as long after each relapse
     * @param longest where doubling ends
     * @param clean runs of each of its journeys that must be clean in a row
     * @param ramp from the first share of traffic to the whole
     * @param watched a fall within this time after it came back is a relapse
     */
    public record Back(Duration after, Duration longest, int clean, Duration ramp, Duration watched) {
        public static final Back DEFAULT =
                new Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));

        /** @param relapses falls soon after it had come back, one after the other */
        public Duration least(int relapses) {
            var doubled = after.multipliedBy(1L << Math.min(relapses, 20));
            return doubled.compareTo(longest) < 0 ? doubled : longest;
        }
    }

    public static ResourceId backend(String pool, String server) {
        return new ResourceId("backend", pool + "/" + server);
    }

    /** The servers of a group. */
    public Optional<List<ResourceId>> group(String named) {
        return groups.map(all -> all.get(named));
    }

    /** Whether the server is of another group than that. */
    public boolean givesWay(ResourceId id, String to) {
        return groups.filter(all -> all.entrySet().stream().anyMatch(each -> !each.getKey().equals(to) && each.getValue().contains(id))).isPresent();
    }

    public boolean keepsInReserve(ResourceId id) {
        return members.stream().anyMatch(member -> member.standsBy() && member.id().equals(id));
    }

    /** How a group is called among resources. */
    public static ResourceId group(String pool, String group) {
        return new ResourceId("group", pool + "/" + group);
    }

    public boolean has(ResourceId id) {
        return members.stream().anyMatch(member -> member.id().equals(id));
    }

    /** @param of how many, without those that are kept in reserve */
    public int mostOut(int of) {
        return Math.max(1, of * mostOutPercent / 100);
    }
}

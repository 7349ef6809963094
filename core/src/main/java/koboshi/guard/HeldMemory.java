package koboshi.guard;

import koboshi.resource.Origin;
import koboshi.resource.Service;

/**
 * What a service holds of the memory it may have, as PromQL.
 *
 * <p>A limit counts everything the service started, so that is what is judged: a parent of twenty megabytes may have a worker of two hundred. Page cache is left out,
 * which the kernel takes back before it kills, and what went to swap is added where it may go there. Without a limit nobody counts the group, and the first process
 * speaks alone.
 */
public final class HeldMemory {
    private static final String GROUP = "container_memory_rss";
    private static final String GROUP_SWAPPED = "container_memory_swap";
    private static final String FIRST = "process_resident_memory_bytes";
    private static final String FIRST_SWAPPED = "process_swap_memory_bytes";

    private HeldMemory() {}

    /** As its agent reports it, and nobody else: what a scrape brings of the same process would be asked about a second time. */
    public static String byItsAgent(Service service) {
        var name = service.id().name();
        return of(service, "{instance=\"" + name + "@" + service.host() + "\",service=\"" + name + "\"}");
    }

    /** As anybody reports it who labels it with the service. */
    public static String byAnybody(Service service) {
        return of(service, "{service=\"" + service.id().name() + "\"}");
    }

    /** Of a process that others started, what it took before it came into its group is counted nowhere there: the greater of both is nearer the truth. */
    private static String of(Service service, String labels) {
        if (service.memoryLimit().isEmpty()) {
            return FIRST + labels;
        }
        if (service.origin() instanceof Origin.Adopt) {
            return "max by (host, instance, service) ({__name__=~\"" + GROUP + "|" + FIRST + "\"," + labels.substring(1) + ")";
        }
        return part(service, GROUP, GROUP_SWAPPED, labels) + " or " + part(service, FIRST, FIRST_SWAPPED, labels);
    }

    /** Where the kernel counts no swap there is no such series, and what is resident is all there is. */
    private static String part(Service service, String resident, String swapped, String labels) {
        return (service.maySwap() ? resident + labels + " + " + swapped + labels + " or " : "") + resident + labels;
    }
}

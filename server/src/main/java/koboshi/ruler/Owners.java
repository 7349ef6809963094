package koboshi.ruler;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import koboshi.config.ScrapeJob;
import koboshi.series.Labels;

/**
 * Whose the alerts of rules are, where their labels do not say it themselves.
 *
 * @param jobs the service by the name of the scrape job that asks it
 * @param instances the service by the address it is asked at
 */
public record Owners(Map<String, String> jobs, Map<String, String> instances) {
    public static final Owners NONE = new Owners(Map.of(), Map.of());
    private static final String SERVICE = "service";

    public static Owners of(List<ScrapeJob> all) {
        var jobs = new HashMap<String, String>();
        var instances = new HashMap<String, Set<String>>();
        all.forEach(job -> job.alarm().flatMap(ScrapeJob.Alarm::on).ifPresent(service -> {
            jobs.put(job.name(), service.name());
            job.groups().forEach(group -> group.addresses().forEach(address -> instances.computeIfAbsent(address, _ -> new HashSet<>()).add(service.name())));
        }));
        return new Owners(Map.copyOf(jobs), unambiguous(instances));
    }

    /** An address that two services answer at says nothing. */
    private static Map<String, String> unambiguous(Map<String, Set<String>> instances) {
        return instances.entrySet().stream().filter(each -> each.getValue().size() == 1).collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().iterator().next()));
    }

    /** The labels, with the service whose job or instance they name. What already speaks of a service stays as it is. */
    Labels named(Labels labels) {
        var owner = jobs.getOrDefault(labels.get("job"), instances.get(labels.get("instance")));
        return owner == null || !labels.get(SERVICE).isEmpty() ? labels : labels.with(SERVICE, owner);
    }
}

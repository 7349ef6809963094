package koboshi.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import koboshi.loop.Plan;
import koboshi.resource.Origin;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/**
 * What a team wrote: {@code koboshi.yaml}, or a folder of {@code *.yaml} files read as one.
 *
 * @param plan with the built-in guards
 * @param layout how the plan follows from which servers there are
 * @param rules Prometheus's rule files it names
 * @param elsewhere other servers of series
 * @param traffic where the traffic of each pool is moved
 * @param vantages from where journeys may be run besides here
 * @param source the text of the files, each below a comment with its name where there are several
 * @param warnings what is odd but can be followed
 */
public record Configuration(
        Plan plan,
        Layout layout,
        Settings settings,
        RuleFiles rules,
        Elsewhere elsewhere,
        Map<String, Traffic> traffic,
        Set<String> vantages,
        String source,
        List<Problem> warnings) {
    public Configuration {
        warnings = List.copyOf(warnings);
        traffic = Map.copyOf(traffic);
        vantages = Collections.unmodifiableSortedSet(new TreeSet<>(vantages));
    }

    /**
     * Reads and checks everything before anything is followed.
     *
     * @param path a file or a folder
     * @throws Problems all of them at once; mend the files and read again
     */
    public static Configuration read(Path path) throws Problems {
        return new ConfigurationReader(path).read();
    }

    /** The same plan with other settings: what the command line says over the file. */
    public Configuration with(Settings other) {
        return new Configuration(plan, layout, other, rules, elsewhere, traffic, vantages, source, warnings);
    }

    /**
     * The same with the servers that balancers tell of.
     *
     * @param found addresses by the names of servers, by pool; those of pools whose servers are all written change nothing
     */
    public Configuration over(Map<String, Map<String, String>> found) {
        return new Configuration(layout.whole(found), layout, settings, rules, elsewhere, traffic, vantages, source, warnings);
    }

    /** With only those servers in a pool that are written. */
    public Map<String, Pool> writtenPools() {
        return layout.written().pools();
    }

    /** As if each server that is named were there: for lessons, which ask nobody. */
    public Configuration overNamed() {
        var named = new TreeMap<String, Map<String, String>>();
        layout.written().pools().forEach((name, pool) -> {
            var servers = new LinkedHashMap<String, String>();
            pool.members().forEach(member -> servers.put(member.server(), member.address().orElse(member.server() + ":80")));
            named.put(name, servers);
        });
        return over(named);
    }

    /** A commented file to start from. */
    public static String example() {
        return Example.TEXT;
    }

    /**
     * A service's variables with its secrets fetched now; neither the plan nor the journal holds them.
     *
     * @throws IOException naming the variable or file that is missing; set it and try again
     */
    public Map<String, String> environment(ResourceId service) throws IOException {
        var all = new TreeMap<String, String>();
        if (plan.services().containsKey(service) && plan.services().get(service).origin() instanceof Origin.Run run) {
            all.putAll(run.environment());
        }
        for (var secret : settings.secretEnvironment().getOrDefault(service, Map.of()).entrySet()) {
            all.put(secret.getKey(), secret.getValue().value());
        }
        return all;
    }

    /** Short, and without the text of the files. */
    @Override
    public String toString() {
        return "Configuration[" + plan.services().keySet() + ", " + settings + ", " + warnings.size() + " warnings]";
    }
}

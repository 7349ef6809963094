package koboshi.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Verb;
import koboshi.incident.Incident;
import koboshi.loop.Question;
import koboshi.resource.ResourceId;
import koboshi.scrape.Probed;
import koboshi.scrape.Troubled;

/**
 * What everybody sees: the state after a commit.
 *
 * @param offset of the last entry it contains
 * @param at when it was published
 * @param incidents the open ones and the latest that ended, newest first
 * @param acts begun and not ended
 * @param sent what senders gave us, by name: series, samples, agents
 * @param hosts whose agents are linked
 * @param vantages besides here, and here where it is doubted
 * @param questions what guards would do and wait for a person's word
 * @param probes how the targets of each job of probes are
 * @param targets those that are scraped and not as they should be
 * @param crowded what Koboshi says of itself while there is little room for new series
 */
public record View(
        long offset,
        Instant at,
        List<ViewedService> services,
        List<ViewedGuard> guards,
        List<Incident> incidents,
        List<RunningAct> acts,
        Optional<Freeze> freeze,
        Map<String, Long> sent,
        List<ViewedHost> hosts,
        List<ViewedPool> pools,
        List<ViewedVantage> vantages,
        List<Question> questions,
        List<Probed> probes,
        List<Troubled> targets,
        Optional<String> crowded) {
    public static final View EMPTY =
            new View(0, Instant.EPOCH, List.of(), List.of(), List.of(), List.of(), Optional.empty(), Map.of());

    /** Nothing known of any host. */
    public View(
            long offset, Instant at, List<ViewedService> services, List<ViewedGuard> guards, List<Incident> incidents, List<RunningAct> acts,
            Optional<Freeze> freeze, Map<String, Long> sent) {
        this(offset, at, services, guards, incidents, acts, freeze, sent, List.of(), List.of(), List.of());
    }

    /** Nothing is probed. */
    public View(
            long offset, Instant at, List<ViewedService> services, List<ViewedGuard> guards, List<Incident> incidents, List<RunningAct> acts,
            Optional<Freeze> freeze, Map<String, Long> sent, List<ViewedHost> hosts, List<ViewedPool> pools, List<ViewedVantage> vantages, List<Question> questions) {
        this(offset, at, services, guards, incidents, acts, freeze, sent, hosts, pools, vantages, questions, List.of(), List.of(), Optional.empty());
    }

    /** The same with what is probed. */
    public View with(List<Probed> probed) {
        return new View(offset, at, services, guards, incidents, acts, freeze, sent, hosts, pools, vantages, questions, probed, targets, crowded);
    }

    /** The same with who is scraped and not well, and whether there is room. */
    public View with(List<Troubled> troubled, Optional<String> nowCrowded) {
        return new View(offset, at, services, guards, incidents, acts, freeze, sent, hosts, pools, vantages, questions, probes, troubled, nowCrowded);
    }

    /** Nobody is asked anything. */
    public View(
            long offset, Instant at, List<ViewedService> services, List<ViewedGuard> guards, List<Incident> incidents, List<RunningAct> acts,
            Optional<Freeze> freeze, Map<String, Long> sent, List<ViewedHost> hosts, List<ViewedPool> pools, List<ViewedVantage> vantages) {
        this(offset, at, services, guards, incidents, acts, freeze, sent, hosts, pools, vantages, List.of());
    }

    public View {
        services = List.copyOf(services);
        guards = List.copyOf(guards);
        incidents = List.copyOf(incidents);
        acts = List.copyOf(acts);
        sent = Map.copyOf(sent);
        hosts = List.copyOf(hosts);
        pools = List.copyOf(pools);
        vantages = List.copyOf(vantages);
        questions = List.copyOf(questions);
        probes = List.copyOf(probes);
        targets = List.copyOf(targets);
    }

    /** Of all pools. */
    public Stream<ViewedPool.Server> servers() {
        return pools.stream().flatMap(pool -> pool.servers().stream());
    }

    /** Of all pools. */
    public Stream<ViewedPool.Group> groups() {
        return pools.stream().flatMap(pool -> pool.groups().stream());
    }

    /** @param by the guard, or {@code operator} followed by a name */
    public record RunningAct(long act, Verb verb, ResourceId on, String by, Instant since) {}

    /** Hands are frozen. */
    public record Freeze(String by, String why, Instant since) {}
}

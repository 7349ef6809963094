package koboshi.ruler;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.config.RuleFiles;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.rule.Evaluator;
import koboshi.rule.Rule;
import koboshi.series.Sink;
import koboshi.series.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates all groups of the rule files as they become due. What they record is written to the store, what they raise is told to the loop. */
public final class Ruler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ruler.class);
    /** Alerts are told anew so often, for the loop takes no answer for true that is older than a minute. */
    private static final long AGAIN_SECONDS = 15;

    private final Sink sink;
    private final Engine engine;
    private final InstantSource clock;
    private final Consumer<Event> telling;
    private final LiveGroup.Company company;
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("alerts").factory());
    private volatile Map<String, LiveGroup> groups = Map.of();
    /** Where each guard's alerts are raised. */
    private volatile Map<String, List<Raised>> alerts = Map.of();
    private volatile Owners owners = Owners.NONE;
    private boolean started;

    private record Raised(LiveGroup group, int rule) {
        Alarms.Raising now() {
            var view = group.view();
            return new Alarms.Raising(view, view.rules().get(rule));
        }
    }

    /**
     * @param source is asked
     * @param own is written to; what alerts were before a restart is read from there
     * @param clock the loop's
     * @param telling never waits
     */
    public <S extends Source & Sink> Ruler(Source source, S own, InstantSource clock, Consumer<Event> telling) {
        this.sink = own;
        this.clock = clock;
        this.telling = telling;
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        var options = Options.standard();
        engine = new Engine(source, options.withLimits(options.limits().withBytes(Runtime.getRuntime().maxMemory() / 4 / atOnce)));
        company = new LiveGroup.Company(own, clock, new Semaphore(atOnce, true), this::tell);
        again.scheduleWithFixedDelay(this::tellAll, AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** What a rule calls the alert that a guard asks for. */
    public static String alert(String raised) {
        return Alarms.alert(raised);
    }

    /** The plan with a guard for each alert the rules may raise. */
    public static Plan guarding(Plan plan, RuleFiles rules) {
        return Alarms.guarding(plan, rules);
    }

    /**
     * From now on these rules are evaluated, and their alerts are told of by these owners. Groups of a file that is the same go on undisturbed; of others, the alerts and series of rules that are still there.
     */
    public synchronized void follow(RuleFiles rules, Owners whose) {
        owners = whose;
        var next = made(rules);
        var old = new HashMap<>(groups);
        next.replaceAll((key, group) -> group.alike(old.get(key)) ? old.remove(key) : group);
        if (!ended(old.values())) {
            return;
        }
        var at = clock.instant();
        var fresh = next.entrySet().stream().filter(each -> groups.get(each.getKey()) != each.getValue()).toList();
        for (var each : fresh) {
            var before = old.remove(each.getKey());
            if (before != null) {
                each.getValue().takeOver(before, at);
            }
        }
        old.values().forEach(gone -> end(gone, at));
        started = true;
        groups = next;
        alerts = raised(next);
        fresh.forEach(each -> each.getValue().start());
        if (!fresh.isEmpty()) {
            LOG.info("{} in {} evaluated", counted(rules.count(), "rule"), counted(next.size(), "group") + (rules.count() == 1 ? " is" : " are"));
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private Map<String, LiveGroup> made(RuleFiles rules) {
        var made = new LinkedHashMap<String, LiveGroup>();
        for (var file : rules.files()) {
            for (var group : file.groups()) {
                var interval = Alarms.interval(group, rules);
                var like = List.of(file.text(), interval, rules.surroundings());
                var evaluator = new Evaluator(group, engine, sink, rules.surroundings());
                made.put(file.name() + ";" + group.name(), new LiveGroup(file.name(), like, interval, evaluator, !started, company));
            }
        }
        return made;
    }

    /** @return false where this thread was interrupted meanwhile */
    private static boolean ended(Collection<LiveGroup> groups) {
        groups.forEach(LiveGroup::stop);
        try {
            for (var group : groups) {
                group.awaitEnd();
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void end(LiveGroup group, Instant at) {
        try {
            group.end(at);
        } catch (RuntimeException trouble) {
            LOG.warn("the series of rule group {} were not marked as ended: {}", group.view().group().name(), trouble.toString());
        }
    }

    private static Map<String, List<Raised>> raised(Map<String, LiveGroup> groups) {
        var raised = new TreeMap<String, List<Raised>>();
        for (var group : groups.values()) {
            var rules = group.view().group().rules();
            for (int i = 0; i < rules.size(); i++) {
                if (rules.get(i) instanceof Rule.Alerting rule) {
                    raised.computeIfAbsent(Alarms.guard(rule.name()), _ -> new ArrayList<>()).add(new Raised(group, i));
                }
            }
        }
        return raised;
    }

    private void tell(LiveGroup evaluated) {
        evaluated.guards().forEach(this::tell);
    }

    private void tellAll() {
        try {
            var fresh = clock.instant().minusSeconds(AGAIN_SECONDS);
            alerts.forEach((guard, raised) -> {
                if (raised.stream().anyMatch(each -> !each.group().toldSince(fresh))) {
                    tell(guard);
                }
            });
        } catch (RuntimeException | OutOfMemoryError trouble) {
            LOG.error("alerts were not told", trouble);
        }
    }

    private void tell(String guard) {
        var raised = alerts.getOrDefault(guard, List.of());
        if (!raised.isEmpty()) {
            telling.accept(Alarms.answer(guard, raised.stream().map(Raised::now).toList(), owners, clock.instant()));
        }
    }

    /** All groups in the order of their files. */
    public List<GroupView> groups() {
        return groups.values().stream().map(LiveGroup::view).toList();
    }

    /** Our own figures by name, in Prometheus's spelling. */
    public Map<String, Double> figures() {
        var figures = new TreeMap<String, Double>();
        for (var group : groups()) {
            var of = "{rule_group=\"" + (group.file() + ";" + group.group().name()).replaceAll("[^A-Za-z0-9 ._/;:-]", "_") + "\"}";
            figures.put("koboshi_rule_evaluations_total" + of, (double) group.evaluations());
            figures.put("koboshi_rule_evaluation_failures_total" + of, (double) group.failures());
            figures.put("koboshi_rule_group_iterations_missed_total" + of, (double) group.missed());
            figures.put("koboshi_rule_group_interval_seconds" + of, group.interval().toMillis() / 1e3);
            figures.put("koboshi_rule_group_rules" + of, (double) group.rules().size());
            figures.put("koboshi_rule_group_last_duration_seconds" + of, group.took().toNanos() / 1e9);
            group.evaluated().ifPresent(at -> figures.put("koboshi_rule_group_last_evaluation_timestamp_seconds" + of, at.toEpochMilli() / 1e3));
        }
        return figures;
    }

    /** Waits until evaluations have ended, for the store may be closed after this. */
    @Override
    public synchronized void close() {
        again.shutdownNow();
        ended(groups.values());
    }
}

package koboshi.scrape;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import koboshi.config.ScrapeJob;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.scrape.ScrapeLoop.Surroundings;
import koboshi.tsdb.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is scraped: follows the jobs and the files they name, and knows how each target is. Safe for use by many threads. */
public final class Targets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
    private static final long LOOK_EVERY_SECONDS = 2;
    /** Each is a thread and a cache; a rule that makes a target of every line of a list must not take everything. */
    private static final int MOST = 10_000;
    /** Of the latest scrapes: one or two may be lost packets. */
    private static final int MANY_FAILED = 3;

    private final Surroundings around;
    private final Discoveries.Asking asking;
    private final Clients clients = new Clients();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("targets").factory());
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final Map<String, TargetLoop> loops = new HashMap<>();
    private volatile List<TargetLoop> published = List.of();
    private volatile List<ScrapeJob> guarded = List.of();
    private volatile List<String> probing = List.of();
    private volatile Map<String, Optional<String>> trouble = Map.of();
    private volatile List<Map<String, String>> dropped = List.of();
    private volatile List<String> asked = List.of();
    private final Missed missed = new Missed();
    private final String agent;
    /** null until something is probed */
    private Probes probes;
    private final Acquainted acquainted;
    private boolean following;
    private boolean closed;

    /**
     * @param store is written to, and not closed with this
     * @param clock gives samples their moments
     * @param agent what we call ourselves to targets
     * @param memory a file of ours, which tells at the next start who answered before
     */
    public Targets(Store store, InstantSource clock, String agent, Path memory) {
        this(store, clock, agent, memory, new NameLookups("dns:"));
    }

    Targets(Store store, InstantSource clock, String agent, Path memory, NameLookups names) {
        acquainted = new Acquainted(memory);
        this.agent = agent;
        // Reading is work of the processor: no more at once than leave one for everybody else.
        var readers = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
        around = new Surroundings(store, clock, new Fetching(clients, new Room(), agent), readers, new Descriptions());
        var lists = new HttpLists(around.fetching());
        asking = (discovery, spelled) -> switch (discovery) {
            case Discovery.Http http -> lists.ask(http, spelled);
            case Discovery.Dns dns -> names.ask(dns);
        };
        looking.scheduleWithFixedDelay(this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** From now on these jobs are followed; a target that stays as it was goes on undisturbed. */
    public synchronized void follow(List<ScrapeJob> jobs) {
        following = true;
        var before = Map.copyOf(pools);
        pools.clear();
        jobs.forEach(job -> pools.put(job.name(), pool(job, before.get(job.name()))));
        before.values().stream().filter(pool -> pools.values().stream().noneMatch(pool::goesOnIn)).forEach(Pool::stop);
        pools.values().forEach(Pool::look);
        settle();
    }

    /** @param before of that name; null for none */
    private Pool pool(ScrapeJob job, Pool before) {
        if (before == null) {
            return new Pool(job, asking);
        }
        return before.job().sameAs(job) ? before : before.followedBy(job, asking);
    }

    private void look() {
        try {
            synchronized (this) {
                boolean changed = false;
                for (var pool : pools.values()) {
                    changed |= pool.look();
                }
                if (changed) {
                    settle();
                }
                doubt();
                remember();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("nobody can look where targets are found", e);
        }
    }

    /** Before the first plan nobody is there, which says nothing; nor does it after the last. */
    private void remember() {
        if (!following || closed) {
            return;
        }
        var now = around.clock().instant();
        acquainted.meet(loops.values(), this::judged).forEach(known -> missed.miss(known.gone(pools.get(known.job()).job(), now)));
    }

    private Acquainted.Judged judged(String job) {
        var pool = Optional.ofNullable(pools.get(job));
        return new Acquainted.Judged(pool.flatMap(Pool::trouble).isEmpty(), pool.map(Pool::job).map(Acquainted::files));
    }

    private void doubt() {
        trouble = pools.values().stream().collect(Collectors.toUnmodifiableMap(pool -> pool.job().name(), Pool::trouble));
    }

    /** Starts and stops loops, so that there is one for each target that was found. */
    private void settle() {
        var wanted = wanted();
        var gone = new HashMap<String, TargetLoop>();
        for (var loop : List.copyOf(loops.values())) {
            var next = wanted.get(key(loop.target()));
            if (closed || next == null || !same(next, loop.target())) {
                loop.stop();
                loops.remove(key(loop.target()));
                gone.put(key(loop.target()), loop);
            }
        }
        gone.values().forEach(Targets::awaitStop);
        wanted.forEach((key, target) -> loops.computeIfAbsent(key, _ -> started(target, gone.remove(key))));
        gone.values().forEach(this::end);
        missed.settle(gone.values(), wanted.values(), this::isFollowed, around.clock().instant());
        publish(wanted);
    }

    /** Not so of a job that somebody edited: what is gone from it was meant to go. */
    private boolean isFollowed(ScrapeJob job) {
        var pool = pools.get(job.name());
        return !closed && pool != null && pool.job().sameAs(job);
    }

    private Map<String, Target> wanted() {
        var wanted = new LinkedHashMap<String, Target>();
        for (var pool : closed ? List.<Pool>of() : pools.values()) {
            for (var target : pool.targets()) {
                boolean tooMany = wanted.size() >= MOST;
                if (tooMany) {
                    LOG.error("{}: not asked, there are {} targets already", target.url(), MOST);
                    break;
                }
                wanted.put(key(target), target);
            }
        }
        return wanted;
    }

    private static String key(Target target) {
        return target.job().name() + " " + target.key();
    }

    private static boolean same(Target one, Target other) {
        return one.job().sameAs(other.job()) && one.discovered().equals(other.discovered()) && one.refusal().equals(other.refusal())
                && one.every().equals(other.every()) && one.timeout().equals(other.timeout());
    }

    private TargetLoop started(Target target, TargetLoop before) {
        boolean goesOn = before != null && before.target().keepsSeriesOf(target);
        if (before != null && !goesOn) {
            end(before);
        }
        var loop = loop(target, goesOn ? before : null);
        loop.start();
        return loop;
    }

    /** @param before whose series go on; null for none */
    private TargetLoop loop(Target target, TargetLoop before) {
        if (target.job().probe().isPresent()) {
            return new ProbeLoop(target, probes());
        }
        return new ScrapeLoop(target, around, before instanceof ScrapeLoop known ? known.scrape() : new Scrape());
    }

    /** Where nothing is probed there are no threads for it. */
    private Probes probes() {
        if (probes == null) {
            probes = new Probes(around.store(), around.clock(), agent);
            probes.start();
        }
        return probes;
    }

    private static void awaitStop(TargetLoop loop) {
        try {
            if (!loop.stopped()) {
                LOG.warn("{} is still being asked although it should not be", loop.target().url());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a restart of ours the series go on, so they end only where the target was taken away. */
    private void end(TargetLoop loop) {
        if (closed) {
            return;
        }
        try {
            loop.end();
        } catch (IOException e) {
            LOG.error("the series of {} cannot be marked as ended: {}", loop.target().url(), e.getMessage());
        }
    }

    private void publish(Map<String, Target> wanted) {
        guarded = pools.values().stream().map(Pool::job).filter(job -> job.alarm().isPresent()).toList();
        probing = pools.values().stream().map(Pool::job).filter(job -> job.probe().isPresent()).map(ScrapeJob::name).toList();
        published = wanted.keySet().stream().map(loops::get).toList();
        asked = wanted.values().stream().filter(target -> target.refusal().isEmpty()).map(Target::url).toList();
        var all = new ArrayList<Map<String, String>>();
        pools.values().forEach(pool -> all.addAll(pool.dropped()));
        dropped = List.copyOf(all);
    }

    /** Every target there is, by job and address. */
    public List<TargetStatus> all() {
        return published.stream().map(TargetLoop::status).sorted(Comparator.comparing(TargetStatus::job).thenComparing(TargetStatus::url)).toList();
    }

    /** The addresses that are scraped or probed; the same list for as long as they are the same. */
    public List<String> asked() {
        return asked;
    }

    /** Those whose last scrape failed or was odd, and those of whose latest scrapes many failed. Jobs of probes tell of theirs in another way. */
    public List<Troubled> troubled() {
        return published.stream().filter(ScrapeLoop.class::isInstance).map(TargetLoop::status).filter(Targets::isTroubled)
                .sorted(Comparator.comparing(TargetStatus::job).thenComparing(TargetStatus::url)).limit(Troubled.MOST_NAMED)
                .map(one -> new Troubled(one.job(), one.url(), one.error(), one.warning(), one.recent().failed(), one.recent().scrapes())).toList();
    }

    private static boolean isTroubled(TargetStatus one) {
        return !one.error().isEmpty() || !one.warning().isEmpty() || one.recent().failed() >= MANY_FAILED;
    }

    /** How the targets of each job of probes are, in the order of the jobs. */
    public List<Probed> probed() {
        var jobs = published.stream().filter(ProbeLoop.class::isInstance).map(ProbeLoop.class::cast).collect(Collectors.groupingBy(loop -> loop.target().job().name()));
        return probing.stream().map(job -> probed(job, jobs.getOrDefault(job, List.of()))).toList();
    }

    private Probed probed(String job, List<ProbeLoop> loops) {
        long now = around.clock().millis();
        var failing = loops.stream().flatMap(loop -> loop.failing().stream()).toList();
        int unasked = (int) loops.stream().filter(loop -> !loop.asked()).count();
        var first = failing.stream().sorted(Comparator.comparing(Probed.Failing::since).thenComparing(Probed.Failing::target)).limit(Probed.MOST_NAMED).toList();
        long late = loops.stream().mapToLong(loop -> loop.lateMillis(now)).max().orElse(0);
        return new Probed(job, loops.size(), loops.size() - failing.size() - unasked, unasked, first, Duration.ofMillis(late));
    }

    /** How the targets of each job that has an alarm are, and who is missed. */
    List<Roll> rolls(Instant now) {
        var trouble = this.trouble;
        var jobs = published.stream().collect(Collectors.groupingBy(loop -> loop.target().job().name()));
        return guarded.stream()
                .map(job -> new Roll(job, jobs.getOrDefault(job.name(), List.of()).stream().map(TargetLoop::status).toList(), missed.of(job.name(), now), trouble.getOrDefault(job.name(), Optional.empty())))
                .toList();
    }

    /**
     * @param targets there are now
     * @param trouble why some of them may not be known, if so
     */
    record Roll(ScrapeJob job, List<TargetStatus> targets, List<Missed.Gone> missed, Optional<String> trouble) {}

    /** Our own figures about probes; none where nothing is probed. */
    public synchronized Map<String, Double> figures() {
        return probes == null ? Map.of() : probes.figures();
    }

    /** The labels of those that rules left out. */
    public List<Map<String, String>> dropped() {
        return dropped;
    }

    /** Waits for what is being scraped, at most as long as that may take. */
    @Override
    public void close() {
        looking.shutdown();
        synchronized (this) {
            closed = true;
            pools.values().forEach(Pool::stop);
            settle();
            if (probes != null) {
                probes.close();
            }
        }
        clients.close();
    }
}

package koboshi.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import koboshi.act.Agents;
import koboshi.act.Caller;
import koboshi.act.Callers;
import koboshi.act.Hands;
import koboshi.act.Probers;
import koboshi.agent.journey.Rehearsal;
import koboshi.config.Configuration;
import koboshi.http.Doors;
import koboshi.log.LogStore;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.ruler.Owners;
import koboshi.ruler.Ruler;
import koboshi.scrape.Probed;
import koboshi.scrape.TargetAlarms;
import koboshi.scrape.Targets;
import koboshi.scrape.Troubled;
import koboshi.store.EvidenceStore;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import koboshi.store.ProcessLock;
import koboshi.store.Reserve;
import koboshi.traffic.Balancers;
import koboshi.tsdb.Store;
import koboshi.watch.RecentRuns;
import koboshi.watch.Watches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Koboshi: every part, started in order and stopped in the opposite one, each step bounded in time. */
public final class Koboshi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Koboshi.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PUBLISH_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LOOK_AT_PROBES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ProcessLock lock;
    private final Journal journal;
    private final Moments clock;
    private final Store series;
    private final LogStore logs;
    private final Recording recording;
    private final Loop loop;
    private final Published published;
    private final Unwatched unwatched;
    private final Agents agents;
    private final Probers probers;
    private final Callers callers;
    private final Hands hands;
    private final Balancers balancers;
    private final Found found;
    private final Engine engine;
    private final Residence residence;
    private final AgentSeries agentSeries;
    private final JourneySeries journeySeries;
    private final SelfWatch self;
    private final RoomWatch room;
    private final Watches watches;
    private final Forwarding forwarding;
    private final Ruler ruler;
    private final Targets targets;
    private final TargetAlarms targetAlarms;
    private final AgentProcess agentProcess;
    private final Path agentFolder;
    private final Instant started = Instant.now();
    private volatile Instant followed;
    private volatile Configuration configuration;
    private volatile Whole whole;
    private volatile Doors doors;
    private long publishedNanos;

    private Koboshi(Configuration configuration, Path folder, ProcessLock lock, Journal journal) throws IOException {
        this.followed = started;
        this.lock = lock;
        this.journal = journal;
        var reserve = new Reserve(folder);
        reserve.hold();
        this.callers = Fittings.callers(configuration.settings());
        this.recording = new Recording(journal, reserve, this::callUnjournaled);
        var state = journal.replay();
        this.clock = new Moments(state.at());
        this.series = Store.open(folder.resolve("series"), Fittings.series(configuration.settings(), clock), finding -> LOG.error("series: {}", finding));
        this.logs = LogStore.open(folder.resolve("logs"), Fittings.logs(configuration.settings()), InstantSource.system(), LOG::error);
        this.loop = new Loop(state, new Seen(clock.instant()));
        this.found = Found.last(state.pools());
        this.configuration = configuration.over(found.all());
        this.published = new Published(loop);
        this.agentProcess = new AgentProcess(folder, configuration.settings().metrics().pace());
        this.agentFolder = folder.resolve("agent");
        this.agents = new Agents(journal.epoch(), folder.toAbsolutePath().getParent().toString(), this::withSecrets, this::tellSurely);
        this.balancers = new Balancers(new Balancers.Ears(this::tell, this::suspect, (pool, servers) -> found.take(pool, servers, this::followFound)), clock);
        this.hands = new Hands(agents, callers, balancers::act, this::tellSurely);
        this.engine = new Engine(loop, journal, clock, new AfterDecision());
        this.forwarding = new Forwarding(configuration.elsewhere(), folder.resolve("remote-write"), clock);
        this.ruler = new Ruler(forwarding.source(series), series, clock, this::tell);
        this.targets = new Targets(series, clock, "Koboshi/" + Version.TEXT, folder.resolve("targets.json"));
        this.unwatched = new Unwatched(targets::asked, this::plan, () -> this.configuration.settings().heartbeats().keySet());
        this.journeySeries = new JourneySeries(series, this::plan, this::tell);
        this.targetAlarms = new TargetAlarms(targets, clock, this::tell);
        var runs = new RecentRuns(() -> plan().journeys().keySet());
        var seeing = runs.before(journeySeries);
        this.probers = new Probers(
                journal.epoch(), clock, System::nanoTime, new Probers.Ears(seeing::tell, event -> tellSurely(event, () -> {}), journeySeries::keepOnly));
        var wings = new Wings(ruler, targets, forwarding, () -> Fittings.premises(this.configuration, started, followed), runs);
        this.residence = new Residence(
                journal, new EvidenceStore(folder.resolve("evidence")), series, wings, folder.resolve("series-snapshots"), folder.resolve("pushed"), logs, agents,
                new LinkDoor(agentProcess.token(), Fittings.tokens(configuration.settings()), agents, probers),
                () -> this.engine, () -> this.configuration.settings().heartbeats().keySet(), this::whole, this::warmSince);
        this.agentSeries = new AgentSeries(clock, residence::push);
        residence.countDropped(agentSeries::dropped);
        agents.whenMeasured(agentSeries::take);
        agents.whenLost(agentSeries::left);
        this.room = new RoomWatch(series::room, clock, this::callOfItself);
        this.self = new SelfWatch(reserve, room, engine::waited, () -> doors.address());
        this.watches = new Watches(Rehearsal::run, self::control, forwarding.source(series), this::warmSince, seeing, clock);
    }

    /**
     * Starts everything; when it returns, the doors are open.
     *
     * @throws IOException in words: another Koboshi holds the state, the address is in use, the plan is too large
     */
    public static Koboshi start(Configuration configuration) throws IOException {
        var folder = OwnersOnly.folder(configuration.settings().state());
        var lock = ProcessLock.take(folder);
        try {
            return start(configuration, folder, lock);
        } catch (IOException | RuntimeException trouble) {
            lock.close();
            throw trouble;
        }
    }

    private static Koboshi start(Configuration configuration, Path folder, ProcessLock lock) throws IOException {
        var journal = Journal.open(folder.resolve("journal.db"));
        try {
            var koboshi = new Koboshi(configuration, folder, lock, journal);
            koboshi.open();
            return koboshi;
        } catch (IOException | RuntimeException trouble) {
            journal.close();
            throw trouble;
        }
    }

    private void open() throws IOException {
        engine.start();
        agentSeries.start();
        try {
            forwarding.start(series);
            // What was begun before is done again by its number: whoever does it must know the pools.
            balancers.follow(configuration.plan().pools(), configuration.traffic());
            balancers.keep(loop.state().seats(), loop.state().switches());
            tell(new Event.Resumed());
            // Before anybody can dial in: an agent that is granted nothing lets go of everything, and forgets what was stopped by order.
            agents.guard(List.copyOf(configuration.plan().services().values()));
            probers.follow(configuration.plan().journeys(), configuration.vantages());
            doors = Doors.start(Fittings.entrance(configuration.settings(), clock), residence);
            follow(configuration);
            targetAlarms.start();
            self.start(this::tell);
            agentProcess.start(this::needsAgent, () -> agents.linked(Service.THIS_HOST), doors::address);
        } catch (IOException | RuntimeException trouble) {
            close();
            throw trouble;
        }
    }

    private boolean needsAgent() {
        return plan().services().values().stream().anyMatch(service -> service.host().equals(Service.THIS_HOST));
    }

    private void callOfItself(String what) {
        var call = Caller.Call.ofItself(journal.epoch() + "-" + clock.instant().toEpochMilli(), what);
        Thread.ofVirtual().name("call-of-itself").start(() -> callers.call(call));
    }

    private void callUnjournaled(String what) {
        var call = Caller.Call.unjournaled(journal.epoch() + "-" + journal.lastOffset(), what);
        Thread.ofVirtual().name("call-unjournaled").start(() -> callers.call(call));
    }

    /**
     * From now on this plan is followed: the loop first, so that it knows whom the watches speak of.
     *
     * @throws IOException when the plan is too large to be recorded or granted; what was in force stays in force
     */
    public synchronized void follow(Configuration read) throws IOException {
        found.keep(configuration.writtenPools(), read.writtenPools());
        var next = read.over(found.all());
        var plan = whole(next);
        Bounds.refuseTooLarge(plan);
        var services = List.copyOf(next.plan().services().values());
        var before = configuration;
        configuration = next;
        try {
            agents.refuseTooMuch(services);
        } catch (IllegalArgumentException tooMuch) {
            configuration = before;
            throw new IOException(tooMuch.getMessage(), tooMuch);
        }
        Fittings.changed(before, next).forEach(name -> LOG.warn("{} changed; that is followed at the next start", name));
        try {
            adopt(plan);
        } finally {
            // A loop that is late takes it up all the same, and what looks must not be left behind.
            agents.guard(services);
            rehearse(plan, next);
            ruler.follow(next.rules(), Owners.of(next.settings().scrapes().jobs()));
            targets.follow(next.settings().scrapes().jobs());
            followed = clock.instant();
        }
    }

    /** @param reading what is done, and waited for, when somebody asks that the files be read again; gives what is wrong with them */
    void whenAskedToReload(Supplier<List<String>> reading) {
        residence.reloadBy(reading);
    }

    private record Whole(Configuration of, Plan plan) {}

    /** It is asked for with every look at the page, and stays the same as long as the configuration does. */
    private Plan whole() {
        var now = configuration;
        var known = whole;
        if (known == null || known.of() != now) {
            known = new Whole(now, whole(now));
            whole = known;
        }
        return known.plan();
    }

    /** With the guards that nobody wrote as one: of alerts that rules may raise, and of targets. */
    private static Plan whole(Configuration next) {
        return TargetAlarms.guarding(Ruler.guarding(next.plan(), next.rules()), next.settings().scrapes().jobs());
    }

    private void rehearse(Plan plan, Configuration next) {
        watches.follow(plan);
        probers.follow(plan.journeys(), next.vantages());
        balancers.follow(plan.pools(), next.traffic());
    }

    /** Balancers tell of other servers: nothing else of the plan changes, and nothing else is disturbed. */
    private synchronized void followFound() throws IOException {
        var before = configuration;
        var next = before.over(found.all());
        if (next.plan().equals(before.plan())) {
            return;
        }
        var plan = whole(next);
        Bounds.refuseTooLarge(plan);
        configuration = next;
        try {
            adopt(plan);
        } finally {
            rehearse(plan, next);
        }
    }

    private void adopt(Plan plan) {
        probers.expect(plan.journeys());
        await(new Event.Planned(plan));
    }

    private void suspect(ResourceId backend) {
        watches.suspect(backend);
        probers.suspect(backend);
    }

    private void await(Event event) {
        var durable = new CompletableFuture<Long>();
        tellSurely(event, () -> durable.complete(0L));
        try {
            durable.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            throw new IllegalStateException("the loop did not take up the plan within " + PATIENCE.toSeconds() + " s");
        }
    }

    /** While a process warms up it grows as no other time. */
    private Optional<Instant> warmSince(ResourceId id) {
        return Optional.ofNullable(plan().services().get(id)).flatMap(service -> residence.view().services().stream()
                .filter(viewed -> viewed.id().equals(id))
                .flatMap(viewed -> viewed.process().since().stream())
                .findFirst()
                .map(since -> since.plus(service.warmUp())));
    }

    private void tell(Event event) {
        engine.tell(event, _ -> {});
    }

    /** For what must not be lost: a full queue of orders means the loop is dead, and its own last words follow. */
    private boolean tellSurely(Event event, Runnable durable) {
        boolean taken = engine.tell(event, _ -> durable.run());
        if (!taken) {
            LOG.error("the loop's queue is full; not taken: {}", event.getClass().getSimpleName());
        }
        return taken;
    }

    private Service withSecrets(Service service) {
        if (!(service.origin() instanceof Origin.Run run)) {
            return service;
        }
        try {
            var all = new HashMap<>(configuration.environment(service.id()));
            return service.from(new Origin.Run(run.command(), run.directory(), all));
        } catch (IOException trouble) {
            LOG.error("{}: {}; it is granted without", service.id(), trouble.getMessage());
            return service;
        }
    }

    /** What follows a decision, on the loop's thread. */
    private final class AfterDecision implements Engine.Commits {
        private List<Probed> probed = List.of();
        private List<Troubled> troubled = List.of();
        private long probedNanos;

        @Override
        public void commit(List<Written> entries) {
            recording.commit(entries);
        }

        @Override
        public void publish(List<Written> entries) {
            if (!entries.isEmpty() || System.nanoTime() - publishedNanos >= PUBLISH_EVERY_NANOS) {
                publishedNanos = System.nanoTime();
                residence.publish(published.view(journal.lastOffset(), clock.instant(), residence.sent(), unwatched.hosts(agents.surroundings()), probers)
                        .with(probed()).with(troubled, room.trouble()));
            }
        }

        /** Many targets are walked through for it, so once a second. */
        private List<Probed> probed() {
            long now = System.nanoTime();
            if (probedNanos == 0 || now - probedNanos >= LOOK_AT_PROBES_NANOS) {
                probedNanos = now;
                probed = targets.probed();
                troubled = targets.troubled();
            }
            return probed;
        }

        @Override
        public void act(List<Written> entries, List<Event> events) {
            var now = clock.instant();
            balancers.keep(loop.state().seats(), loop.state().switches());
            hands.follow(entries.stream().map(Written::entry).toList(), loop.state(), now);
            events.forEach(event -> lookAgain(event, now));
        }

        private void lookAgain(Event event, Instant now) {
            if (event instanceof Event.AgentLinked(var host)) {
                hands.lookAgain(host, loop.state(), now);
            }
        }
    }

    public URI address() {
        return doors.address();
    }

    /** What is scraped, and how each target is. */
    public Targets targets() {
        return targets;
    }

    /** Where the agent of this host keeps its logs and evidence. */
    public Path agentFolder() {
        return agentFolder;
    }

    public Plan plan() {
        return configuration.plan();
    }

    @Override
    public void close() {
        agentProcess.close();
        watches.close();
        balancers.close();
        found.close();
        journeySeries.close();
        ruler.close();
        targetAlarms.close();
        targets.close();
        self.close();
        agentSeries.part();
        if (doors != null) {
            doors.close();
        }
        try {
            agentSeries.close();
            engine.stop(PATIENCE);
            journal.close();
            series.close();
            logs.close();
            forwarding.close();
            lock.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException trouble) {
            LOG.warn("the state folder was not let go of: {}", trouble.getMessage());
        }
    }
}

package koboshi.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import koboshi.act.Agents;
import koboshi.act.Caller;
import koboshi.act.Hands;
import koboshi.act.LogCaller;
import koboshi.act.WebhookCaller;
import koboshi.agent.journey.Rehearsal;
import koboshi.config.Configuration;
import koboshi.config.Settings;
import koboshi.http.Doors;
import koboshi.http.Entrance;
import koboshi.http.Tokens;
import koboshi.integration.webhook.Webhook;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.resource.Origin;
import koboshi.resource.Service;
import koboshi.series.Ring;
import koboshi.store.EvidenceStore;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import koboshi.store.ProcessLock;
import koboshi.store.Reserve;
import koboshi.watch.Watches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Koboshi: every part, started in order and stopped in the opposite one, each step bounded in time. */
public final class Koboshi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Koboshi.class);
    private static final int MOST_SERIES = 100_000;
    private static final int SAMPLES_A_SERIES = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PUBLISH_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ProcessLock lock;
    private final Journal journal;
    private final Moments clock;
    private final Ring ring = new Ring(MOST_SERIES, SAMPLES_A_SERIES);
    private final Recording recording;
    private final Loop loop;
    private final Published published;
    private final Agents agents;
    private final Hands hands;
    private final Engine engine;
    private final Residence residence;
    private final SelfWatch self;
    private final Watches watches;
    private final AgentProcess agentProcess;
    private final Path agentFolder;
    private volatile Configuration configuration;
    private Doors doors;
    private long publishedNanos;

    private Koboshi(Configuration configuration) throws IOException {
        this.configuration = configuration;
        var folder = Files.createDirectories(configuration.settings().state());
        this.lock = ProcessLock.take(folder);
        var reserve = new Reserve(folder);
        reserve.hold();
        this.journal = Journal.open(folder.resolve("journal.db"));
        this.recording = new Recording(journal, reserve);
        var state = journal.replay();
        this.clock = new Moments(state.at());
        this.loop = new Loop(state, new Seen(clock.instant()));
        this.published = new Published(loop);
        this.agentProcess = new AgentProcess(folder);
        this.agentFolder = folder.resolve("agent");
        this.agents = new Agents(journal.epoch(), folder.toAbsolutePath().getParent().toString(), this::withSecrets, this::tellSurely);
        this.hands = new Hands(agents, callers(configuration.settings()), this::tellSurely);
        this.engine = new Engine(loop, journal, clock, new AfterDecision());
        this.residence = new Residence(
                journal, new EvidenceStore(folder.resolve("evidence")), ring, agents, agentProcess.token(), () -> this.engine,
                () -> this.configuration.settings().heartbeats().keySet());
        this.self = new SelfWatch(reserve, engine, () -> doors.address());
        this.watches = new Watches(Rehearsal::run, self::control, ring, this::tell, clock);
    }

    /**
     * Starts everything; when it returns, the doors are open.
     *
     * @throws IOException in words: another Koboshi holds the state, the address is in use
     */
    public static Koboshi start(Configuration configuration) throws IOException {
        var koboshi = new Koboshi(configuration);
        try {
            koboshi.open();
            return koboshi;
        } catch (IOException | RuntimeException trouble) {
            koboshi.close();
            throw trouble;
        }
    }

    private void open() throws IOException {
        engine.start();
        tell(new Event.Resumed());
        doors = Doors.start(entrance(configuration.settings()), residence);
        follow(configuration);
        self.start(this::tell);
        if (configuration.plan().services().values().stream().anyMatch(service -> service.host().equals(Service.THIS_HOST))) {
            agentProcess.ensure(doors.address());
        }
    }

    private static Entrance entrance(Settings settings) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByName(settings.listen().host()), settings.listen().port());
        return Entrance.at(address, Tokens.read(settings.tokens().orElse(settings.state().resolve("tokens.json"))));
    }

    private static List<Caller> callers(Settings settings) throws IOException {
        var callers = new ArrayList<Caller>();
        if (settings.webhook().isPresent()) {
            var webhook = settings.webhook().get();
            var secret = webhook.secret().isPresent() ? Optional.of(webhook.secret().get().value()) : Optional.<String>empty();
            callers.add(new WebhookCaller(new Webhook(webhook.url(), secret)));
        }
        callers.add(new LogCaller());
        return callers;
    }

    /** From now on this plan is followed: the loop first, so that it knows whom the watches speak of. */
    public void follow(Configuration next) {
        configuration = next;
        await(new Event.Planned(next.plan()));
        agents.guard(List.copyOf(next.plan().services().values()));
        watches.follow(next.plan());
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

    private void tell(Event event) {
        engine.tell(event, _ -> {});
    }

    /** For what must not be lost: a full queue of orders means the loop is dead, and its own last words follow. */
    private void tellSurely(Event event, Runnable durable) {
        if (!engine.tell(event, _ -> durable.run())) {
            LOG.error("the loop's queue is full; not taken: {}", event.getClass().getSimpleName());
        }
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
        @Override
        public void commit(List<Written> entries) {
            recording.commit(entries);
        }

        @Override
        public void after(List<Written> entries, List<Event> events) {
            var now = clock.instant();
            if (!entries.isEmpty() || System.nanoTime() - publishedNanos >= PUBLISH_EVERY_NANOS) {
                publishedNanos = System.nanoTime();
                residence.publish(published.view(journal.lastOffset(), now, residence.sent()));
            }
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

    /** Where the agent of this host keeps its logs and evidence. */
    public Path agentFolder() {
        return agentFolder;
    }

    public Plan plan() {
        return configuration.plan();
    }

    @Override
    public void close() {
        watches.close();
        self.close();
        if (doors != null) {
            doors.close();
        }
        try {
            engine.stop(PATIENCE);
            journal.close();
            lock.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException trouble) {
            LOG.warn("the state folder was not let go of: {}", trouble.getMessage());
        }
    }
}

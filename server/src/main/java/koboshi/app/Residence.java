package koboshi.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import koboshi.act.Agents;
import koboshi.action.Duty;
import koboshi.http.AgentDoor;
import koboshi.http.Archive;
import koboshi.http.House;
import koboshi.http.Line;
import koboshi.http.Premises;
import koboshi.http.StoreArchive;
import koboshi.http.Story;
import koboshi.http.View;
import koboshi.incident.Incident;
import koboshi.log.LogStore;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.loop.State;
import koboshi.resource.ResourceId;
import koboshi.ruler.GroupView;
import koboshi.store.EvidenceStore;
import koboshi.store.Journal;
import koboshi.store.Row;
import koboshi.tsdb.Batch;
import koboshi.tsdb.Outcome;
import koboshi.tsdb.Store;
import koboshi.watch.RecentRuns;

/** The house behind the doors, as it really is. */
final class Residence implements House {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Journal journal;
    private final EvidenceStore evidence;
    private final Store series;
    private final Archive archive;
    private final Wings wings;
    private final Path pushed;
    private final LogStore logs;
    private final Agents agents;
    private final AgentDoor door;
    private final Supplier<Engine> engine;
    private final Supplier<Set<String>> heartbeats;
    private final Supplier<Plan> plan;
    private final Function<ResourceId, Optional<Instant>> warmSince;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final LongAdder samples = new LongAdder();
    private volatile LongSupplier dropped = () -> 0;
    private volatile Supplier<List<String>> reloading = () -> List.of("no file is followed here");
    private volatile View view = View.EMPTY;

    Residence(
            Journal journal,
            EvidenceStore evidence,
            Store series,
            Wings wings,
            Path copies,
            Path pushed,
            LogStore logs,
            Agents agents,
            AgentDoor door,
            Supplier<Engine> engine,
            Supplier<Set<String>> heartbeats,
            Supplier<Plan> plan,
            Function<ResourceId, Optional<Instant>> warmSince) {
        this.journal = journal;
        this.evidence = evidence;
        this.series = series;
        this.wings = wings;
        this.archive = new StoreArchive(series, copies);
        this.pushed = pushed;
        this.logs = logs;
        this.agents = agents;
        this.door = door;
        this.engine = engine;
        this.heartbeats = heartbeats;
        this.plan = plan;
        this.warmSince = warmSince;
    }

    void publish(View next) {
        view = next;
        listeners.forEach(Runnable::run);
    }

    /** @param dropped figures of agents that could not be kept */
    void countDropped(LongSupplier dropped) {
        this.dropped = dropped;
    }

    void reloadBy(Supplier<List<String>> reading) {
        reloading = reading;
    }

    Map<String, Long> sent() {
        var sent = new TreeMap<>(Map.of("series", (long) series.seriesCount(), "samples", samples.sum(), "agents", (long) agents.count()));
        // Nobody reads a figure that is always zero: it appears with the first damage.
        Optional.of(series.damage().findings()).filter(findings -> findings > 0).ifPresent(findings -> sent.put("series findings", findings));
        return sent;
    }

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public List<Duty> duties() {
        return plan.get().duties().values().stream().sorted(Comparator.comparing(Duty::name)).toList();
    }

    @Override
    public Optional<Instant> warmSince(ResourceId service) {
        return warmSince.apply(service);
    }

    @Override
    public List<Incident> incidents(int limit) {
        return journal.openings(limit).stream().map(row -> row.entry().incident()).map(this::retold).flatMap(Optional::stream).toList();
    }

    @Override
    public Optional<Story> story(long incident) {
        var rows = journal.ofIncident(incident);
        return told(incident, rows).map(told -> new Story(told, rows.stream().map(Residence::line).toList()));
    }

    private Optional<Incident> retold(long incident) {
        return view.incidents().stream().filter(known -> known.id() == incident).findFirst()
                .or(() -> told(incident, journal.ofIncident(incident)));
    }

    /** An incident is what its own entries say, told again from the first. */
    private static Optional<Incident> told(long incident, List<Row> rows) {
        var alone = new State();
        rows.forEach(row -> alone.apply(row.entry(), row.at()));
        return alone.incident(incident);
    }

    private static Line line(Row row) {
        return new Line(row.offset(), row.at(), row.type(), row.entry());
    }

    @Override
    public List<Line> linesAfter(long offset, int limit) {
        return journal.after(offset, limit).stream().map(Residence::line).toList();
    }

    @Override
    public AutoCloseable onChange(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    @Override
    public Offer submit(Event event) {
        var durable = new CompletableFuture<Long>();
        return engine.get().tell(event, durable::complete) ? new Offer.Taken(durable) : new Offer.Busy(SOON);
    }

    @Override
    public Pushed push(String by, List<Measured> measured) {
        return push(series.batch().by(by), measured);
    }

    /** What an agent measured, which is ours. */
    Pushed push(List<Measured> measured) {
        return push(series.batch(), measured);
    }

    private Pushed push(Batch batch, List<Measured> measured) {
        measured.forEach(each -> batch.series(each.labels()).sample(each.sample().millis(), each.sample().value()));
        try {
            return kept(batch.commit());
        } catch (IOException trouble) {
            return new Pushed.Unkept(trouble.getMessage());
        }
    }

    private Pushed kept(Outcome outcome) {
        int kept = outcome.taken() + outcome.repeated();
        samples.add(kept);
        return new Pushed.Kept(kept, outcome.refusals() - outcome.tooMany(), outcome.tooMany());
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public List<GroupView> rules() {
        return wings.ruler().groups();
    }

    @Override
    public Scraped targets() {
        return new Scraped(wings.targets().all(), wings.targets().dropped());
    }

    @Override
    public RecentRuns runs() {
        return wings.runs();
    }

    @Override
    public Premises premises() {
        return wings.premises().get();
    }

    @Override
    public List<String> reload() {
        return reloading.get();
    }

    @Override
    public LogStore logs() {
        return logs;
    }

    @Override
    public Path pushed() {
        return pushed;
    }

    @Override
    public Set<String> heartbeats() {
        return heartbeats.get();
    }

    @Override
    public Optional<Path> evidence(String hash) {
        return evidence.find(hash);
    }

    @Override
    public void keepEvidence(String hash, InputStream content) throws IOException {
        var found = evidence.keep(hash, content);
        if (!found.equals(hash)) {
            throw new WrongContent(hash, found);
        }
    }

    @Override
    public Map<String, Double> figures() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("koboshi_queue_depth", (double) engine.get().queued());
        figures.put("koboshi_decisions_total", (double) engine.get().decisions());
        figures.put("koboshi_loop_wait_seconds", engine.get().waited().toNanos() / 1e9);
        figures.put("koboshi_journal_offset", (double) journal.lastOffset());
        figures.put("koboshi_series", (double) series.seriesCount());
        figures.put("koboshi_series_memory_bytes", (double) series.memoryBytes());
        figures.put("koboshi_series_blocks_bytes", (double) series.blockBytes());
        figures.put("koboshi_series_findings_total", (double) series.damage().findings());
        figures.put("koboshi_series_damaged_blocks_total", (double) series.damage().blocks());
        figures.put("koboshi_series_lost_samples_total", (double) series.damage().samples());
        figures.put("koboshi_samples_total", (double) samples.sum());
        figures.put("koboshi_log_bytes", (double) logs.bytes());
        figures.put("koboshi_agent_figures_dropped_total", (double) dropped.getAsLong());
        figures.put("koboshi_agents_linked", (double) agents.count());
        figures.putAll(wings.figures());
        return figures;
    }

    @Override
    public AgentDoor agents() {
        return door;
    }
}

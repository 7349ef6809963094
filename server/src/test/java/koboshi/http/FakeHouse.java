package koboshi.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.log.LogStore;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.ruler.GroupView;
import koboshi.watch.RecentRuns;

/** A house whose every answer a test decides, and which remembers what it was told. */
final class FakeHouse implements House {
    static final Instant AT = Instant.parse("2026-05-01T01:02:03.456Z");

    final List<Line> lines = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Measured> pushed = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    final List<AgentDoor.Peer> peers = new CopyOnWriteArrayList<>();
    final List<Incident> incidents = new CopyOnWriteArrayList<>();
    final List<Duty> duties = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Path folder;
    volatile Archive archive;
    volatile List<GroupView> rules = List.of();
    volatile LogStore logs;
    volatile Scraped scraped = Scraped.NOTHING;
    volatile View view = View.EMPTY;
    volatile Set<String> journeys = Set.of();
    private final RecentRuns runs = new RecentRuns(() -> journeys);
    volatile boolean busy;
    /** With its files. */
    volatile List<String> wrong = List.of();
    volatile CompletableFuture<Long> durable = CompletableFuture.completedFuture(0L);
    volatile Optional<Pushed> pushAnswer = Optional.empty();

    FakeHouse(Path folder) {
        this.folder = folder;
    }

    synchronized long happens(Entry entry) {
        long offset = lines.size() + 1L;
        lines.add(new Line(offset, AT.plusSeconds(offset), typeOf(entry), entry));
        see(new View(offset, AT.plusSeconds(offset), view.services(), view.guards(), view.incidents(), view.acts(), view.freeze(), view.sent(), view.hosts(), view.pools(), view.vantages(), view.questions()));
        return offset;
    }

    synchronized void see(View next) {
        view = next;
        listeners.forEach(Runnable::run);
    }

    private static String typeOf(Entry entry) {
        return entry.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public RecentRuns runs() {
        return runs;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public List<Duty> duties() {
        return List.copyOf(duties);
    }

    @Override
    public Optional<Instant> warmSince(ResourceId service) {
        return Optional.empty();
    }

    @Override
    public List<Incident> incidents(int limit) {
        return incidents.stream().limit(limit).toList();
    }

    @Override
    public Optional<Story> story(long id) {
        return Stream.concat(incidents.stream(), view.incidents().stream())
                .filter(one -> one.id() == id)
                .findFirst()
                .map(one -> new Story(one, lines.stream().filter(line -> line.entry().incident() == id).toList()));
    }

    @Override
    public List<Line> linesAfter(long offset, int limit) {
        return lines.stream().filter(line -> line.offset() > offset).limit(limit).toList();
    }

    @Override
    public AutoCloseable onChange(Runnable changed) {
        listeners.add(changed);
        return () -> listeners.remove(changed);
    }

    @Override
    public Offer submit(Event event) {
        if (busy) {
            return new Offer.Busy(Duration.ofSeconds(3));
        }
        events.add(event);
        return new Offer.Taken(durable);
    }

    @Override
    public Pushed push(String by, List<Measured> samples) {
        if (busy) {
            return new Pushed.Busy(Duration.ofSeconds(3));
        }
        pushed.addAll(samples);
        return pushAnswer.orElse(new Pushed.Kept(samples.size(), 0, 0));
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public List<GroupView> rules() {
        return rules;
    }

    @Override
    public Scraped targets() {
        return scraped;
    }

    @Override
    public Premises premises() {
        return new Premises(AT, "/state", "guards: {}\n", AT, Map.of("query.timeout", "2m"));
    }

    @Override
    public List<String> reload() {
        return wrong;
    }

    @Override
    public synchronized LogStore logs() {
        if (logs == null) {
            try {
                logs = LogStore.open(folder.resolve("own-logs"), LogStore.Limits.STANDARD, Instant::now, _ -> {});
            } catch (IOException trouble) {
                throw new UncheckedIOException(trouble);
            }
        }
        return logs;
    }

    @Override
    public Path pushed() {
        return folder.resolve("pushed");
    }

    @Override
    public Set<String> heartbeats() {
        return Set.of("nightly-report", "backup");
    }

    @Override
    public Optional<Path> evidence(String hash) {
        return Optional.of(folder.resolve(hash)).filter(Files::exists);
    }

    @Override
    public void keepEvidence(String hash, InputStream content) throws IOException {
        var bytes = content.readAllBytes();
        var found = Hashes.hex(Hashes.sha256(bytes));
        if (!found.equals(hash)) {
            throw new WrongContent(hash, found);
        }
        Files.write(folder.resolve(hash), bytes);
    }

    @Override
    public Map<String, Double> figures() {
        return Map.of("koboshi_queue_depth", 3.0, "koboshi_loop_wait_seconds", 0.0125);
    }

    @Override
    public AgentDoor agents() {
        return new AgentDoor() {
            @Override
            public Optional<String> known(String token) {
                return token.equals("agent-token") ? Optional.of("local") : Optional.empty();
            }

            @Override
            public Optional<Guest> admit(String token, Peer peer) {
                peers.add(peer);
                return known(token).map(_ -> guest());
            }
        };
    }

    private AgentDoor.Guest guest() {
        return new AgentDoor.Guest() {
            @Override
            public void said(String text) {
                said.add(text);
            }

            @Override
            public void left() {
                said.add("(left)");
            }
        };
    }

    List<String> agentsSaid(int count) throws InterruptedException {
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            all.add(String.valueOf(said.poll(10, TimeUnit.SECONDS)));
        }
        return all;
    }
}

package liveqa.air;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import liveqa.question.Channel;
import liveqa.question.Desk;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Ticket;
import liveqa.question.Withdrawal;
import liveqa.question.Witness;
import liveqa.setting.KeptFile;
import liveqa.setting.Settings;
import liveqa.voice.Speech;
import liveqa.voice.Voice;
import tools.jackson.databind.node.ObjectNode;

/** The one speaker: hears of answers, keeps the programme going on its own thread, and tells the pages. */
public final class Air implements Witness, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("air");
    private static final int MOST_NEWS = 10_000;
    private static final long STEP_MILLIS = 100;
    /** So long after a start it waits for pages that play on by themselves to say where they are. */
    private static final Duration GRACE = Duration.ofMillis(1_500);
    private static final Duration CLAIMS = Duration.ofSeconds(20);
    /** A page that is loaded anew is away for a moment; the speaker does not stop for that. */
    private static final long AWAY_MILLIS = 5_000;
    private static final long BOARD_MILLIS = 250;

    /** What the pages are shown. */
    public record Edition(long number, String text) {}

    private final InstantSource clock;
    private final Voice voice;
    private final Settings settings;
    private final PageFiles files;
    private final Keeper keeper;
    private final Programme programme;
    private final Editions editions = new Editions();
    private final ArrayBlockingQueue<Consumer<Programme>> news = new ArrayBlockingQueue<>(MOST_NEWS);
    private final AtomicInteger pages = new AtomicInteger();
    private final long startedAt;
    private volatile boolean open = true;
    private volatile boolean claimed;
    private volatile boolean speaking;
    private volatile long lastHeard;
    private volatile boolean boardDirty = true;
    private volatile Desk desk;
    private Thread thread;
    private long kept = -1;
    private long shown = -1;
    private long boardAt;

    private Air(Parts parts, KeptFile file, Spoken spoken, InstantSource clock) throws IOException {
        this.clock = clock;
        this.voice = parts.voice();
        this.settings = parts.settings();
        this.files = parts.files();
        this.programme = new Programme(spoken, parts.spokenWithin());
        this.startedAt = clock.millis();
        this.lastHeard = startedAt - AWAY_MILLIS;
        restore(file);
        this.keeper = new Keeper(file, clock);
    }

    /** What the speaker works with. */
    public record Parts(Voice voice, Settings settings, PageFiles files, Duration spokenWithin) {}

    /** Reads where the programme stood; it goes on after {@link #start}. */
    public static Air open(Parts parts, KeptFile file, Spoken spoken, InstantSource clock) throws IOException {
        return new Air(parts, file, spoken, clock);
    }

    private void restore(KeptFile file) throws IOException {
        var bytes = file.read();
        if (bytes.isEmpty()) return;
        try {
            ProgrammeText.restore(bytes.get(), programme, startedAt);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the programme " + file.path() + " is damaged (" + e.getMessage() + "); it is at " + file.putAside()
                    + " now, and what waited to be spoken is not spoken");
        }
    }

    /** Adds what was answered just before a sudden end and not put into the programme any more, and begins. */
    public void start(Desk shownDesk) {
        desk = shownDesk;
        var newest = programme.toCome().stream().map(Item::readyAt).max(Instant::compareTo);
        if (programme.told.peekFirst() != null || newest.isPresent()) {
            var since = newest.orElseGet(() -> programme.told.peekFirst().readyAt());
            desk.lastAnswers(Programme.MOST_WAITING).reversed().forEach(ticket -> missed(ticket, since));
        }
        thread = Thread.ofPlatform().daemon().name("air").start(this::run);
    }

    private void missed(Ticket ticket, Instant since) {
        if (ticket.standing() instanceof Standing.Answered answered && answered.at().isAfter(since)) programme.add(Item.of(ticket.question(), answered));
    }

    @Override
    public void accepted(Question question) {
        boardChanged(question.channel());
    }

    @Override
    public void begun(Question question) {
        boardChanged(question.channel());
    }

    @Override
    public void answered(Question question, Standing.Answered answered) {
        if (!question.channel().shown()) return;
        boardChanged(question.channel());
        tell(programme -> programme.add(Item.of(question, answered)));
    }

    /** A checked sentence of an answer that is still being given is said without waiting for the rest. */
    @Override
    public void partly(Question question, String sentence) {
        if (!question.channel().shown()) return;
        boardChanged(question.channel());
        var piece = Item.partOf(question, sentence, clock.instant());
        tell(programme -> programme.partly(piece));
    }

    /** A moderator or a platform took it back, or its answer: what is being said of it is cut off. */
    @Override
    public void withdrawn(Question question, Withdrawal why) {
        boardChanged(question.channel());
        withdraw(question.id());
        skip(question.id());
    }

    /** Whether somebody listens, and the speaker does not rest. */
    public boolean speaks() {
        return speaking;
    }

    private void boardChanged(Channel channel) {
        if (channel.shown()) boardDirty = true;
    }

    /** Takes a question's answer back, if it has not begun. */
    public void withdraw(String question) {
        tell(programme -> programme.withdraw(question));
    }

    /** Ends the answer on air, if it is that one. */
    public void skip(String question) {
        tell(programme -> programme.skip(question));
    }

    /** A page that played on by itself says which sentence it is at. */
    public void claim(String item, int index, long at, int millis) {
        if (clock.millis() - startedAt > CLAIMS.toMillis()) return;
        tell(programme -> programme.believe(new Programme.Claim(item, index, at, millis), clock.millis()));
        claimed = true;
    }

    private void tell(Consumer<Programme> what) {
        // Ten thousand unheard news mean that the speaker is dead; the desk must go on.
        if (!news.offer(what)) LOG.log(System.Logger.Level.WARNING, "the speaker does not keep up; an answer is not spoken");
    }

    /** A page listens, from now until {@link #pageLeft}. */
    public void pageCame() {
        voice.warmUp();
        pages.incrementAndGet();
    }

    public void pageLeft() {
        lastHeard = clock.millis();
        pages.decrementAndGet();
    }

    private void run() {
        while (open) {
            try {
                step();
            } catch (InterruptedException _) {
                return; // The service is stopping.
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a step of the programme failed; it goes on with the next", e);
            }
        }
    }

    private void step() throws InterruptedException {
        var first = news.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
        for (var one = first; one != null; one = news.poll()) one.accept(programme);
        var edition = settings.current();
        var circumstances = new Programme.Circumstances(edition, sentence -> voiceOf(sentence, edition), heard());
        programme.advance(clock.millis(), circumstances);
        speaking = circumstances.speaking();
        keep();
        show();
    }

    private CompletableFuture<Speech> voiceOf(Sentence sentence, Settings.Edition edition) {
        if (sentence.english()) return CompletableFuture.failedFuture(new UnsupportedOperationException("the browser reads English"));
        return voice.speak(sentence.text(), edition.whole("speed") / 100.0);
    }

    private boolean heard() {
        long now = clock.millis();
        if (now - startedAt < GRACE.toMillis() && !claimed && programme.lineup.stream().anyMatch(segment -> segment.begun() && segment.cues.isEmpty())) return false;
        return pages.get() > 0 || now - lastHeard < AWAY_MILLIS;
    }

    private void keep() {
        if (kept == programme.changes) return;
        kept = programme.changes;
        keeper.keep(ProgrammeText.kept(programme));
    }

    private void show() {
        long now = clock.millis();
        boolean board = boardDirty && now - boardAt >= BOARD_MILLIS;
        if (shown != programme.changes || board || now - boardAt >= 1_000) {
            shown = programme.changes;
            boardDirty = false;
            boardAt = now;
            editions.publish(edition(now).toString());
        }
    }

    private ObjectNode edition(long now) {
        int most = settings.current().whole("queueShown");
        var node = ProgrammeText.shown(programme, most);
        node.put("page", files.version(now)).put("settingsVersion", settings.current().version());
        node.set("settings", settings.current().json());
        var line = node.putArray("line");
        desk.firstInLine(most).forEach(ticket -> line.addObject().put("id", ticket.question().id()).put("author", ticket.question().author()).put("question", ticket.question().text()));
        node.put("inLine", desk.waiting());
        var parts = node.putArray("parts");
        parts().forEach(part -> parts.addObject().put("name", part.name()).put("state", part.state()).put("since", part.since().toString()).put("why", part.why()));
        return node;
    }

    /** The newest state once it is later than {@code seen}, or null when nothing changed for so many seconds. */
    public Edition after(long seen, int seconds) throws InterruptedException {
        return editions.after(seen, seconds);
    }

    /** What works and what does not, for /health. */
    public List<Part> parts() {
        var all = new ArrayList<Part>();
        var state = voice.state();
        all.add(switch (state.standing()) {
            case SPEAKING -> new Part("voice", "ok", state.since(), "");
            // What was switched off is as it was wanted.
            case OFF -> new Part("voice", "ok", state.since(), state.why());
            case FAILING, ABSENT -> new Part("voice", "degraded", state.since(), "the browser speaks in its place: " + state.why());
        });
        all.add(keeper.part());
        return all;
    }

    @Override
    public void close() {
        open = false;
        // Wakes it, so that stopping does not wait for its next step.
        news.offer(_ -> { });
        try {
            if (thread != null) thread.join(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        keeper.close();
    }
}

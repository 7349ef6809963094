package liveqa;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import liveqa.chat.YouTube;
import liveqa.feed.Feed;
import liveqa.feed.FeedFile;
import liveqa.http.Board;
import liveqa.http.Door;
import liveqa.http.Identity;
import liveqa.http.Intake;
import liveqa.http.Operator;
import liveqa.measure.Measures;
import liveqa.measure.Parts;
import liveqa.measure.Share;
import liveqa.question.Desk;
import liveqa.question.SelfProbe;
import liveqa.question.TurnLine;
import liveqa.question.Witness;
import liveqa.question.Workers;

/** The running service: its parts, in the order they start. */
public final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("live-qa");
    private final Clock clock = Clock.systemUTC();
    private final Flags flags;
    private final Seams seams;
    private final Door door;
    private StateFolder data;
    private Desk desk;
    private Workers workers;
    private FeedFile feedFile;
    private Parts parts;
    private Share share;
    private SelfProbe probe;
    private YouTube youtube;
    private Thread watcher;
    private Studio studio;
    private Thinking thinking;

    private Service(Flags flags, Seams seams, Door door) {
        this.flags = flags;
        this.seams = seams;
        this.door = door;
    }

    /** Returns when questions are answered at {@link #address}. */
    public static Service start(Flags flags, Seams seams) throws CannotStart {
        check(flags);
        var service = new Service(flags, seams, bound(flags.listen));
        try {
            service.open();
            return service;
        } catch (CannotStart | RuntimeException e) {
            service.close();
            throw e;
        } catch (IOException e) {
            service.close();
            throw new CannotStart("cannot start: " + e.getMessage(), e);
        }
    }

    private static void check(Flags flags) throws CannotStart {
        if (flags.workers < 1 || flags.workers > 64) throw new CannotStart("--workers must be from 1 to 64, not " + flags.workers, null);
        if (flags.voice.problem() != null) throw new CannotStart(flags.voice.problem(), null);
        if (flags.queue < 1) throw new CannotStart("--queue must be at least 1, not " + flags.queue, null);
    }

    private static Door bound(InetSocketAddress address) throws CannotStart {
        try {
            return Door.bind(address);
        } catch (BindException e) {
            throw new CannotStart("cannot listen at " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage()
                    + "; stop what uses it or choose another with --listen", e);
        } catch (IOException e) {
            throw new CannotStart("cannot listen at " + address + ": " + e, e);
        }
    }

    private void open() throws CannotStart, IOException {
        // The dictionary takes most of a start; everything else happens beside it.
        var starting = CompletableFuture.supplyAsync(this::thinking);
        data = StateFolder.take(flags.data);
        var measures = new Measures();
        parts = new Parts(clock);
        share = new Share(data.file("share.json"), parts, clock, ZoneId.systemDefault());
        var board = new Board();
        studio = Studio.open(flags, data, clock);
        var line = seams.line().apply(new TurnLine());
        desk = Desk.open(data.file("questions.jsonl"), line, flags.queue, clock,
                Witness.all(measures, board, share, new QuestionEvents(), studio.air()), flags.intake.rules());
        share.start(desk.lastSettled(Integer.MAX_VALUE));
        board.shows(desk);
        studio.serves(desk, parts);
        parts.follow("question-log", desk::trouble);
        measures.watch(desk::waiting, desk::oldestWait, flags.workers);
        var feed = new Feed(desk, clock, measures::counted);
        workers = new Workers(flags.workers, desk, line, seams.answerer().apply(loaded(starting).answerer()));
        thinking.measuredBy(measures);
        thinking.follow(parts);
        probe = new SelfProbe(desk, clock, flags.intake.probeQuestion, flags.intake.probeEvery);
        measures.watch(parts);
        measures.watchMore(desk::held, desk::toSpeak, () -> probe.verdict().ok());
        followYouTube(feed, measures);
        if (flags.feed != null) {
            feedFile = new FeedFile(flags.feed, data.file("feed.position"), feed);
            parts.follow("feed-file", feedFile::trouble);
        }
        var operator = new Operator(flags.operatorToken(), address().getAddress(), flags.allowedHosts);
        door.open(new Door.House(desk, feed, board, measures, identity(), clock, flags.allowedHosts, new Intake(parts, probe, share, operator), studio.onAir(operator, clock)));
    }

    private void followYouTube(Feed feed, Measures measures) throws CannotStart {
        var settings = flags.intake.youtube();
        if (settings.isPresent()) youtube = new YouTube(settings.get(), feed, desk, parts, measures.chat(), clock, data.file("youtube.json"));
    }

    private Thinking thinking() {
        try {
            return Thinking.start(flags, clock);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private Thinking loaded(CompletableFuture<Thinking> starting) throws CannotStart {
        try {
            thinking = starting.join();
            return thinking;
        } catch (CompletionException e) {
            throw new CannotStart("cannot prepare to answer: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private Identity identity() {
        var version = Objects.requireNonNullElse(Service.class.getPackage().getImplementationVersion(), "unpackaged");
        var instance = flags.instance != null ? flags.instance : hostName() + ":" + address().getPort();
        return new Identity(instance, version, Instant.now(clock));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost"; // A host without a name of its own.
        }
    }

    /** What watches over parts that cannot speak for themselves. */
    void reports(Supplier<Optional<String>> troubleOfLogFile) {
        if (flags.intake.logFile != null) parts.follow("log-file", troubleOfLogFile);
        watcher = Thread.ofVirtual().name("parts").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                parts.look();
                Thread.sleep(Duration.ofSeconds(1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public InetSocketAddress address() {
        return door.address();
    }

    public String url() {
        var address = address();
        var host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * No new answers, then the log, then the door: whoever waits hears an answer that was in hand. What is accepted meanwhile and not in the log is not
     * acknowledged either. Each step is bounded, and none waits for an idle thread.
     */
    @Override
    public void close() {
        if (watcher != null) watcher.interrupt();
        if (feedFile != null) step("feed", feedFile::close);
        if (youtube != null) step("youtube", youtube::close);
        if (probe != null) step("probe", probe::close);
        if (workers != null) step("workers", workers::stop);
        if (thinking != null) step("documents", thinking::close);
        if (desk != null) step("log", desk::stop);
        if (share != null) step("share", share::close);
        if (studio != null) step("air", studio::close);
        step("http", door::close);
        if (data != null) step("data", data::close);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void step(String name, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "stopping " + name + ": " + e);
        }
    }
}

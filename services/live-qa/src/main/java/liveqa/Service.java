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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import liveqa.answer.Answerer;
import liveqa.answer.DocumentAnswerer;
import liveqa.chat.YouTube;
import liveqa.document.Documents;
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
import liveqa.moderation.HouseRules;
import liveqa.question.Desk;
import liveqa.question.Rules;
import liveqa.question.Screen;
import liveqa.question.SelfProbe;
import liveqa.question.TurnLine;
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
        var answerer = CompletableFuture.supplyAsync(this::answerer);
        data = StateFolder.take(flags.data);
        var measures = new Measures();
        parts = new Parts(clock);
        share = new Share(data.file("share.json"), parts, clock, ZoneId.systemDefault());
        var board = new Board();
        studio = Studio.open(flags, data, clock);
        var line = seams.line().apply(new TurnLine());
        desk = Desk.open(data.file("questions.jsonl"), line, flags.queue, clock,
                new Witnesses(List.of(measures, board, share, new QuestionEvents(), studio.air())), rules());
        share.start(desk.lastSettled(Integer.MAX_VALUE));
        board.shows(desk);
        studio.serves(desk, parts);
        parts.follow("question-log", desk::trouble);
        measures.watch(desk::waiting, desk::oldestWait, flags.workers);
        var feed = new Feed(desk, clock, measures::counted);
        workers = new Workers(flags.workers, desk, line, seams.answerer().apply(loaded(answerer)));
        probe = new SelfProbe(desk, clock, flags.intake.probeQuestion, flags.intake.probeEvery);
        measures.watch(parts);
        measures.watchMore(desk::held, desk::toSpeak, () -> probe.verdict().ok());
        followYouTube(feed, measures);
        if (flags.feed != null) {
            feedFile = new FeedFile(flags.feed, data.file("feed.position"), feed);
            parts.follow("feed-file", feedFile::trouble);
        }
        var operator = operator();
        door.open(new Door.House(desk, feed, board, measures, identity(), clock, flags.allowedHosts, new Intake(parts, probe, share, operator), studio.onAir(operator, clock)));
    }

    private Operator operator() throws CannotStart {
        var token = Secrets.read(flags.air.token(), "LIVE_QA_OPERATOR_TOKEN", "--operator-token-file");
        if (token.isPresent() && token.get().length() < Operator.SHORTEST) {
            throw new CannotStart("the operator's token must have at least " + Operator.SHORTEST + " characters", null);
        }
        return new Operator(token, address().getAddress(), flags.allowedHosts);
    }

    private Rules rules() throws CannotStart {
        var intake = flags.intake;
        try {
            var screen = intake.moderation.isOn() ? HouseRules.with(intake.words, intake.perMinute) : Screen.OPEN;
            return new Rules(screen, Set.copyOf(intake.ahead), intake.joinAlike.isOn());
        } catch (IOException e) {
            throw new CannotStart("cannot read the words of --moderation-words: " + e, e);
        }
    }

    private void followYouTube(Feed feed, Measures measures) throws CannotStart {
        var intake = flags.intake;
        if (intake.youtubeVideo == null) return;
        var key = Secrets.read(intake.youtubeKeyFile, "LIVE_QA_YOUTUBE_KEY", "--youtube-key-file")
                .orElseThrow(() -> new CannotStart("--youtube-video needs a key of the YouTube Data API v3: give --youtube-key-file FILE, or LIVE_QA_YOUTUBE_KEY in the environment", null));
        var settings = new YouTube.Settings(intake.youtubeVideo, intake.youtubeEndpoint, key, intake.youtubeQuota);
        youtube = new YouTube(settings, feed, desk, parts, measures.chat(), clock, data.file("youtube.json"));
    }

    private Answerer answerer() {
        try {
            var passages = flags.documents == null ? Documents.samples() : Documents.inFolder(flags.documents);
            return new DocumentAnswerer(passages, flags.synonyms);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Answerer loaded(CompletableFuture<Answerer> answerer) throws CannotStart {
        try {
            return answerer.join();
        } catch (CompletionException e) {
            throw new CannotStart("cannot load the documents: " + e.getCause(), e.getCause());
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

    /** No new questions, then no new answers, then the log; each step bounded, well below a second together. */
    @Override
    public void close() {
        if (watcher != null) watcher.interrupt();
        step("http", door::close);
        if (feedFile != null) step("feed", feedFile::close);
        if (youtube != null) step("youtube", youtube::close);
        if (probe != null) step("probe", probe::close);
        if (workers != null) step("workers", workers::stop);
        if (desk != null) step("log", desk::stop);
        if (share != null) step("share", share::close);
        if (studio != null) step("air", studio::close);
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

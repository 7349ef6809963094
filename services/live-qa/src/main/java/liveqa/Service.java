package liveqa;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import liveqa.feed.Feed;
import liveqa.feed.FeedFile;
import liveqa.http.Board;
import liveqa.http.Door;
import liveqa.http.Identity;
import liveqa.measure.Measures;
import liveqa.question.Desk;
import liveqa.question.FirstComeLine;
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
        var board = new Board();
        var line = seams.line().apply(new FirstComeLine());
        desk = Desk.open(data.file("questions.jsonl"), line, flags.queue, clock, new Witnesses(List.of(measures, board)));
        board.shows(desk);
        measures.watch(desk::waiting, desk::oldestWait, flags.workers);
        var feed = new Feed(desk, clock, measures::counted);
        workers = new Workers(flags.workers, desk, line, seams.answerer().apply(loaded(starting).answerer()));
        thinking.measuredBy(measures);
        if (flags.feed != null) feedFile = new FeedFile(flags.feed, data.file("feed.position"), feed);
        door.open(new Door.House(desk, feed, board, measures, identity(), clock, flags.allowedHosts));
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
        return new Identity(instance, version, Instant.now(clock), thinking::troubles);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost"; // A host without a name of its own.
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
        step("http", door::close);
        if (feedFile != null) step("feed", feedFile::close);
        if (workers != null) step("workers", workers::stop);
        if (thinking != null) step("documents", thinking::close);
        if (desk != null) step("log", desk::stop);
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

package koboshi.agent.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.Wards.Running;
import koboshi.agent.link.Frame.Figure;
import koboshi.agent.link.Frame.KnownAs;
import koboshi.agent.link.Frame.Neighbour;
import koboshi.series.Labels;

/**
 * Measures the host and the services kept on it, at a steady pace, on threads of its own: a file system that does not answer must hold up no keeping.
 *
 * <p>Nothing is remembered here. What cannot be sent now is a gap in the series.
 */
public final class Meter {
    /**
     * What was measured, and when by {@link System#nanoTime}.
     *
     * @param ended what the round before had and this one has not
     */
    public record Round(long nanos, List<Figure> figures, List<Labels> ended) {
        public Round {
            figures = List.copyOf(figures);
            ended = List.copyOf(ended);
        }

        /** The first of its kind. */
        public Round(long nanos, List<Figure> figures) {
            this(nanos, figures, List.of());
        }

        Round after(Round before) {
            var now = figures.stream().map(Figure::labels).collect(Collectors.toSet());
            return new Round(nanos, figures, before.figures.stream().map(Figure::labels).filter(labels -> !now.contains(labels)).toList());
        }
    }

    private static final Duration NEIGHBOURS_EVERY = Duration.ofSeconds(2);
    private static final Duration CALLED_EVERY = Duration.ofMinutes(1);
    private static final int MOST_NEIGHBOURS = 100;
    /** Of a frame, which holds 64 KiB, a part: one that is too large ends the link. */
    private static final int MOST_CHARACTERS = 24_000;
    private static final List<BiConsumer<Path, Figures>> OF_THE_HOST =
            List.of(Memory::read, Pressure::read, Processors::read, Disks::read, Networks::read, Filesystems::read);

    private final Path proc;
    private final String host;
    private final Supplier<List<Running>> kept;
    private final Consumer<String> log;
    private final OptionalDouble bootSeconds;
    private final Listeners listeners;
    // A thread for each, so that one waiting for a disk does not hold up the others.
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(3, Thread.ofPlatform().name("meter-", 0).daemon().factory());
    private final ConcurrentHashMap<String, Boolean> troubles = new ConcurrentHashMap<>();

    /**
     * @param host the agent's name in the configuration, which becomes a label
     * @param kept the services that run now
     */
    public Meter(String host, Supplier<List<Running>> kept, Consumer<String> log) {
        this(Proc.ROOT, host, kept, log);
    }

    Meter(Path proc, String host, Supplier<List<Running>> kept, Consumer<String> log) {
        this.proc = proc;
        this.host = host;
        this.kept = kept;
        this.log = log;
        this.listeners = new Listeners(proc, Workers.ofThisHost(), log);
        this.bootSeconds = Proc.textOf(proc.resolve("stat")).stream().flatMap(String::lines)
                .filter(line -> line.startsWith("btime "))
                .mapToDouble(line -> Double.parseDouble(line.substring("btime ".length())))
                .findFirst();
    }

    /** Begins; each round goes to {@code told}, which must not wait. */
    public void begin(Duration processesEvery, Duration hostEvery, Consumer<Round> told) {
        every(processesEvery, inTurn(this::processes, told));
        every(hostEvery, inTurn(this::host, told));
    }

    private static Runnable inTurn(Supplier<Round> measuring, Consumer<Round> told) {
        var last = new AtomicReference<>(new Round(0, List.of()));
        return () -> {
            var round = measuring.get();
            told.accept(round.after(last.getAndSet(round)));
        };
    }

    /**
     * Also looks who runs here and is kept by nobody, and what the host is called.
     *
     * @param serverPort of the server this agent dials, which is nobody to be guarded
     */
    public void lookAround(int serverPort, BiConsumer<List<Neighbour>, KnownAs> told) {
        var known = new AtomicReference<>(Whereabouts.now());
        every(CALLED_EVERY, () -> known.set(Whereabouts.now()));
        every(NEIGHBOURS_EVERY, () -> told.accept(neighbours(serverPort), known.get()));
    }

    private List<Neighbour> neighbours(int serverPort) {
        var ours = kept.get().stream().map(running -> running.key().pid()).collect(Collectors.toSet());
        var all = Listeners.unguarded(listeners.now(System.nanoTime()), ours, serverPort);
        int room = MOST_CHARACTERS;
        int count = 0;
        while (count < Math.min(all.size(), MOST_NEIGHBOURS) && room >= weight(all.get(count))) {
            room -= weight(all.get(count++));
        }
        return all.subList(0, count);
    }

    /** About as many characters as it takes when it is told. */
    private static int weight(Neighbour one) {
        int numbers = one.ports().size() + one.udp().map(List::size).orElse(0);
        int addresses = one.inside().stream().flatMap(List::stream).mapToInt(address -> address.length() + 3).sum();
        return 100 + one.name().length() + one.place().length() + numbers * 6 + addresses;
    }

    private void every(Duration pace, Runnable round) {
        threads.scheduleWithFixedDelay(() -> attempt("measuring", round), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
    }

    Round host() {
        long now = System.nanoTime();
        var figures = new Figures("host", host, "instance", host);
        OF_THE_HOST.forEach(source -> attempt("measuring the host", () -> source.accept(proc, figures)));
        return new Round(now, figures.all());
    }

    Round processes() {
        long now = System.nanoTime();
        var all = new ArrayList<Figure>();
        for (var running : kept.get()) {
            var figures = new Figures("host", host, running.id().kind().replace('-', '_'), running.id().name(), "instance", running.id().name() + "@" + host);
            attempt("measuring " + running.id(), () -> ProcessFigures.read(proc, running, bootSeconds, figures));
            all.addAll(figures.all());
        }
        return new Round(now, all.subList(0, Math.min(all.size(), Figures.MOST)));
    }

    /** A file that another kernel writes differently costs its own figures and no others; it is said once. */
    private void attempt(String what, Runnable measuring) {
        try {
            measuring.run();
        } catch (RuntimeException trouble) {
            if (troubles.size() < 100 && troubles.putIfAbsent(what + trouble, true) == null) {
                log.accept(what + ": " + trouble);
            }
        }
    }
}

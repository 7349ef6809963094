package koboshi.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import koboshi.agent.link.Frame.Figure;
import koboshi.agent.link.Frame;
import koboshi.http.House.Measured;
import koboshi.http.House.Pushed;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what agents measure, on a thread of its own: a slow disk must hold up no fact and no act of the same link.
 *
 * <p>Agents tell an age and never a time, so the clock of a guarded host cannot put its samples into the past or the future. What does not fit the
 * queue is a gap in the series. What ended, and everything of a host whose link is lost, is marked as ended.
 */
final class AgentSeries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSeries.class);
    private static final int WAITING = 256;
    /** Older ones were stuck on the way; what they show is over. */
    private static final Duration OLDEST = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int MOST_OF_A_HOST = 20_000;
    /** A link that comes back at once ended nothing: as long as a host that is away counts as present. */
    private static final long BACK_WITHIN_MILLIS = 15_000;
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** @param ended as samples that say so */
    private record Round(String host, List<Measured> samples, List<Measured> ended) {}

    private final BlockingQueue<Round> waiting = new ArrayBlockingQueue<>(WAITING);
    /** What each linked host keeps up, with the moment of the last sample; of the one thread. */
    private final Map<String, Map<Labels, Long>> current = new HashMap<>();
    private final Map<String, Long> left = new ConcurrentHashMap<>();
    /** Ends that the store has not taken yet. */
    private final List<Measured> owed = new ArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final InstantSource clock;
    private final Function<List<Measured>, Pushed> store;
    private final Thread thread = Thread.ofPlatform().daemon().name("agent-series").unstarted(this::run);
    private volatile boolean over;
    private volatile boolean parting;
    private String lastTrouble = "";

    AgentSeries(InstantSource clock, Function<List<Measured>, Pushed> store) {
        this.clock = clock;
        this.store = store;
    }

    void start() {
        thread.start();
    }

    /** How many figures found no room or were of no use. */
    long dropped() {
        return dropped.sum();
    }

    /** @param host whose agent says so, whatever the figures claim */
    void take(String host, Frame.Measured measured) {
        boolean usable = !measured.age().isNegative() && measured.age().compareTo(OLDEST) <= 0;
        var at = clock.instant().minus(measured.age());
        if (!usable || !waiting.offer(new Round(host, samples(host, at, measured.figures()), ended(host, at, measured.ended().orElse(List.of()))))) {
            dropped.add(measured.figures().size());
        }
    }

    private static List<Measured> ended(String host, Instant at, List<Labels> series) {
        return series.stream().filter(labels -> METRIC.matcher(labels.name()).matches()).map(labels -> new Measured(hosted(labels, host), new Sample(at.toEpochMilli(), Sample.STALE))).toList();
    }

    /** The link is lost, and with it whatever the host kept up: what it was then is no longer how it is. */
    void left(String host) {
        if (!parting) {
            left.put(host, clock.millis());
        }
    }

    /** From now on a link that ends is our doing, and no series ends with it: they go on after a restart of ours. */
    void part() {
        parting = true;
    }

    private List<Measured> samples(String host, Instant at, List<Figure> figures) {
        var samples = figures.stream()
                .filter(figure -> METRIC.matcher(figure.labels().name()).matches() && Double.isFinite(figure.value()))
                .map(figure -> new Measured(hosted(figure.labels(), host), new Sample(at.toEpochMilli(), figure.value())))
                .toList();
        dropped.add(figures.size() - samples.size());
        return samples;
    }

    private static Labels hosted(Labels labels, String host) {
        return labels.get("host").equals(host) ? labels : labels.with("host", host);
    }

    private void run() {
        try {
            while (!over) {
                var round = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (round != null) {
                    attempt(round);
                }
                if (waiting.isEmpty()) {
                    left.forEach(this::endUnlessBack);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endUnlessBack(String host, long millis) {
        if (clock.millis() - millis >= BACK_WITHIN_MILLIS) {
            endAll(host, millis);
        }
    }

    /** What was said on another link since then goes on. */
    private void endAll(String host, long millis) {
        left.remove(host, millis);
        var series = current.getOrDefault(host, Map.of());
        var ended = series.entrySet().stream().filter(each -> each.getValue() < millis).map(each -> new Measured(each.getKey(), new Sample(millis, Sample.STALE))).toList();
        if (!ended.isEmpty()) {
            attempt(new Round(host, List.of(), ended));
        }
    }

    private void attempt(Round round) {
        try {
            keep(round);
        } catch (RuntimeException | OutOfMemoryError trouble) {
            // One round that cannot be kept must not end the keeping of all that follow.
            dropped.add(round.samples().size());
            say(trouble.toString());
        }
    }

    private void keep(Round round) {
        var all = remembered(round);
        all.addAll(owed);
        switch (store.apply(all)) {
            case Pushed.Kept(_, int late, int tooMany) -> {
                owed.clear();
                dropped.add(late + tooMany);
                say(tooMany > 0 ? "the store has no room for more series" : "");
            }
            case Pushed.Busy _ -> owe(round, all);
            case Pushed.Unkept(var why) -> {
                owe(round, all);
                say(why);
            }
        }
    }

    /** A sample that is lost is followed by another; an end is said once. */
    private void owe(Round round, List<Measured> all) {
        dropped.add(round.samples().size());
        var ends = all.stream().filter(one -> one.sample().stale()).limit(MOST_OF_A_HOST).toList();
        owed.clear();
        owed.addAll(ends);
    }

    /** An end comes after the last sample, whichever was looked at first. */
    private List<Measured> remembered(Round round) {
        var series = current.computeIfAbsent(round.host(), _ -> new HashMap<>());
        var all = new ArrayList<>(round.samples());
        for (var sample : round.samples()) {
            if (series.size() < MOST_OF_A_HOST || series.containsKey(sample.labels())) {
                series.put(sample.labels(), sample.sample().millis());
            }
        }
        for (var end : round.ended()) {
            var last = series.remove(end.labels());
            all.add(last == null || last < end.sample().millis() ? end : new Measured(end.labels(), new Sample(last + 1, Sample.STALE)));
        }
        if (series.isEmpty()) {
            current.remove(round.host());
        }
        return all;
    }

    /** On a change only. */
    private void say(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            LOG.warn("what agents measure {}", trouble.isEmpty() ? "is kept again" : "is not kept: " + trouble);
        }
    }

    /** Not by an interrupt, which would close the file being written. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join(CLOSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

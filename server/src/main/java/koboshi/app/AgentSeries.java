package koboshi.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
 * queue is a gap in the series.
 */
final class AgentSeries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSeries.class);
    private static final int WAITING = 256;
    /** Older ones were stuck on the way; what they show is over. */
    private static final Duration OLDEST = Duration.ofMinutes(1);
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final BlockingQueue<List<Measured>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder dropped = new LongAdder();
    private final InstantSource clock;
    private final Function<List<Measured>, Pushed> store;
    private final Thread thread = Thread.ofPlatform().daemon().name("agent-series").unstarted(this::run);
    private volatile boolean over;
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
        if (!usable || !waiting.offer(samples(host, clock.instant().minus(measured.age()), measured.figures()))) {
            dropped.add(measured.figures().size());
        }
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
                var samples = waiting.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (samples != null) {
                    attempt(samples);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(List<Measured> samples) {
        try {
            keep(samples);
        } catch (RuntimeException | OutOfMemoryError trouble) {
            // One round that cannot be kept must not end the keeping of all that follow.
            dropped.add(samples.size());
            say(trouble.toString());
        }
    }

    private void keep(List<Measured> samples) {
        switch (store.apply(samples)) {
            case Pushed.Kept(_, int late, int tooMany) -> {
                dropped.add(late + tooMany);
                say(tooMany > 0 ? "the store has no room for more series" : "");
            }
            case Pushed.Busy _ -> dropped.add(samples.size());
            case Pushed.Unkept(var why) -> {
                dropped.add(samples.size());
                say(why);
            }
        }
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

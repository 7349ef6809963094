package koboshi.promql;

import java.util.List;
import java.util.function.Consumer;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Source;

/** Reads series from the source and lays them under the steps. */
final class Selection {
    /** A moment and a number. */
    private static final int SAMPLE_BYTES = Long.BYTES + Double.BYTES;

    private final Source source;
    private final long lookback;
    private final Budget budget;
    private final Lengths lengths;
    /** Whether histograms whose hint says nothing are compared with the one before: only their count and sum will be looked at. */
    private boolean resetsFound;
    private boolean held;

    Selection(Source source, Options options, Budget budget, Lengths lengths) {
        this.source = source;
        this.lookback = options.lookback().toMillis();
        this.budget = budget;
        this.lengths = lengths;
    }

    void withResets(Runnable part) {
        resets(true, part);
    }

    void withoutResets(Runnable part) {
        resets(false, part);
    }

    /** Whether what is made of each series that is read from now on is held, all steps of it. */
    void holding(boolean all) {
        held = all;
    }

    private void resets(boolean found, Runnable part) {
        boolean before = resetsFound;
        resetsFound = found;
        part.run();
        resetsFound = before;
    }

    void each(Expr.Selector selector, Steps steps, Consumer<Track> to) {
        each(selector, steps, false, to);
    }

    /** As the vector, but with the moments of the samples, in seconds, as values. */
    void eachMoment(Expr.Selector selector, Steps steps, Consumer<Track> to) {
        each(selector, steps, true, to);
    }

    private void each(Expr.Selector selector, Steps steps, boolean moments, Consumer<Track> to) {
        long offset = lengths.millis(selector.timing().offsetOrNone());
        boolean moves = selector.timing().anchor() == null;
        long anchor = lengths.anchor(selector.timing(), steps.start());
        var reference = new Reference(moves, anchor, offset, lookback);
        for (var found = new Found(selector, reference, steps); found.next(); ) {
            var track = track(found.series(), steps, reference, moments);
            budget.work(steps.count());
            if (!track.isEmpty()) {
                to.accept(track);
            }
        }
    }

    private Track track(Series series, Steps steps, Reference reference, boolean moments) {
        var samples = hinted(series.columns());
        var track = new Track(series.labels(), false, steps.count());
        int after = 0;
        for (int i = 0; i < steps.count(); i++) {
            long end = reference.end(steps.at(i));
            while (after < samples.size() && samples.millis(after) <= end) {
                after++;
            }
            int last = after - 1;
            if (last >= 0 && samples.millis(last) > end - lookback && !samples.staleAt(last)) {
                set(track, i, samples, last, moments);
            }
        }
        return track;
    }

    private static void set(Track track, int step, Samples samples, int index, boolean moments) {
        var histogram = samples.histogram(index);
        if (moments) {
            track.set(step, samples.millis(index) / 1000.0);
        } else if (histogram != null) {
            track.set(step, histogram);
        } else {
            track.set(step, samples.value(index));
        }
    }

    void eachRange(Expr.Range range, Steps steps, Consumer<RangeSeries> to) {
        var selector = range.selector();
        long offset = lengths.millis(selector.timing().offsetOrNone());
        boolean moves = selector.timing().anchor() == null;
        var reference = new Reference(moves, lengths.anchor(selector.timing(), steps.start()), offset, lengths.positive(range.range()));
        for (var found = new Found(selector, reference, steps); found.next(); ) {
            to.accept(RangeSeries.of(found.series().labels(), false, hinted(found.series().columns()), reference));
        }
    }

    /**
     * What lies after the first step's start, up to and including the last step's end, one series after the other; the samples of the one that is looked at are held.
     *
     * <p>Pulled, not pushed: into a push the JVM's compiler lays everything that a query does with its series, for a quarter of a second, and again whenever a rule does something else with them.
     */
    private final class Found {
        private final List<Series> all;
        private long samples;
        private int next;

        Found(Expr.Selector selector, Reference reference, Steps steps) {
            all = source.select(selector.matchers(), reference.start(steps.start()) + 1, reference.end(steps.end()));
            budget.at(selector.at());
            budget.beat();
            budget.series(all.size());
            for (var series : all) {
                samples += series.atMost();
            }
            budget.samples(samples);
            budget.willHold(held ? all.size() * Track.bytes(steps.count()) : 0);
        }

        boolean next() {
            if (next > 0) {
                budget.letGo(bytes());
                budget.work(series().atMost());
            }
            if (next == all.size()) {
                budget.release(samples);
                return false;
            }
            next++;
            budget.hold(bytes());
            return true;
        }

        Series series() {
            return all.get(next - 1);
        }

        private long bytes() {
            return (long) series().atMost() * SAMPLE_BYTES;
        }
    }

    private Samples hinted(Samples samples) {
        if (!resetsFound || !samples.hasHistograms()) {
            return samples;
        }
        var hinted = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            hinted.add(samples.millis(i), samples.value(i), i == 0 ? samples.histogram(i) : hinted(samples.histogram(i), samples.histogram(i - 1)));
        }
        return hinted.build();
    }

    private static Histogram hinted(Histogram now, Histogram before) {
        boolean open = now != null && before != null && now.reset() == Reset.UNKNOWN;
        return open ? now.with(now.resetSince(before) ? Reset.RESET : Reset.NOT_RESET) : now;
    }
}

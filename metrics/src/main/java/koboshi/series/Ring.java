package koboshi.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The last samples of each series, in memory only.
 *
 * <p>Bounded twice, in series and in samples a series, so that a flood of names cannot take the watcher down. Safe for use by many threads.
 */
public final class Ring implements Source, Sink {
    private final int maxSeries;
    private final int samplesPerSeries;
    private final ConcurrentHashMap<Labels, Track> tracks = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    public Ring(int maxSeries, int samplesPerSeries) {
        this.maxSeries = maxSeries;
        this.samplesPerSeries = samplesPerSeries;
    }

    @Override
    public Taken append(Labels labels, Sample sample) {
        var track = tracks.get(labels);
        if (track == null) {
            track = admit(labels);
        }
        return track == null ? Taken.TOO_MANY_SERIES : track.append(sample);
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        var found = new ArrayList<Series>();
        tracks.forEach((labels, track) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                var samples = track.between(fromMillis, toMillis);
                if (!samples.isEmpty()) {
                    found.add(Series.of(labels, samples));
                }
            }
        });
        found.sort(Comparator.comparing(Series::labels));
        return found;
    }

    public int seriesCount() {
        return size.get();
    }

    /** A place is claimed before the series is entered, so that two senders at once cannot pass the limit together. */
    private Track admit(Labels labels) {
        return tracks.computeIfAbsent(labels, _ -> {
            if (size.incrementAndGet() <= maxSeries) {
                return new Track(samplesPerSeries);
            }
            size.decrementAndGet();
            return null;
        });
    }

    private static final class Track {
        private final long[] millis;
        private final double[] values;
        /** null until the first histogram comes */
        private Histogram[] histograms;
        private long written;

        Track(int capacity) {
            millis = new long[capacity];
            values = new double[capacity];
        }

        synchronized Taken append(Sample sample) {
            if (written > 0) {
                int last = slot(written - 1);
                if (sample.millis() == millis[last] && sample.equals(at(last))) {
                    return Taken.REPEATED;
                }
                if (sample.millis() <= millis[last]) {
                    return Taken.OUT_OF_ORDER;
                }
            }
            write(slot(written++), sample);
            return Taken.TAKEN;
        }

        private void write(int slot, Sample sample) {
            if (sample.histogram() != null && histograms == null) {
                histograms = new Histogram[millis.length];
            }
            millis[slot] = sample.millis();
            values[slot] = sample.value();
            if (histograms != null) {
                histograms[slot] = sample.histogram();
            }
        }

        private Sample at(int slot) {
            return new Sample(millis[slot], values[slot], histograms == null ? null : histograms[slot]);
        }

        synchronized Samples between(long from, long to) {
            long first = firstNotBefore(from);
            long end = to == Long.MAX_VALUE ? written : firstNotBefore(to + 1);
            if (end <= first) {
                return Samples.NONE;
            }
            int size = (int) (end - first);
            var foundMillis = new long[size];
            var foundValues = new double[size];
            var foundHistograms = histograms == null ? null : new Histogram[size];
            unroll(millis, foundMillis, slot(first), size);
            unroll(values, foundValues, slot(first), size);
            if (histograms != null) {
                unroll(histograms, foundHistograms, slot(first), size);
            }
            return Samples.of(foundMillis, foundValues, foundHistograms);
        }

        /** Copies from the slot on, going on at the beginning of the ring once its end is reached. */
        private void unroll(Object ring, Object to, int from, int size) {
            int straight = Math.min(size, millis.length - from);
            System.arraycopy(ring, from, to, 0, straight);
            System.arraycopy(ring, 0, to, straight, size - straight);
        }

        private long firstNotBefore(long moment) {
            long low = Math.max(0, written - millis.length);
            long high = written;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (millis[slot(middle)] < moment) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private int slot(long index) {
            return (int) (index % millis.length);
        }
    }
}

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
                    found.add(new Series(labels, samples));
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
        private long written;

        Track(int capacity) {
            millis = new long[capacity];
            values = new double[capacity];
        }

        synchronized Taken append(Sample sample) {
            if (written > 0) {
                int last = slot(written - 1);
                if (sample.millis() == millis[last] && Double.compare(sample.value(), values[last]) == 0) {
                    return Taken.REPEATED;
                }
                if (sample.millis() <= millis[last]) {
                    return Taken.OUT_OF_ORDER;
                }
            }
            int next = slot(written++);
            millis[next] = sample.millis();
            values[next] = sample.value();
            return Taken.TAKEN;
        }

        synchronized List<Sample> between(long from, long to) {
            var samples = new ArrayList<Sample>();
            for (long i = Math.max(0, written - millis.length); i < written; i++) {
                int slot = slot(i);
                if (millis[slot] >= from && millis[slot] <= to) {
                    samples.add(new Sample(millis[slot], values[slot]));
                }
            }
            return samples;
        }

        private int slot(long index) {
            return (int) (index % millis.length);
        }
    }
}

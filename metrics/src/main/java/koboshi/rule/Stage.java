package koboshi.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import koboshi.promqltest.Hints;
import koboshi.promqltest.Point;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Sink;
import koboshi.series.Source;

/** The series of one unit test: its input as far as the time has come, and what the rules wrote. */
final class Stage implements Source, Sink {
    private final Map<String, Map<Labels, Track>> byName = new HashMap<>();
    private final Map<Labels, Feed> feeds = new LinkedHashMap<>();
    private final long start;
    private final long step;

    Stage(UnitTest test) {
        start = test.start().toEpochMilli();
        step = test.interval().toMillis();
        test.input().forEach(input -> feeds.put(input.labels(), new Feed(input.points())));
    }

    /** The points of an input series that have not come yet. */
    private static final class Feed {
        private final List<Point> points;
        private int next;

        Feed(List<Point> points) {
            this.points = points;
        }
    }

    /** Lets the input up to the moment come in. */
    void advance(long until) {
        feeds.forEach((labels, feed) -> {
            for (; feed.next < feed.points.size() && start + feed.next * step <= until; feed.next++) {
                feed(labels, feed.points.get(feed.next), start + feed.next * step);
            }
        });
        feeds.values().removeIf(feed -> feed.next == feed.points.size());
    }

    private void feed(Labels labels, Point point, long millis) {
        switch (point) {
            case Point.Missing _ -> {}
            case Point.Stale _ -> append(labels, new Sample(millis, Sample.STALE));
            case Point.Number(double value) -> append(labels, new Sample(millis, value));
            case Point.Native(var histogram, _) -> append(labels, new Sample(millis, histogram));
        }
    }

    @Override
    public Taken append(Labels labels, Sample sample) {
        return byName.computeIfAbsent(labels.name(), _ -> new TreeMap<>()).computeIfAbsent(labels, _ -> new Track()).append(sample);
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        var found = new ArrayList<Series>();
        var name = matchers.stream().filter(matcher -> matcher.label().equals(Labels.NAME) && matcher.equal()).findFirst();
        if (name.isPresent()) {
            select(byName.getOrDefault(name.get().value(), Map.of()), matchers, fromMillis, toMillis, found);
        } else {
            new TreeMap<>(byName).values().forEach(tracks -> select(tracks, matchers, fromMillis, toMillis, found));
        }
        return found;
    }

    private static void select(Map<Labels, Track> tracks, List<Matcher> matchers, long from, long to, List<Series> found) {
        tracks.forEach((labels, track) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                var samples = track.between(from, to);
                if (!samples.isEmpty()) {
                    found.add(Series.of(labels, samples));
                }
            }
        });
    }

    /** A series that grows at its end. */
    private static final class Track {
        private final Samples.Builder samples = new Samples.Builder(8);
        private Sample last;

        Taken append(Sample sample) {
            if (last != null && sample.millis() <= last.millis()) {
                return sample.equals(last) ? Taken.REPEATED : Taken.OUT_OF_ORDER;
            }
            var histogram = sample.histogram() == null ? null : Hints.stored(sample.histogram(), last == null ? null : last.histogram());
            samples.add(sample.millis(), sample.value(), histogram);
            last = histogram == null ? sample : new Sample(sample.millis(), histogram);
            return Taken.TAKEN;
        }

        Samples between(long from, long to) {
            var all = samples.build();
            int first = all.firstAfter(from == Long.MIN_VALUE ? from : from - 1);
            int end = all.firstAfter(to);
            if (first == 0 && end == all.size()) {
                return all;
            }
            var part = new Samples.Builder(Math.max(0, end - first));
            for (int i = first; i < end; i++) {
                part.add(all.millis(i), all.value(i), all.histogram(i));
            }
            return part.build();
        }
    }
}

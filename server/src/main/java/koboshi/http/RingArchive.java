package koboshi.http;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.wire.LabelBytes;
import koboshi.wire.LabelLimits;
import koboshi.wire.LabelsRefused;

/** The last samples of each series, in memory only. */
public final class RingArchive implements Archive {
    private final Ring ring;

    public RingArchive(Ring ring) {
        this.ring = ring;
    }

    @Override
    public Writing begin() {
        return new Batch();
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        return ring.select(matchers, fromMillis, toMillis);
    }

    @Override
    public List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis) {
        return select(matchers, fromMillis, toMillis).stream().map(Series::labels).toList();
    }

    private final class Batch implements Writing {
        private final List<Labels> owners = new ArrayList<>();
        private final List<Sample> samples = new ArrayList<>();
        private final TreeMap<String, Long> refused = new TreeMap<>();
        private String first = "";
        /** null while the samples of a refused series pass by */
        private Labels labels;

        @Override
        public void series(byte[] message, int from, int to) {
            try {
                labels = LabelBytes.read(message, from, to, LabelLimits.STANDARD);
            } catch (LabelsRefused e) {
                labels = null;
                note(e.getMessage());
            }
        }

        @Override
        public void sample(long millis, double value) {
            add(new Sample(millis, value));
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            add(new Sample(millis, histogram));
        }

        private void add(Sample sample) {
            if (labels == null) {
                refused.merge("with unusable labels", 1L, Long::sum);
                return;
            }
            owners.add(labels);
            samples.add(sample);
        }

        @Override
        public Written commit() {
            long taken = 0;
            for (int i = 0; i < samples.size(); i++) {
                taken += append(owners.get(i), samples.get(i)) ? 1 : 0;
            }
            return new Written(taken, refused, first);
        }

        private boolean append(Labels owner, Sample sample) {
            return switch (ring.append(owner, sample)) {
                case TAKEN, REPEATED -> true;
                case OUT_OF_ORDER -> refuse("older than or different from what is held", owner, sample);
                case TOO_MANY_SERIES -> refuse("of new series above the limit", owner, sample);
            };
        }

        private boolean refuse(String why, Labels owner, Sample sample) {
            refused.merge(why, 1L, Long::sum);
            note(owner + " at " + sample.millis() + " is " + why);
            return false;
        }

        private void note(String what) {
            first = first.isEmpty() ? what : first;
        }
    }
}

package koboshi.tsdb;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** Builds the head again from a head written out and the log behind it. */
final class Replaying {
    /** How many samples could not be used, and why. */
    interface Loss {
        void lost(long samples, String what);
    }

    private final Head head;
    private final Closing closing;
    private final Loss loss;
    private final Columns scratch = new Columns(Chunk.MOST_SAMPLES);
    private final Map<Integer, HeadSeries> byId = new HashMap<>();
    private final Map<Integer, Integer> nameless = new HashMap<>();
    private String[] texts = {};

    Replaying(Head head, Closing closing, Loss loss) {
        this.head = head;
        this.closing = closing;
        this.loss = loss;
    }

    /** @throws Damaged for a record that makes no sense although its checksum is right */
    void record(Cursor record) {
        switch (record.next()) {
            case Records.SERIES -> series(record);
            case Records.NUMBERS -> numbers(record);
            case Records.HISTOGRAM -> histogram(record);
            case Records.HEAD -> heads(record);
            case Records.END -> {}
            default -> throw new Damaged("a record of an unknown kind");
        }
    }

    /** To be called at the end. */
    void tellOfNameless() {
        nameless.forEach((id, samples) -> loss.lost(samples, samples + " samples of series " + id + ", whose name was lost"));
    }

    private void series(Cursor record) {
        int size = record.count(record.left());
        for (int i = 0; i < size; i++) {
            enter(record.count(Integer.MAX_VALUE), record);
        }
    }

    private HeadSeries enter(int id, Cursor record) {
        texts = Records.labels(record, texts);
        var labels = Labels.of(texts);
        var known = head.find(labels);
        var series = known == null ? head.add(id, labels) : known;
        byId.put(id, series);
        return series;
    }

    private void numbers(Cursor record) {
        int id = 0;
        long moment = 0;
        while (record.left() > 0) {
            id += (int) record.signed();
            moment += record.signed();
            sample(id, moment, record.nextDouble(), null);
        }
    }

    private void histogram(Cursor record) {
        int id = record.count(Integer.MAX_VALUE);
        var sample = Records.single(Records.chunk(record), scratch);
        sample(id, sample.millis(), Double.NaN, sample.histogram());
    }

    private void sample(int id, long millis, double value, Histogram histogram) {
        var series = byId.get(id);
        if (series == null) {
            nameless.merge(id, 1, Integer::sum);
        } else {
            sample(series, millis, value, histogram);
        }
    }

    private void sample(HeadSeries series, long millis, double value, Histogram histogram) {
        if (millis > series.claimed()) {
            series.claim(millis, value, histogram);
            series.append(millis, value, histogram, closing);
            head.seen(millis);
        } else {
            series.addLate(new Sample(millis, value, histogram));
        }
    }

    private void heads(Cursor record) {
        while (record.left() > 0) {
            head(record);
        }
    }

    private void head(Cursor record) {
        var series = enter(record.count(Integer.MAX_VALUE), record);
        int chunks = record.count(record.left());
        for (int i = 0; i < chunks; i++) {
            series.add(Records.chunk(record));
        }
        series.unclaim();
        open(series, record);
        int loose = record.count(record.left());
        for (int i = 0; i < loose; i++) {
            var sample = Records.loose(record, scratch);
            sample(series, sample.millis(), sample.value(), sample.histogram());
        }
        head.seen(series.claimed());
    }

    /** The stream goes on where it was; of a series that was there already, which nobody writes, its samples are put in their places. */
    private void open(HeadSeries series, Cursor record) {
        int count = record.count(Chunk.MOST_SAMPLES);
        int length = record.count(record.left());
        int at = record.skip(length);
        if (count == 0) {
            return;
        }
        byte[] bits = Arrays.copyOf(Arrays.copyOfRange(record.array(), at, at + length), length + Stream.SLACK);
        if (series.resume(bits, length, count)) {
            return;
        }
        scratch.clear();
        scratch.readStream(bits, 0, length, count);
        for (int i = 0; i < count; i++) {
            sample(series, scratch.millis()[i], scratch.values()[i], null);
        }
    }
}

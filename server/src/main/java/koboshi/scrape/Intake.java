package koboshi.scrape;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import koboshi.config.ScrapeJob.Limits;
import koboshi.scrape.SeriesCache.Known;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.tsdb.Batch;
import koboshi.tsdb.SeriesRef;
import koboshi.wire.ExpositionReceiver;
import koboshi.wire.LabelLimits;
import koboshi.wire.SeriesText;

/** Takes one answer of a target into a batch; what it says is kept only if all of it can be read. */
final class Intake implements ExpositionReceiver {
    private static final int SHOWN = 200;
    /** What a target says of longer ago is a mistake of its clock or of its author, and would make blocks of their own. */
    private static final long OLDEST_MILLIS = 3_600_000;

    private final Target target;
    private final SeriesCache cache;
    private final Batch batch;
    private final int scrape;
    private final long millis;
    private int samples;
    private int kept;
    private int added;
    private int repeated;
    private int old;
    private String firstOdd = "";
    private String tooMuch = "";

    /**
     * @param scrape a number no scrape of this target had before
     * @param millis the moment of what names none
     */
    Intake(Target target, SeriesCache cache, Batch batch, int scrape, long millis) {
        this.target = target;
        this.cache = cache;
        this.batch = batch;
        this.scrape = scrape;
        this.millis = millis;
    }

    @Override
    public void sample(byte[] text, int from, int to, double value, long moment) {
        var known = known(text, from, to, moment);
        if (known != null) {
            batch.series(known.ref).sample(moment(moment), value);
        }
    }

    @Override
    public void histogram(byte[] text, int from, int to, Histogram histogram, long moment) {
        var known = known(text, from, to, moment);
        if (known != null) {
            batch.series(known.ref).histogram(moment(moment), histogram);
        }
    }

    private long moment(long named) {
        return timed(named) ? named : millis;
    }

    private boolean timed(long named) {
        return named != NO_MOMENT && target.job().reading().honorTimestamps();
    }

    /** The series to be written to; null where it is dropped, or there is too much anyway. */
    private Known known(byte[] text, int from, int to, long moment) {
        samples++;
        var known = cache.find(text, from, to);
        if (known == null) {
            if (!tooMuch.isEmpty()) {
                return null;
            }
            known = cache.add(meet(text, from, to));
            added += known.ref == null ? 0 : 1;
        }
        if (known.ref == null) {
            known.seen = scrape;
            return null;
        }
        kept++;
        if (target.job().limits().samples() > 0 && kept > target.job().limits().samples()) {
            tooMuch = "samples";
            return null;
        }
        known.timed = timed(moment);
        if (known.timed && moment < millis - OLDEST_MILLIS) {
            old++;
            odd(text, from, to);
            return null;
        }
        if (known.seen == scrape && !known.timed) {
            repeated++;
            odd(text, from, to);
            return null;
        }
        known.seen = scrape;
        return known;
    }

    private void odd(byte[] text, int from, int to) {
        firstOdd = firstOdd.isEmpty() ? new String(text, from, Math.min(SHOWN, to - from), StandardCharsets.UTF_8) : firstOdd;
    }

    private Known meet(byte[] text, int from, int to) {
        var labels = named(SeriesText.labels(text, from, to, LabelLimits.STANDARD));
        if (labels.isEmpty()) {
            return new Known(null);
        }
        refuseTooLarge(labels);
        return new Known(new SeriesRef(labels));
    }

    /** With the target's labels and after the rules; {@link Labels#NONE} where they drop it. */
    private Labels named(Labels own) {
        var labels = target.job().reading().honorLabels() ? honoured(own) : renamed(own);
        if (!target.job().seriesRules().isEmpty() && !target.job().seriesRules().apply(labels)) {
            return Labels.NONE;
        }
        if (labels.getOrDefault(Labels.NAME, "").isEmpty()) {
            throw new IllegalArgumentException("the rules left a series without a name: " + shortened(own));
        }
        return Labels.of(labels);
    }

    private TreeMap<String, String> honoured(Labels own) {
        var labels = new TreeMap<>(own.asMap());
        target.labels().forEach(labels::putIfAbsent);
        return labels;
    }

    /** A label of the series that the target has too goes on as {@code exported_}, before which that is put as often as it takes. */
    private TreeMap<String, String> renamed(Labels own) {
        var labels = new TreeMap<>(own.asMap());
        var moved = new TreeMap<String, String>();
        target.labels().forEach((name, value) -> {
            var before = labels.put(name, value);
            if (before != null) {
                moved.put(name, before);
            }
        });
        moved.forEach((name, value) -> {
            var free = "exported_" + name;
            while (labels.containsKey(free)) {
                free = "exported_" + free;
            }
            labels.put(free, value);
        });
        return labels;
    }

    private void refuseTooLarge(Labels labels) {
        Limits limits = target.job().limits();
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw refused(labels, "has " + labels.size() + " labels where label_limit is " + limits.labels());
        }
        labels.forEach((name, value) -> {
            if (limits.nameBytes() > 0 && length(name) > limits.nameBytes()) {
                throw refused(labels, "has a label whose name has " + length(name) + " bytes where label_name_length_limit is " + limits.nameBytes());
            }
            if (limits.valueBytes() > 0 && length(value) > limits.valueBytes()) {
                throw refused(labels, "has " + length(value) + " bytes in label " + name + " where label_value_length_limit is " + limits.valueBytes());
            }
        });
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static IllegalArgumentException refused(Labels labels, String why) {
        return new IllegalArgumentException(shortened(labels) + " " + why);
    }

    private static String shortened(Labels labels) {
        var text = labels.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** To be called at the end. */
    void refuseTooMuch() throws ScrapeFailure {
        if (!tooMuch.isEmpty()) {
            throw new ScrapeFailure("it has " + samples + " samples where sample_limit is " + target.job().limits().samples() + ": none of them is taken");
        }
    }

    int samples() {
        return samples;
    }

    int kept() {
        return kept;
    }

    int added() {
        return added;
    }

    /** What was not handed on, in words; empty where everything was. */
    String oddities() {
        var twice = repeated == 0 ? "" : repeated + " samples of series that were there already";
        var late = old == 0 ? "" : old + " samples of more than an hour ago";
        var both = twice.isEmpty() || late.isEmpty() ? twice + late : twice + ", " + late;
        return both.isEmpty() ? "" : both + "; the first: " + firstOdd;
    }
}

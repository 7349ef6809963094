package koboshi.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Series;
import koboshi.tsdb.Batch;
import koboshi.tsdb.Outcome;
import koboshi.tsdb.Outcome.Refusal;
import koboshi.tsdb.Store;
import koboshi.wire.LabelBytes;
import koboshi.wire.LabelLimits;
import koboshi.wire.LabelsRefused;
import koboshi.wire.WireError;

/** Series kept on disk by this process. */
public final class StoreArchive implements Archive {
    private final Store store;
    private final Path copies;

    /**
     * @param store is not closed with this
     * @param copies where copies of the store go
     */
    public StoreArchive(Store store, Path copies) {
        this.store = store;
        this.copies = copies;
    }

    @Override
    public Writing begin() {
        return new Message(store.batch(StoreArchive::labels));
    }

    @Override
    public Writing begin(String by) {
        return new Message(store.batch(StoreArchive::labels).by(by));
    }

    /** The store knows one refusal only, whatever is wrong with labels. */
    private static Labels labels(byte[] message, int from, int to) {
        try {
            return LabelBytes.read(message, from, to, LabelLimits.STANDARD);
        } catch (LabelsRefused | WireError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Written written(Outcome outcome) {
        if (outcome.refused().isEmpty()) {
            return new Written((long) outcome.taken() + outcome.repeated(), Map.of(), false, "");
        }
        var refused = outcome.refused().entrySet().stream().collect(Collectors.toMap(one -> words(one.getKey()), one -> (long) one.getValue()));
        return new Written((long) outcome.taken() + outcome.repeated(), refused, outcome.refused().containsKey(Refusal.NO_MEMORY), outcome.first());
    }

    private static String words(Refusal why) {
        return switch (why) {
            case TOO_OLD -> "too old";
            case CONFLICT -> "different from what is held at the same moment";
            case TOO_FAR_AHEAD -> "too far in the future";
            case TOO_MANY_SERIES -> "of new series above the limit";
            case ABOVE_SHARE -> "of new series above the share of one sender";
            case NO_MEMORY -> "of new series for which there is no memory";
            case BAD_LABELS -> "with unusable labels";
        };
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        return store.select(matchers, fromMillis, toMillis);
    }

    @Override
    public List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis) {
        return store.series(matchers, fromMillis, toMillis);
    }

    @Override
    public List<String> names(List<Matcher> matchers, long fromMillis, long toMillis) {
        return store.labelNames(matchers, fromMillis, toMillis);
    }

    @Override
    public List<String> values(String name, List<Matcher> matchers, long fromMillis, long toMillis) {
        return store.labelValues(name, matchers, fromMillis, toMillis);
    }

    @Override
    public void flush() throws IOException {
        store.flush();
    }

    @Override
    public Path snapshot(String name) throws IOException {
        var target = Files.createDirectories(copies).resolve(name);
        store.snapshot(target);
        return target;
    }

    private record Message(Batch batch) implements Writing {
        @Override
        public void series(byte[] message, int from, int to) {
            batch.series(message, from, to);
        }

        @Override
        public void sample(long millis, double value) {
            batch.sample(millis, value);
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            batch.histogram(millis, histogram);
        }

        @Override
        public Written commit() throws IOException {
            return written(batch.commit());
        }
    }
}

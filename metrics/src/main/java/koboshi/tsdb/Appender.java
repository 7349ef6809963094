package koboshi.tsdb;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Outcome.Refusal;

/**
 * Takes batches: judges each sample, writes the good ones to the log, and only then into the head.
 *
 * <p>Guarded by the store's lock. What is judged good is claimed at once, so that a batch cannot say two things about one moment; should anything go wrong
 * before it stands in the log, the claims are taken back: what is sent again would else count as there already.
 */
final class Appender {
    /** What is there already at a moment that is not the newest of its series. */
    interface Past {
        Sample at(HeadSeries series, long millis);
    }

    private final Head head;
    private final Log log;
    private final Settings settings;
    private final Closing closing;
    private final Past past;
    private final Encoder encoder = new Encoder();
    private final Bytes records = new Bytes(1 << 16);
    private final List<HeadSeries> added = new ArrayList<>();
    private final Map<HeadSeries, Map<Long, Sample>> late = new HashMap<>();
    private HeadSeries[] series = new HeadSeries[4096];
    private int[] samples = new int[4096];
    private int accepted;
    /** null where nobody says whose batch it is */
    private Bringers.Bringer by;
    /** null where nobody looks */
    private Witness witness;

    Appender(Head head, Log log, Settings settings, Closing closing, Past past) {
        this.head = head;
        this.log = log;
        this.settings = settings;
        this.closing = closing;
        this.past = past;
    }

    void witness(Witness other) {
        witness = other;
    }

    Outcome commit(Batch batch) throws IOException {
        clear();
        by = batch.by() == null ? null : head.bringers.of(batch.by());
        if (series.length < batch.sampleCount()) {
            series = new HeadSeries[batch.sampleCount()];
            samples = new int[batch.sampleCount()];
        }
        var outcome = written(batch);
        apply(batch);
        return outcome;
    }

    private Outcome written(Batch batch) throws IOException {
        boolean written = false;
        try {
            var outcome = judged(batch);
            write(batch);
            written = true;
            return outcome;
        } finally {
            if (!written) {
                takeBack();
            }
        }
    }

    private Outcome judged(Batch batch) {
        var tally = new Outcome.Tally();
        long now = settings.clock().millis();
        long latest = now + settings.ahead().toMillis();
        // What is deleted at the next look was never kept.
        long oldest = now - settings.keep().toMillis();
        for (int i = 0; i < batch.seriesCount(); i++) {
            by = i < batch.broughtUntil() ? by : null;
            judge(batch, i, oldest, latest, tally);
        }
        return tally.outcome();
    }

    private void clear() {
        Arrays.fill(series, 0, accepted, null);
        accepted = 0;
        added.clear();
        late.clear();
        records.clear();
    }

    private void judge(Batch batch, int place, long oldest, long latest, Outcome.Tally tally) {
        int from = batch.firstSample(place);
        int to = batch.endOfSamples(place);
        var found = find(batch, place, tally, to - from);
        if (found != null && found.by == null && by != null) {
            found.by = by;
            by.holds(1);
        }
        for (int i = from; found != null && i < to; i++) {
            long millis = batch.millis(i);
            if (millis > latest) {
                tally.refuse(Refusal.TOO_FAR_AHEAD, 1, found.labels + " has a sample " + (millis - latest) / 1000 + " s farther ahead of the clock than allowed");
            } else if (millis < oldest) {
                tally.refuse(Refusal.TOO_OLD, 1, found.labels + " has a sample of " + Instant.ofEpochMilli(millis) + ", older than what is kept (" + settings.keep() + ")");
            } else if (millis > found.claimed() && millis >= head.boundary()) {
                accept(found, i, tally);
                found.claim(millis, batch.value(i), batch.histogram(i));
            } else if (millis == found.claimed() && found.claimedSame(batch.value(i), batch.histogram(i))) {
                tally.repeat();
            } else if (millis == found.claimed()) {
                tally.refuse(Refusal.CONFLICT, 1, conflict(found, millis));
            } else {
                judgeLate(found, batch, i, tally);
            }
        }
    }

    private void accept(HeadSeries found, int sample, Outcome.Tally tally) {
        series[accepted] = found;
        samples[accepted++] = sample;
        tally.take();
    }

    private void judgeLate(HeadSeries found, Batch batch, int i, Outcome.Tally tally) {
        var sample = new Sample(batch.millis(i), batch.value(i), batch.histogram(i));
        if (sample.millis() < head.newest() - settings.late().toMillis()) {
            tally.refuse(Refusal.TOO_OLD, 1, found.labels + " has a sample older than what may still come out of order (" + settings.late() + ")");
            return;
        }
        var claims = late.computeIfAbsent(found, _ -> new HashMap<>());
        var there = claims.containsKey(sample.millis()) ? claims.get(sample.millis()) : past.at(found, sample.millis());
        if (there == null) {
            claims.put(sample.millis(), sample);
            accept(found, i, tally);
        } else if (same(there, sample)) {
            tally.repeat();
        } else {
            tally.refuse(Refusal.CONFLICT, 1, conflict(found, sample.millis()));
        }
    }

    private static boolean same(Sample one, Sample other) {
        Histogram histogram = one.histogram();
        return histogram != null
                ? histogram.equals(other.histogram())
                : other.histogram() == null && Double.doubleToRawLongBits(one.value()) == Double.doubleToRawLongBits(other.value());
    }

    private static String conflict(HeadSeries series, long millis) {
        return series.labels + " has another value at " + millis + " already";
    }

    /** The series meant, made if it is new; null if it must not be. */
    private HeadSeries find(Batch batch, int place, Outcome.Tally tally, int refusedThen) {
        var ref = batch.ref(place);
        return ref == null ? search(batch, place, tally, refusedThen) : find(ref, tally, refusedThen);
    }

    private HeadSeries find(SeriesRef ref, Outcome.Tally tally, int refusedThen) {
        if (ref.met() != null && head.holds(ref.met())) {
            return ref.met();
        }
        var found = findOrAdd(ref.labels(), tally, refusedThen);
        if (found != null) {
            ref.meet(found);
        }
        return found;
    }

    private HeadSeries search(Batch batch, int place, Outcome.Tally tally, int refusedThen) {
        boolean byBytes = batch.named(place) == null;
        if (byBytes) {
            var known = head.fingerprints.find(batch.firstHalf(place), batch.secondHalf(place));
            if (known != null) {
                return known;
            }
        }
        try {
            var labels = byBytes ? batch.readLabels(place) : batch.named(place);
            var found = findOrAdd(labels, tally, refusedThen);
            if (byBytes && found != null) {
                head.fingerprints.put(batch.firstHalf(place), batch.secondHalf(place), found);
            }
            return found;
        } catch (IllegalArgumentException e) {
            tally.refuse(Refusal.BAD_LABELS, refusedThen, e.getMessage());
            return null;
        }
    }

    private HeadSeries findOrAdd(Labels labels, Outcome.Tally tally, int refusedThen) {
        var found = head.find(labels);
        if (found != null) {
            return found;
        }
        if (head.size() >= settings.maxSeries()) {
            tally.refuse(Refusal.TOO_MANY_SERIES, refusedThen, labels + " would be one more than the " + settings.maxSeries() + " series there may be");
            return null;
        }
        if (head.seriesBytes() > settings.memory() / 4 * 3) {
            tally.refuse(Refusal.NO_MEMORY, refusedThen, labels + " would be new, and the " + head.size() + " series there are take all memory that series may");
            return null;
        }
        if (by != null && !by.mayBring(head.free(settings), settings.clock().millis())) {
            tally.refuse(Refusal.ABOVE_SHARE, refusedThen, labels + " would be new, and " + by.name() + " has brought " + by.held() + " of the " + head.size()
                    + " series there are: nobody may take more than two thirds of the room there is");
            return null;
        }
        return made(labels);
    }

    private HeadSeries made(Labels labels) {
        var made = head.add(labels);
        added.add(made);
        if (by != null) {
            made.by = by;
            by.brought(settings.clock().millis());
        }
        return made;
    }

    private void write(Batch batch) throws IOException {
        if (accepted == 0 && added.isEmpty()) {
            return;
        }
        if (!added.isEmpty()) {
            Records.series(added, records);
        }
        numbers(batch);
        for (int i = 0; i < accepted; i++) {
            var histogram = batch.histogram(samples[i]);
            if (histogram != null) {
                Records.histogram(series[i], batch.millis(samples[i]), histogram, encoder, records);
            }
        }
        if (witness != null) {
            bear(batch);
        }
        log.append(records);
    }

    private void bear(Batch batch) throws IOException {
        for (int i = 0; i < accepted; i++) {
            witness.sees(series[i].labels, batch.millis(samples[i]), batch.value(samples[i]), batch.histogram(samples[i]));
        }
        witness.keep();
    }

    /** Numbers of neighbouring series at nearly the same moment: the differences are short. */
    private void numbers(Batch batch) {
        int start = Frame.open(records);
        records.put(Records.NUMBERS);
        int id = 0;
        long moment = 0;
        for (int i = 0; i < accepted; i++) {
            if (batch.histogram(samples[i]) == null) {
                records.putSigned(series[i].id - id);
                records.putSigned(batch.millis(samples[i]) - moment);
                records.putDouble(batch.value(samples[i]));
                id = series[i].id;
                moment = batch.millis(samples[i]);
            }
        }
        Frame.close(records, start);
    }

    private void takeBack() {
        for (int i = 0; i < accepted; i++) {
            series[i].unclaim();
        }
        head.forget(added);
    }

    private void apply(Batch batch) {
        for (int i = 0; i < accepted; i++) {
            var target = series[i];
            int before = target.weight();
            long millis = batch.millis(samples[i]);
            double value = batch.value(samples[i]);
            if (!late.isEmpty() && late.getOrDefault(target, Map.of()).containsKey(millis)) {
                target.addLate(new Sample(millis, value, batch.histogram(samples[i])));
            } else {
                target.append(millis, value, batch.histogram(samples[i]), closing);
                head.seen(millis);
            }
            head.grew(target.weight() - before);
        }
    }
}

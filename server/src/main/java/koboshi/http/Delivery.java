package koboshi.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import koboshi.http.Archive.Written;
import koboshi.series.Histogram;
import koboshi.wire.CounterReceiver;
import koboshi.wire.Family;
import koboshi.wire.LabelBytes;
import koboshi.wire.LabelLimits;
import koboshi.wire.LabelsRefused;
import koboshi.wire.WireError;

/**
 * One message of one sender on its way in.
 *
 * <p>Numbers and histograms are kept apart, since senders ask how many of each were written; so are the zeros that counters began with, since nobody sent
 * them and none is missed where something else is known of the moment. Series above what the sender may send are left out here.
 */
final class Delivery implements CounterReceiver {
    static final String SENDERS_SERIES = "of more series than this sender may send";

    private final Archive archive;
    private final Sender sender;
    private final long nowNanos;
    private final Described described;
    private final Archive.Writing numbers;
    private Archive.Writing histograms;
    private Archive.Writing beginnings;
    private byte[] labels = {};
    private int from;
    private int to;
    private boolean leftOut;
    private boolean namedAgain;
    private boolean begun;
    private long samples;
    private long tooMany;
    private String firstTooMany = "";

    /** @param histograms what became of the native histograms among them */
    record Kept(Written numbers, Written histograms) {
        Written all() {
            var refused = new HashMap<>(numbers.refused());
            histograms.refused().forEach((why, count) -> refused.merge(why, count, Long::sum));
            var first = numbers.first().isEmpty() ? histograms.first() : numbers.first();
            return new Written(numbers.taken() + histograms.taken(), refused, numbers.later() || histograms.later(), first);
        }
    }

    Delivery(Archive archive, Sender sender, long nowNanos, Described described) {
        this.archive = archive;
        this.sender = sender;
        this.nowNanos = nowNanos;
        this.described = described;
        this.numbers = archive.begin(sender.name());
    }

    /** How many came so far, of all kinds. */
    long samples() {
        return samples;
    }

    @Override
    public void series(byte[] message, int first, int behind) {
        labels = message;
        from = first;
        to = behind;
        namedAgain = false;
        begun = false;
        leftOut = !sender.maySend(message, first, behind, nowNanos);
        if (leftOut) {
            firstTooMany = firstTooMany.isEmpty() ? words() : firstTooMany;
        } else {
            numbers.series(message, first, behind);
        }
    }

    private String words() {
        try {
            return LabelBytes.read(labels, from, to, LabelLimits.STANDARD) + " " + sender.tooMany();
        } catch (LabelsRefused | WireError e) {
            return "a series (" + e.getMessage() + ") " + sender.tooMany();
        }
    }

    @Override
    public void sample(long millis, double value) {
        if (counted()) {
            numbers.sample(millis, value);
        }
    }

    @Override
    public void histogram(long millis, Histogram histogram) {
        if (counted()) {
            nameAgain();
            histograms.histogram(millis, histogram);
        }
    }

    @Override
    public void beginning(long millis) {
        if (!leftOut && !begun) {
            begun = true;
            beginnings = beginnings == null ? archive.begin(sender.name()) : beginnings;
            beginnings.series(labels, from, to);
            beginnings.sample(millis, 0);
        }
    }

    @Override
    public void family(Family family) {
        described.said(family);
    }

    private boolean counted() {
        samples++;
        tooMany += leftOut ? 1 : 0;
        return !leftOut;
    }

    private void nameAgain() {
        if (histograms == null) {
            histograms = archive.begin(sender.name());
        }
        if (!namedAgain) {
            histograms.series(labels, from, to);
            namedAgain = true;
        }
    }

    /** Keeps what came. Should the second part not be kept, the first is: sent again, it is taken again. */
    Kept commit() throws IOException {
        if (beginnings != null) {
            beginnings.commit();
        }
        var kept = new Kept(numbers.commit(), histograms == null ? new Written(0, Map.of(), false, "") : histograms.commit());
        if (tooMany == 0) {
            return kept;
        }
        var refused = new HashMap<>(kept.numbers().refused());
        refused.put(SENDERS_SERIES, tooMany);
        var first = kept.numbers().first().isEmpty() ? firstTooMany : kept.numbers().first();
        return new Kept(new Written(kept.numbers().taken(), refused, kept.numbers().later(), first), kept.histograms());
    }
}

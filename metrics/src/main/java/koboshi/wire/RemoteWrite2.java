package koboshi.wire;

import koboshi.series.Sample;

/**
 * Reads messages of Prometheus's remote write 2.0, once unpacked. Exemplars are passed over, and metadata too: see {@link Families#ofRemoteWrite2}.
 *
 * <p>A counter that says when it was created began at zero then. Where that is not long ago it is told, so that what was counted before the first sample
 * is not lost to {@code increase}.
 */
public final class RemoteWrite2 {
    private static final int TIME_SERIES = Cursor.tag(5, Cursor.BYTES);
    private static final int REFERENCES = Cursor.tag(1, Cursor.BYTES);
    private static final int REFERENCE = Cursor.tag(1, Cursor.VARINT);
    private static final int SAMPLE = Cursor.tag(2, Cursor.BYTES);
    private static final int HISTOGRAM = Cursor.tag(3, Cursor.BYTES);
    private static final int CREATED = Cursor.tag(6, Cursor.VARINT);
    private static final int VALUE = Cursor.tag(1, Cursor.FIXED64);
    private static final int MILLIS = Cursor.tag(2, Cursor.VARINT);
    private static final int STARTED = Cursor.tag(3, Cursor.VARINT);
    /** Longer than two scrapes are apart; said again at every sample until then, and looked up each time. */
    private static final long JUST_CREATED_MILLIS = 120_000;

    private final Cursor cursor;
    private final Symbols symbols;
    private final LabelRoom room = new LabelRoom();
    private final CounterReceiver receiver;

    private RemoteWrite2(byte[] message, int length, CounterReceiver receiver) {
        this.cursor = new Cursor(message, 0, length);
        this.symbols = Symbols.of(message, length);
        this.receiver = receiver;
    }

    /**
     * Hands everything over in its order.
     *
     * @throws WireError at the first thing that is malformed; the receiver then has a part of the message, and must drop it
     */
    public static void read(byte[] message, int length, CounterReceiver receiver) {
        new RemoteWrite2(message, length, receiver).message(length);
    }

    private void message(int length) {
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == TIME_SERIES) {
                int behind = cursor.endOfBytes();
                cursor.end = behind;
                timeSeries(cursor.at, behind);
                cursor.at = behind;
                cursor.end = length;
            } else {
                cursor.refuseKind(tag, 5);
                cursor.skip(tag);
            }
        }
    }

    /** Once for the labels and the moment of creation, which may stand anywhere, and once for what was measured. */
    private void timeSeries(int from, int to) {
        room.begin();
        long created = labels();
        room.name(receiver);
        cursor.at = from;
        cursor.end = to;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == SAMPLE) {
                created = sample(created);
            } else if (tag == HISTOGRAM) {
                histogram();
            } else {
                cursor.skip(tag);
            }
        }
    }

    /** @return the moment of creation, 0 where it is not said */
    private long labels() {
        long created = 0;
        long name = -1;
        while (cursor.more()) {
            int start = cursor.at;
            int tag = cursor.tag();
            if (tag == REFERENCES) {
                references();
            } else if (tag == REFERENCE && name < 0) {
                name = cursor.varint();
            } else if (tag == REFERENCE) {
                symbols.label(name, cursor.varint(), room, start);
                name = -1;
            } else if (tag == CREATED) {
                created = cursor.varint();
            } else {
                // The fourth and fifth, exemplars and metadata, are not ours to check.
                if (tag != SAMPLE && tag != HISTOGRAM) {
                    cursor.refuseKind(tag, 1, 2, 3);
                }
                cursor.skip(tag);
            }
        }
        refuseHalf(name >= 0);
        return created;
    }

    private void references() {
        int outer = cursor.end;
        int start = cursor.at;
        cursor.end = cursor.endOfBytes();
        while (cursor.more()) {
            long name = cursor.varint();
            refuseHalf(!cursor.more());
            symbols.label(name, cursor.varint(), room, start);
        }
        cursor.end = outer;
    }

    private void refuseHalf(boolean half) {
        if (half) {
            throw new WireError(cursor.at, "a label has a name and no value: the references are not even in number");
        }
    }

    /** @return the moment of creation for what follows, 0 where it was used up */
    private long sample(long createdBefore) {
        int outer = cursor.end;
        cursor.end = cursor.endOfBytes();
        double value = 0;
        long millis = 0;
        long created = createdBefore;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == VALUE) {
                value = cursor.fixed64();
            } else if (tag == MILLIS) {
                millis = cursor.varint();
            } else if (tag == STARTED) {
                created = cursor.varint();
            } else {
                cursor.refuseKind(tag, 1, 2, 3);
                cursor.skip(tag);
            }
        }
        cursor.end = outer;
        if (created > 0 && created < millis && millis - created < JUST_CREATED_MILLIS && !Sample.isStale(value)) {
            receiver.beginning(created);
        }
        receiver.sample(millis, value);
        return 0;
    }

    private void histogram() {
        int behind = cursor.endOfBytes();
        var message = new HistogramMessage(new Cursor(cursor.bytes, cursor.at, behind));
        cursor.at = behind;
        if (message.stale()) {
            receiver.sample(message.millis(), Sample.STALE);
        } else {
            receiver.histogram(message.millis(), message.histogram());
        }
    }
}

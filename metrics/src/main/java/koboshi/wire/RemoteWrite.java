package koboshi.wire;

import java.io.ByteArrayOutputStream;
import koboshi.series.Sample;

/**
 * Reads messages of Prometheus's remote write 1.0, once unpacked, without making a text of any label.
 * Exemplars are passed over.
 */
public final class RemoteWrite {
    private static final int TIME_SERIES = Cursor.tag(1, Cursor.BYTES);
    private static final int METADATA = Cursor.tag(3, Cursor.BYTES);
    private static final int LABEL = Cursor.tag(1, Cursor.BYTES);
    private static final int SAMPLE = Cursor.tag(2, Cursor.BYTES);
    private static final int EXEMPLAR = Cursor.tag(3, Cursor.BYTES);
    private static final int HISTOGRAM = Cursor.tag(4, Cursor.BYTES);
    private static final int VALUE = Cursor.tag(1, Cursor.FIXED64);
    private static final int MILLIS = Cursor.tag(2, Cursor.VARINT);

    private RemoteWrite() {}

    /**
     * Hands everything over in its order.
     *
     * @throws WireError at the first thing that is malformed; the receiver then has a part of the message, and must drop it
     */
    public static void read(byte[] message, int length, WriteReceiver receiver) {
        var cursor = new Cursor(message, 0, length);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == TIME_SERIES) {
                int behind = cursor.endOfBytes();
                cursor.end = behind;
                timeSeries(cursor, receiver);
                cursor.at = behind;
                cursor.end = length;
            } else if (tag == METADATA) {
                receiver.family(Families.ofWrite(OtlpValue.inner(cursor)));
            } else {
                cursor.refuseKind(tag, 1, 3);
                cursor.skip(tag);
            }
        }
    }

    /** Labels nearly always come first and in one run; then what follows them is read once. */
    private static void timeSeries(Cursor cursor, WriteReceiver receiver) {
        int from = cursor.at;
        int to = from;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag != LABEL) {
                break;
            }
            cursor.at = cursor.endOfBytes();
            to = cursor.at;
        }
        cursor.at = to;
        if (labelsAgain(cursor)) {
            var gathered = gather(cursor, from);
            receiver.series(gathered, 0, gathered.length);
        } else {
            receiver.series(cursor.bytes, from, to);
        }
        cursor.at = to;
        while (cursor.more()) {
            measured(cursor, receiver);
        }
    }

    private static boolean labelsAgain(Cursor cursor) {
        boolean found = false;
        while (cursor.more()) {
            int tag = cursor.tag();
            found |= tag == LABEL;
            cursor.skip(tag);
        }
        return found;
    }

    /** Lays labels that are spread over the series side by side. */
    private static byte[] gather(Cursor cursor, int from) {
        var gathered = new ByteArrayOutputStream();
        cursor.at = from;
        while (cursor.more()) {
            int start = cursor.at;
            int tag = cursor.tag();
            cursor.skip(tag);
            if (tag == LABEL) {
                gathered.write(cursor.bytes, start, cursor.at - start);
            }
        }
        return gathered.toByteArray();
    }

    private static void measured(Cursor cursor, WriteReceiver receiver) {
        int tag = cursor.tag();
        if (tag == SAMPLE) {
            sample(cursor, receiver);
        } else if (tag == HISTOGRAM) {
            histogram(cursor, receiver);
        } else {
            refuseOtherThan(tag == LABEL ? LABEL : EXEMPLAR, tag, cursor, 1, 2, 3, 4);
            cursor.skip(tag);
        }
    }

    private static void sample(Cursor cursor, WriteReceiver receiver) {
        int outer = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        double value = 0;
        long millis = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == VALUE) {
                value = cursor.fixed64();
            } else if (tag == MILLIS) {
                millis = cursor.varint();
            } else {
                cursor.refuseKind(tag, 1, 2);
                cursor.skip(tag);
            }
        }
        cursor.end = outer;
        receiver.sample(millis, value);
    }

    private static void histogram(Cursor cursor, WriteReceiver receiver) {
        int behind = cursor.endOfBytes();
        var message = new HistogramMessage(new Cursor(cursor.bytes, cursor.at, behind));
        cursor.at = behind;
        if (message.stale()) {
            receiver.sample(message.millis(), Sample.STALE);
        } else {
            receiver.histogram(message.millis(), message.histogram());
        }
    }

    private static void refuseOtherThan(int right, int tag, Cursor cursor, int... known) {
        if (tag != right) {
            cursor.refuseKind(tag, known);
        }
    }
}

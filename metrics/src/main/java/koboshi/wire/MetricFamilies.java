package koboshi.wire;

/**
 * Reads Prometheus's exposition in protobuf: messages {@code io.prometheus.client.MetricFamily}, each behind its length.
 *
 * <p>Every series is named to the receiver as the text format would name it, so that whoever knows series by their bytes need not care what was asked for.
 */
public final class MetricFamilies {
    private static final int NAME = Cursor.tag(1, Cursor.BYTES);
    private static final int TYPE = Cursor.tag(3, Cursor.VARINT);
    private static final int METRIC = Cursor.tag(4, Cursor.BYTES);
    private static final int GAUGE_HISTOGRAM = 5;

    private MetricFamilies() {}

    /**
     * Hands over every sample of an answer.
     *
     * @param classic whether the buckets of a histogram that is native too are handed over besides it
     * @throws WireError at the first thing that is malformed
     */
    public static void read(byte[] answer, int length, boolean classic, ExpositionReceiver receiver) {
        var cursor = new Cursor(answer, 0, length);
        var metric = new MetricMessage(cursor, classic, receiver);
        while (cursor.more()) {
            cursor.end = cursor.endOfBytes();
            family(cursor, metric);
            cursor.end = length;
        }
    }

    /** Name and type may stand behind the metrics they are of, so the message is gone through twice. */
    private static void family(Cursor cursor, MetricMessage metric) {
        int start = cursor.at;
        int nameFrom = 0;
        int nameTo = 0;
        long type = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == NAME) {
                nameTo = cursor.endOfBytes();
                nameFrom = cursor.at;
                cursor.at = nameTo;
            } else if (tag == TYPE) {
                type = cursor.varint();
            } else {
                cursor.refuseKind(tag, 1, 3);
                cursor.skip(tag);
            }
        }
        if (nameFrom == nameTo) {
            throw new WireError(start, "a family without a name");
        }
        cursor.at = start;
        metric.of(nameFrom, nameTo, type == GAUGE_HISTOGRAM);
        metrics(cursor, metric);
    }

    private static void metrics(Cursor cursor, MetricMessage metric) {
        int end = cursor.end;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == METRIC) {
                int behind = cursor.endOfBytes();
                cursor.end = behind;
                metric.read();
                cursor.at = behind;
                cursor.end = end;
            } else {
                cursor.refuseKind(tag, 4);
                cursor.skip(tag);
            }
        }
    }
}

package koboshi.wire;

/** One metric of a family: its labels, and what was measured in one of five shapes. */
final class MetricMessage {
    private static final int LABEL = Cursor.tag(1, Cursor.BYTES);
    private static final int GAUGE = Cursor.tag(2, Cursor.BYTES);
    private static final int COUNTER = Cursor.tag(3, Cursor.BYTES);
    private static final int SUMMARY = Cursor.tag(4, Cursor.BYTES);
    private static final int UNTYPED = Cursor.tag(5, Cursor.BYTES);
    private static final int MILLIS = Cursor.tag(6, Cursor.VARINT);
    private static final int HISTOGRAM = Cursor.tag(7, Cursor.BYTES);
    private static final int NUMBER = Cursor.tag(1, Cursor.FIXED64);
    private static final int QUANTILE = Cursor.tag(3, Cursor.BYTES);

    private final Cursor cursor;
    private final boolean classic;
    private final ExpositionReceiver receiver;
    private final NameText text;
    private boolean gauge;
    private long millis;

    MetricMessage(Cursor cursor, boolean classic, ExpositionReceiver receiver) {
        this.cursor = cursor;
        this.classic = classic;
        this.receiver = receiver;
        text = new NameText(cursor);
    }

    /** What follows is of the family whose name stands there. */
    void of(int nameFrom, int nameTo, boolean gaugeHistogram) {
        text.family(nameFrom, nameTo);
        gauge = gaugeHistogram;
    }

    /** Goes over the message twice: labels and moment may stand behind what was measured. */
    void read() {
        int start = cursor.at;
        text.noLabels();
        millis = ExpositionReceiver.NO_MOMENT;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == LABEL) {
                text.label();
            } else if (tag == MILLIS) {
                millis = cursor.varint();
            } else {
                cursor.refuseKind(tag, 1, 6);
                cursor.skip(tag);
            }
        }
        cursor.at = start;
        while (cursor.more()) {
            measured(cursor.tag());
        }
    }

    private void measured(int tag) {
        if (tag == GAUGE || tag == COUNTER || tag == UNTYPED) {
            within(this::number);
        } else if (tag == SUMMARY) {
            within(this::summary);
        } else if (tag == HISTOGRAM) {
            within(this::histogram);
        } else {
            cursor.refuseKind(tag, 2, 3, 4, 5, 7);
            cursor.skip(tag);
        }
    }

    private void within(Runnable what) {
        int end = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        what.run();
        cursor.at = behind;
        cursor.end = end;
    }

    private void number() {
        double value = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == NUMBER) {
                value = cursor.fixed64();
            } else {
                cursor.refuseKind(tag, 1);
                cursor.skip(tag);
            }
        }
        say("", null, 0, value);
    }

    private void say(String suffix, String label, double labelValue, double value) {
        int to = text.write(suffix, label, labelValue);
        receiver.sample(text.bytes(), 0, to, value, millis);
    }

    private void summary() {
        double count = 0;
        double sum = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.VARINT -> count = FamilyHistogram.unsigned(cursor.varint());
                case 2 << 3 | Cursor.FIXED64 -> sum = cursor.fixed64();
                case 3 << 3 | Cursor.BYTES -> within(() -> pair("", "quantile"));
                default -> {
                    cursor.refuseKind(tag, 1, 2, QUANTILE >>> 3);
                    cursor.skip(tag);
                }
            }
        }
        say("_count", null, 0, count);
        say("_sum", null, 0, sum);
    }

    /** Two numbers: which quantile, and its value. */
    private void pair(String suffix, String label) {
        double which = 0;
        double value = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == (1 << 3 | Cursor.FIXED64)) {
                which = cursor.fixed64();
            } else if (tag == (2 << 3 | Cursor.FIXED64)) {
                value = cursor.fixed64();
            } else {
                cursor.refuseKind(tag, 1, 2);
                cursor.skip(tag);
            }
        }
        say(suffix, label, which, value);
    }

    private void histogram() {
        var message = new FamilyHistogram(cursor);
        if (message.isNative()) {
            int to = text.write("", null, 0);
            receiver.histogram(text.bytes(), 0, to, message.histogram(gauge), millis);
        }
        if (message.isNative() && !classic || !message.hasBuckets() && message.isNative()) {
            return;
        }
        say("_count", null, 0, message.count());
        say("_sum", null, 0, message.sum());
        for (int i = 0; i < message.buckets(); i++) {
            say("_bucket", "le", message.upper(i), message.cumulative(i));
        }
        // The last bucket may be left out, for its count is that of all.
        if (message.buckets() == 0 || message.upper(message.buckets() - 1) != Double.POSITIVE_INFINITY) {
            say("_bucket", "le", Double.POSITIVE_INFINITY, message.count());
        }
    }
}

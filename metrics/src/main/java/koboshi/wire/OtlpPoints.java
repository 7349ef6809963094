package koboshi.wire;

import java.util.Arrays;
import koboshi.series.Sample;

/** The data points of one metric. Times are nanoseconds and become milliseconds; a point without a recorded value ends its series. */
final class OtlpPoints {
    static final int GAUGE = 5;
    static final int SUM = 7;
    static final int HISTOGRAM = 9;
    static final int EXPONENTIAL = 10;
    static final int SUMMARY = 11;
    private static final int POINT = Cursor.tag(1, Cursor.BYTES);
    private static final byte[] NONE = {};
    private static final byte[] LE = LabelRoom.bytes("le");
    private static final byte[] QUANTILE = LabelRoom.bytes("quantile");
    private static final byte[] INFINITE = LabelRoom.bytes("+Inf");
    private static final int MOST_QUANTILES = 1_000;
    private static final long NANOS_A_MILLI = 1_000_000;

    private final byte[] name;
    private final byte[] bucketName;
    private final byte[] sumName;
    private final byte[] countName;
    private final String words;
    private final OtlpResource resource;
    private final LabelRoom room;
    private final OtlpReceiver receiver;
    private OtlpAttributes attributes;

    OtlpPoints(String name, OtlpResource resource, LabelRoom room, OtlpReceiver receiver) {
        this.words = name;
        this.name = LabelRoom.bytes(name);
        this.bucketName = LabelRoom.bytes(name + "_bucket");
        this.sumName = LabelRoom.bytes(name + "_sum");
        this.countName = LabelRoom.bytes(name + "_count");
        this.resource = resource;
        this.room = room;
        this.receiver = receiver;
    }

    void read(Cursor cursor, int kind) {
        attributes = new OtlpAttributes(cursor.bytes);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == POINT) {
                attributes.clear();
                point(OtlpValue.inner(cursor), kind);
            } else {
                cursor.skip(tag);
            }
        }
    }

    private void point(Cursor cursor, int kind) {
        switch (kind) {
            case GAUGE, SUM -> number(cursor);
            case HISTOGRAM -> histogram(cursor);
            case EXPONENTIAL -> exponential(cursor);
            default -> summary(cursor);
        }
    }

    private void number(Cursor cursor) {
        long nanos = 0;
        double value = 0;
        long flags = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 3 << 3 | Cursor.FIXED64 -> nanos = cursor.whole64();
                case 4 << 3 | Cursor.FIXED64 -> value = cursor.fixed64();
                case 6 << 3 | Cursor.FIXED64 -> value = cursor.whole64();
                case 7 << 3 | Cursor.BYTES -> attributes.add(cursor);
                case 8 << 3 | Cursor.VARINT -> flags = cursor.varint();
                default -> other(cursor, tag, 3, 4, 6, 7, 8);
            }
        }
        resource.series(room, name, attributes, NONE);
        tell(millis(nanos), gone(flags) ? Sample.STALE : value);
    }

    /** By now the labels since the room's beginning are those of the series. */
    private void tell(long millis, double value) {
        room.name(receiver);
        receiver.sample(millis, value);
    }

    private long millis(long nanos) {
        long millis = Long.divideUnsigned(nanos, NANOS_A_MILLI);
        resource.seen(millis);
        return millis;
    }

    private static boolean gone(long flags) {
        return (flags & 1) != 0;
    }

    private static void other(Cursor cursor, int tag, int... known) {
        cursor.refuseKind(tag, known);
        cursor.skip(tag);
    }

    private void histogram(Cursor cursor) {
        long nanos = 0;
        double count = 0;
        double sum = 0;
        boolean summed = false;
        long flags = 0;
        double[] bounds = {};
        double[] counts = {};
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 3 << 3 | Cursor.FIXED64 -> nanos = cursor.whole64();
                case 4 << 3 | Cursor.FIXED64 -> count = unsigned(cursor.whole64());
                case 5 << 3 | Cursor.FIXED64 -> {
                    sum = cursor.fixed64();
                    summed = true;
                }
                case 6 << 3 | Cursor.BYTES, 6 << 3 | Cursor.FIXED64 -> counts = HistogramMessage.numbers(cursor, tag, counts);
                case 7 << 3 | Cursor.BYTES, 7 << 3 | Cursor.FIXED64 -> bounds = HistogramMessage.numbers(cursor, tag, bounds);
                case 9 << 3 | Cursor.BYTES -> attributes.add(cursor);
                case 10 << 3 | Cursor.VARINT -> flags = cursor.varint();
                default -> other(cursor, tag, 3, 4, 5, 6, 7, 9, 10);
            }
        }
        if (counts.length > 0 && counts.length != bounds.length + 1 || counts.length == 0 && bounds.length > 0) {
            receiver.refused(1, words + " has " + counts.length + " buckets and " + bounds.length + " bounds: expected one bucket more");
            return;
        }
        classic(new Classic(millis(nanos), count, summed, sum, bounds, counts, gone(flags)));
    }

    /** @param counts of each bucket by itself, their bits being whole numbers */
    private record Classic(long millis, double count, boolean summed, double sum, double[] bounds, double[] counts, boolean gone) {}

    private void classic(Classic all) {
        if (all.summed()) {
            series(sumName, all.millis(), all.gone() ? Sample.STALE : all.sum());
        }
        series(countName, all.millis(), all.gone() ? Sample.STALE : all.count());
        double upToHere = 0;
        for (int i = 0; i < all.bounds().length; i++) {
            upToHere += unsigned(Double.doubleToRawLongBits(all.counts()[i]));
            marked(bucketName, LE, LabelRoom.bytes(OtlpValue.number(all.bounds()[i])), all.millis(), all.gone() ? Sample.STALE : upToHere);
        }
        marked(bucketName, LE, INFINITE, all.millis(), all.gone() ? Sample.STALE : all.count());
    }

    private void series(byte[] named, long millis, double value) {
        resource.series(room, named, attributes, NONE);
        tell(millis, value);
    }

    private void marked(byte[] named, byte[] label, byte[] mark, long millis, double value) {
        resource.series(room, named, attributes, label);
        room.label(label, mark);
        tell(millis, value);
    }

    private void exponential(Cursor cursor) {
        var message = new ExponentialMessage();
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.BYTES -> attributes.add(cursor);
                default -> message.field(cursor, tag);
            }
        }
        var wrong = message.wrong();
        if (!wrong.isEmpty()) {
            receiver.refused(1, words + " " + wrong);
            return;
        }
        long millis = millis(message.nanos());
        resource.series(room, name, attributes, NONE);
        room.name(receiver);
        if (gone(message.flags())) {
            receiver.sample(millis, Sample.STALE);
        } else {
            receiver.histogram(millis, message.histogram());
        }
    }

    private void summary(Cursor cursor) {
        long nanos = 0;
        double count = 0;
        double sum = 0;
        long flags = 0;
        double[] quantiles = {};
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 3 << 3 | Cursor.FIXED64 -> nanos = cursor.whole64();
                case 4 << 3 | Cursor.FIXED64 -> count = unsigned(cursor.whole64());
                case 5 << 3 | Cursor.FIXED64 -> sum = cursor.fixed64();
                case 6 << 3 | Cursor.BYTES -> quantiles = quantile(OtlpValue.inner(cursor), quantiles);
                case 7 << 3 | Cursor.BYTES -> attributes.add(cursor);
                case 8 << 3 | Cursor.VARINT -> flags = cursor.varint();
                default -> other(cursor, tag, 3, 4, 5, 6, 7, 8);
            }
        }
        if (quantiles.length > MOST_QUANTILES * 2) {
            receiver.refused(1, words + " has more than " + MOST_QUANTILES + " quantiles");
            return;
        }
        long millis = millis(nanos);
        series(sumName, millis, gone(flags) ? Sample.STALE : sum);
        series(countName, millis, gone(flags) ? Sample.STALE : count);
        for (int i = 0; i < quantiles.length; i += 2) {
            marked(name, QUANTILE, LabelRoom.bytes(OtlpValue.number(quantiles[i])), millis, gone(flags) ? Sample.STALE : quantiles[i + 1]);
        }
    }

    /** @return those before, and this quantile and its value behind them */
    private static double[] quantile(Cursor cursor, double[] before) {
        if (before.length > MOST_QUANTILES * 2) {
            return before;
        }
        var all = Arrays.copyOf(before, before.length + 2);
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.FIXED64 -> all[before.length] = cursor.fixed64();
                case 2 << 3 | Cursor.FIXED64 -> all[before.length + 1] = cursor.fixed64();
                default -> other(cursor, tag, 1, 2);
            }
        }
        return all;
    }

    static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }
}

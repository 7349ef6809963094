package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads InfluxDB's line protocol: {@code measurement,tag=a field=1,other=2i 1700000000000000000}, a point a line.
 *
 * <p>Each number or truth of a point becomes a sample of the series {@code measurement_field} with the tags as labels; a text becomes nothing and is counted.
 * A line that is wrong is left out as a whole and the others are read.
 */
public final class InfluxLines {
    private static final byte[] NAME = LabelRoom.bytes("__name__");
    private static final byte[] DATABASE = LabelRoom.bytes("db");

    private final InfluxCursor cursor;
    private final InfluxPrecision precision;
    private final byte[] database;
    private final long nowMillis;
    private final WriteReceiver receiver;
    private final LabelRoom room = new LabelRoom();
    private byte[][] names = new byte[16][];
    private double[] values = new double[16];
    private int fields;
    private long texts;

    /**
     * What became of the lines.
     *
     * @param points lines that were read
     * @param texts fields in them that are texts
     * @param wrong lines that were left out
     * @param firstWrong what was wrong with the first of those, naming line and column; empty where there is none
     */
    public record Read(long points, long texts, long wrong, String firstWrong) {}

    private InfluxLines(InfluxCursor cursor, InfluxPrecision precision, String database, long nowMillis, WriteReceiver receiver) {
        this.cursor = cursor;
        this.precision = precision;
        this.database = LabelRoom.bytes(database);
        this.nowMillis = nowMillis;
        this.receiver = receiver;
    }

    /**
     * Hands everything over that can be read.
     *
     * @param database becomes the label {@code db} where the line has no such tag; empty for none
     * @param nowMillis for points without a moment of their own
     */
    public static Read read(byte[] body, int length, InfluxPrecision precision, String database, long nowMillis, WriteReceiver receiver) {
        return new InfluxLines(new InfluxCursor(body, length), precision, database, nowMillis, receiver).lines();
    }

    private Read lines() {
        long points = 0;
        long wrong = 0;
        var first = "";
        while (cursor.nextLine()) {
            try {
                point();
                points++;
            } catch (InfluxCursor.BadLine e) {
                wrong++;
                first = first.isEmpty() ? e.getMessage() : first;
                cursor.skipLine();
            }
        }
        return new Read(points, texts, wrong, first);
    }

    /** Nothing is handed over before the end of the line was seen. */
    private void point() {
        fields = 0;
        var measurement = cursor.name("a measurement", ',');
        var tags = tags();
        cursor.expectBlank("expected a space between tags and fields");
        fields(measurement);
        long millis = moment();
        for (int i = 0; i < fields; i++) {
            room.begin().label(NAME, names[i]).laid(tags, 0, tags.length).name(receiver);
            receiver.sample(millis, values[i]);
        }
    }

    private byte[] tags() {
        room.begin();
        boolean ownDatabase = false;
        while (cursor.next(',')) {
            var name = cursor.name("a tag's name", '=');
            cursor.expect('=', "expected = behind a tag's name");
            var value = cursor.text("a tag's value");
            ownDatabase |= Arrays.equals(name, DATABASE);
            room.label(nameOfLabel(name), value);
        }
        if (database.length > 0 && !ownDatabase) {
            room.label(DATABASE, database);
        }
        return room.copy();
    }

    private void fields(byte[] measurement) {
        do {
            var name = cursor.name("a field's name", '=');
            cursor.expect('=', "expected = behind a field's name");
            if (cursor.quoted()) {
                texts++;
            } else {
                add(joined(measurement, name), cursor.number());
            }
        } while (cursor.next(','));
    }

    private void add(byte[] name, double value) {
        if (fields == names.length) {
            names = Arrays.copyOf(names, fields * 2);
            values = Arrays.copyOf(values, fields * 2);
        }
        names[fields] = name;
        values[fields++] = value;
    }

    private static byte[] joined(byte[] measurement, byte[] field) {
        var first = nameOfLabel(measurement);
        var name = Arrays.copyOf(first, first.length + 1 + field.length);
        name[first.length] = '_';
        System.arraycopy(field, 0, name, first.length + 1, field.length);
        return name;
    }

    /** No name begins with a digit. */
    private static byte[] nameOfLabel(byte[] name) {
        if (name[0] < '0' || name[0] > '9') {
            return name;
        }
        var longer = new byte[name.length + 1];
        longer[0] = '_';
        System.arraycopy(name, 0, longer, 1, name.length);
        return longer;
    }

    private long moment() {
        if (cursor.atEndOfLine()) {
            return nowMillis;
        }
        cursor.expectBlank("expected a comma and another field, a space and a moment, or the end of the line");
        return cursor.atEndOfLine() ? nowMillis : precision.millis(cursor.whole());
    }

    static String shown(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, 60), StandardCharsets.UTF_8);
    }
}

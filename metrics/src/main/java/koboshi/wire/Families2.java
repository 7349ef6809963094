package koboshi.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a message of remote write 2.0 says of metrics: with each series, so that whoever wants it need not look for it in every message. */
final class Families2 {
    private static final int TIME_SERIES = Cursor.tag(5, Cursor.BYTES);
    private static final int REFERENCES = Cursor.tag(1, Cursor.BYTES);
    private static final int REFERENCE = Cursor.tag(1, Cursor.VARINT);
    private static final int METADATA = Cursor.tag(5, Cursor.BYTES);
    private static final int MOST = 5_000;

    private final Symbols symbols;
    private final Map<String, Family> found = new LinkedHashMap<>();

    private Families2(Symbols symbols) {
        this.symbols = symbols;
    }

    /** @param message that was read without an error */
    static List<Family> of(byte[] message, int length) {
        var reading = new Families2(Symbols.of(message, length));
        var cursor = new Cursor(message, 0, length);
        while (cursor.more() && reading.found.size() < MOST) {
            int tag = cursor.tag();
            if (tag == TIME_SERIES) {
                reading.timeSeries(OtlpValue.inner(cursor));
            } else {
                cursor.skip(tag);
            }
        }
        return List.copyOf(reading.found.values());
    }

    private void timeSeries(Cursor cursor) {
        var name = "";
        Cursor metadata = null;
        long label = -1;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == REFERENCES) {
                name = name(OtlpValue.inner(cursor), name);
            } else if (tag == REFERENCE && label < 0) {
                label = cursor.varint();
            } else if (tag == REFERENCE) {
                name = isName(label, cursor) ? symbols.text(cursor.varint(), cursor.at) : skipped(cursor, tag, name);
                label = -1;
            } else if (tag == METADATA) {
                metadata = OtlpValue.inner(cursor);
            } else {
                cursor.skip(tag);
            }
        }
        if (metadata != null && !name.isEmpty() && !found.containsKey(name)) {
            found.put(name, family(name, metadata));
        }
    }

    private String name(Cursor references, String otherwise) {
        while (references.more()) {
            boolean here = isName(references.varint(), references);
            long value = references.varint();
            if (here) {
                return symbols.text(value, references.at);
            }
        }
        return otherwise;
    }

    private boolean isName(long label, Cursor at) {
        return symbols.text(label, at.at).equals("__name__");
    }

    private static String skipped(Cursor cursor, int tag, String name) {
        cursor.skip(tag);
        return name;
    }

    private Family family(String name, Cursor cursor) {
        var type = Family.UNKNOWN;
        var help = "";
        var unit = "";
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.VARINT -> type = Families.writeType(cursor.varint());
                case 3 << 3 | Cursor.VARINT -> help = symbols.text(cursor.varint(), cursor.at);
                case 4 << 3 | Cursor.VARINT -> unit = symbols.text(cursor.varint(), cursor.at);
                default -> cursor.skip(tag);
            }
        }
        return new Family(name, type, help, unit);
    }
}

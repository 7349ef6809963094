package koboshi.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import koboshi.series.Labels;

/** Makes texts of a series' labels, and sees whether they can name a series. */
public final class LabelBytes {
    private static final int LABEL = Cursor.tag(1, Cursor.BYTES);
    private static final int NAME = Cursor.tag(1, Cursor.BYTES);
    private static final int VALUE = Cursor.tag(2, Cursor.BYTES);
    private static final int SHOWN = 120;

    private final Cursor cursor;
    private final LabelLimits limits;
    private final Map<String, String> labels = new HashMap<>();
    private int count;

    private LabelBytes(Cursor cursor, LabelLimits limits) {
        this.cursor = cursor;
        this.limits = limits;
    }

    /**
     * The labels a receiver was given, in any order. An empty value is an absent label.
     *
     * @throws WireError when they are not well encoded
     * @throws LabelsRefused when there are too many or too long ones, one twice, one without a name, none called {@code __name__}, or one is not UTF-8
     */
    public static Labels read(byte[] message, int from, int to, LabelLimits limits) throws LabelsRefused {
        return new LabelBytes(new Cursor(message, from, to), limits).read();
    }

    private Labels read() throws LabelsRefused {
        int end = cursor.end;
        while (cursor.more()) {
            if (cursor.tag() != LABEL) {
                throw new WireError(cursor.at, "expected a label");
            }
            cursor.end = cursor.endOfBytes();
            label();
            cursor.end = end;
        }
        var read = Labels.of(labels);
        if (read.name().isEmpty()) {
            throw refused("has no " + Labels.NAME);
        }
        return read;
    }

    private void label() throws LabelsRefused {
        int nameFrom = 0;
        int nameTo = 0;
        int valueFrom = 0;
        int valueTo = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == NAME) {
                nameTo = cursor.endOfBytes();
                nameFrom = cursor.at;
                cursor.at = nameTo;
            } else if (tag == VALUE) {
                valueTo = cursor.endOfBytes();
                valueFrom = cursor.at;
                cursor.at = valueTo;
            } else {
                cursor.refuseKind(tag, 1, 2);
                cursor.skip(tag);
            }
        }
        if (++count > limits.labels()) {
            throw refused("has more than " + limits.labels() + " labels");
        }
        keep(name(nameFrom, nameTo), valueFrom, valueTo);
    }

    private String name(int from, int to) throws LabelsRefused {
        if (from == to) {
            throw refused("has a label without a name");
        }
        if (to - from > limits.nameBytes()) {
            throw refused("has a label whose name has " + (to - from) + " bytes where at most " + limits.nameBytes() + " are taken: " + start(from, to));
        }
        return text(from, to, "the name of a label");
    }

    private void keep(String name, int from, int to) throws LabelsRefused {
        if (to - from > limits.valueBytes()) {
            throw refused("has a value of " + (to - from) + " bytes in label " + shortened(name) + " where at most " + limits.valueBytes() + " are taken");
        }
        if (labels.put(name, text(from, to, "the value of label " + shortened(name))) != null) {
            throw refused("has label " + shortened(name) + " twice");
        }
    }

    private String text(int from, int to, String what) throws LabelsRefused {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cursor.bytes, from, to - from)).toString();
        } catch (CharacterCodingException _) {
            throw refused(": " + what + " is not UTF-8: " + start(from, to));
        }
    }

    private String start(int from, int to) {
        return shortened(new String(cursor.bytes, from, Math.min(to - from, SHOWN * 2), StandardCharsets.UTF_8));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private LabelsRefused refused(String why) {
        return new LabelsRefused("series " + shortened(Labels.of(labels).toString()) + (why.startsWith(":") ? "" : " ") + why);
    }
}

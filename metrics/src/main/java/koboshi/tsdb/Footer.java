package koboshi.tsdb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The end of a block's index: where its parts begin, counts, the span of time; with a checksum over the whole file.
 *
 * @param first moment of the oldest sample
 * @param last moment of the newest sample
 */
record Footer(
        int textsAt, int textCount, int pairsAt, int pairCount, int postingsAt, int seriesAt, int seriesCount, int sourcesAt, long first, long last, long samples) {
    private static final int LENGTH = 8 * Integer.BYTES + 3 * Long.BYTES + Integer.BYTES;

    /** @param to holds all that stands before it */
    void write(Bytes to) {
        for (int part : new int[] {textsAt, textCount, pairsAt, pairCount, postingsAt, seriesAt, seriesCount, sourcesAt}) {
            to.putInt(part);
        }
        to.putLong(first);
        to.putLong(last);
        to.putLong(samples);
        to.putInt(Frame.checksum(to.array(), 0, to.size()));
    }

    /** @throws Damaged if the file is not as it was written */
    static Footer read(MemorySegment index) {
        Magic.check(index, BlockWriter.INDEX);
        long at = index.byteSize() - LENGTH;
        if (at < Magic.LENGTH || index.byteSize() > Integer.MAX_VALUE) {
            throw new Damaged("an index of " + index.byteSize() + " bytes");
        }
        var cursor = new Cursor(index.asSlice(at).toArray(ValueLayout.JAVA_BYTE), 0, LENGTH);
        var footer = new Footer(cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(),
                cursor.nextInt(), cursor.nextLong(), cursor.nextLong(), cursor.nextLong());
        if (cursor.nextInt() != Frame.checksum(index.asSlice(0, index.byteSize() - Integer.BYTES))) {
            throw new Damaged("the index's checksum is another");
        }
        footer.check((int) at);
        return footer;
    }

    /** Each part must have room for what it is said to hold: what follows trusts that. */
    private void check(int end) {
        boolean fits = textCount >= 0 && pairCount >= 0 && seriesCount > 0
                && textsAt == Magic.LENGTH
                && textsAt + 4L * (textCount + 1) <= pairsAt
                && pairsAt + 12L * pairCount == postingsAt
                && postingsAt <= seriesAt
                && seriesAt + 4L * (seriesCount + 1) <= sourcesAt
                && sourcesAt < end;
        if (!fits) {
            throw new Damaged("the parts of the index do not fit together");
        }
    }
}

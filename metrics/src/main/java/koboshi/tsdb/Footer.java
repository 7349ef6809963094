package koboshi.tsdb;

/**
 * The end of a block's index: where its parts begin, counts, the span of time; with a checksum over the whole file.
 *
 * @param first moment of the oldest sample
 * @param last moment of the newest sample
 */
record Footer(
        int textsAt, int textCount, int pairsAt, int pairCount, int postingsAt, int seriesAt, int seriesCount, int sourcesAt, long first, long last, long samples) {
    private static final int LENGTH = 8 * Integer.BYTES + 3 * Long.BYTES + Integer.BYTES;

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
    static Footer read(byte[] index) {
        Magic.check(index, BlockWriter.INDEX);
        int at = index.length - LENGTH;
        if (at < Magic.LENGTH) {
            throw new Damaged("the index ends early");
        }
        var cursor = new Cursor(index, at, index.length);
        var footer = new Footer(cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(), cursor.nextInt(),
                cursor.nextInt(), cursor.nextLong(), cursor.nextLong(), cursor.nextLong());
        if (cursor.nextInt() != Frame.checksum(index, 0, index.length - Integer.BYTES)) {
            throw new Damaged("the index's checksum is another");
        }
        return footer;
    }
}

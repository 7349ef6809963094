package koboshi.tsdb;

/**
 * Samples of one series in a row, closed and encoded.
 *
 * @param first moment of the first sample, milliseconds since the epoch
 * @param last moment of the last sample
 * @param bytes {@link Encoder}'s; not to be written to
 */
record Chunk(long first, long last, int count, byte[] bytes) implements Piece {
    /** So many samples at most: decoding one to reach a single sample must stay cheap, and its own header must not weigh. */
    static final int MOST_SAMPLES = 480;

    @Override
    public void decode(Columns to) {
        to.read(bytes, 0, bytes.length, first, count);
    }
}

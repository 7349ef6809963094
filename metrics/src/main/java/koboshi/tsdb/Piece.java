package koboshi.tsdb;

import java.util.List;
import koboshi.series.Sample;

/** Some samples of one series, wherever they lie; immutable. */
interface Piece {
    long first();

    long last();

    int count();

    /** @throws Damaged for bytes that are not what was written */
    void decode(Columns to);

    /** About how many samples lie in the closed range: those at its edges are counted by their share. */
    default int about(long from, long to) {
        if (first() >= from && last() <= to) {
            return count();
        }
        long within = Math.min(last(), to) - Math.max(first(), from);
        return Math.min(count(), 2 + (int) (count() * (double) within / (last() - first())));
    }

    default boolean touches(long from, long to) {
        return first() <= to && last() >= from;
    }

    /**
     * What a series had not closed when it was asked for.
     *
     * @param mark behind which the bits begin; null for the beginning of the stream
     */
    record Open(long first, long last, int count, byte[] bits, Stream.Mark mark) implements Piece {
        @Override
        public void decode(Columns to) {
            int end = bits.length - Stream.SLACK;
            if (mark == null) {
                to.readStream(bits, 0, end, count);
            } else {
                to.readStream(bits, mark, end, count);
            }
        }
    }

    /** Samples that are not encoded yet. */
    record Loose(List<Sample> samples) implements Piece {
        @Override
        public long first() {
            return samples.getFirst().millis();
        }

        @Override
        public long last() {
            return samples.getLast().millis();
        }

        @Override
        public int count() {
            return samples.size();
        }

        @Override
        public void decode(Columns to) {
            samples.forEach(sample -> to.add(sample.millis(), sample.value(), sample.histogram()));
        }
    }
}

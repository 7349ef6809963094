package koboshi.tsdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Samples as they come, bit by bit: moments as differences of differences, values as what differs (XOR) from the one before.
 *
 * <p>The scheme of Facebook's Gorilla (Pelkonen and others, 2015): cheap to append to and fit for any number. It holds what a series has not closed yet, and
 * stays the encoding of closed chunks whose values are no short decimals.
 */
final class Stream {
    static final VarHandle BITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Reading and writing touch whole longs, so that the array goes on behind the last bit. */
    static final int SLACK = 2 * Long.BYTES;

    private static final int NO_WINDOW = 255;

    private static final int SMALLEST = 64;
    /** Doubling would leave a quarter of all memory empty. */
    private static final int MOST_GROWTH = 256;

    /** The last five minutes at a step of 15 s are a third of it. */
    private static final int MARK_EVERY = 60;

    private byte[] bits = new byte[SMALLEST];
    private int length;
    private int count;
    private long firstMillis;
    private long lastMillis;
    private long lastStep;
    private long lastValue;
    private int leading = NO_WINDOW;
    private int trailing;
    /** Places from which reading can begin; null while it is not worth it. */
    private Mark olderMark;
    private Mark newerMark;

    /**
     * Where the stream stood when it held so many samples: rules ask for the last minutes again and again, and need not read the whole hour for them.
     *
     * @param length in bits
     */
    record Mark(int count, int length, long millis, long step, long value, int leading, int trailing) {
        static final int BYTES = 56;
    }

    int count() {
        return count;
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    long lastValue() {
        return lastValue;
    }

    int bytes() {
        return (length + 7) / 8;
    }

    /** What was written, to be kept while the stream goes on. */
    byte[] copy() {
        return Arrays.copyOf(bits, bytes() + SLACK);
    }

    /**
     * What it holds now of the samples from a moment on, and perhaps some before it.
     *
     * @param from an open stream may go on before it, and after
     */
    Piece.Open piece(long from) {
        var mark = newerMark != null && newerMark.millis < from ? newerMark : olderMark != null && olderMark.millis < from ? olderMark : null;
        if (mark == null) {
            return new Piece.Open(firstMillis, lastMillis, count, copy(), null);
        }
        var rest = Arrays.copyOfRange(bits, mark.length >>> 3, bytes() + SLACK);
        return new Piece.Open(mark.millis + 1, lastMillis, count - mark.count, rest, mark);
    }

    void clear() {
        length = 0;
        count = 0;
        leading = NO_WINDOW;
        bits = new byte[SMALLEST];
        olderMark = null;
        newerMark = null;
    }

    /** Bytes of memory beyond those of an empty one. */
    int weight() {
        return bits.length - SMALLEST + (newerMark == null ? 0 : Mark.BYTES) + (olderMark == null ? 0 : Mark.BYTES);
    }

    /**
     * Becomes a stream that was copied out before, and can be appended to.
     *
     * @param given goes on for {@link #SLACK} bytes behind the stream; it is kept
     * @return false, and nothing is changed, if its moments are not in order or not after the one given
     */
    boolean resume(byte[] given, int bytes, int samples, long after) {
        var reader = new Reader(given, 0, bytes);
        if (!reader.inOrder(samples, after)) {
            return false;
        }
        bits = given;
        count = samples;
        firstMillis = reader.firstMillis;
        lastMillis = reader.lastMillis;
        lastStep = reader.lastStep;
        lastValue = reader.lastValue;
        leading = reader.window ? reader.leading : NO_WINDOW;
        trailing = reader.trailing;
        length = (int) reader.position;
        return true;
    }

    /** @param millis after all before */
    void append(long millis, double value) {
        long raw = Double.doubleToRawLongBits(value);
        need();
        if (count == 0) {
            firstMillis = millis;
            write(millis, 64);
            write(raw, 64);
        } else {
            long step = millis - lastMillis;
            moment(step - lastStep);
            lastStep = step;
            value(raw ^ lastValue);
        }
        lastStep = count == 0 ? 0 : lastStep;
        lastMillis = millis;
        lastValue = raw;
        count++;
        if (count % MARK_EVERY == 0) {
            olderMark = newerMark;
            newerMark = new Mark(count, length, millis, lastStep, raw, leading, trailing);
        }
    }

    /** One sample takes at most 4 + 64 bits of moment and 2 + 12 + 64 of value. */
    private void need() {
        if ((length >>> 3) + 24 + SLACK > bits.length) {
            bits = Arrays.copyOf(bits, bits.length + Math.clamp(bits.length / 2, 32, MOST_GROWTH));
        }
    }

    private void moment(long change) {
        if (change == 0) {
            write(0, 1);
        } else if (fits(change, 8)) {
            write(0b10L << 8 | change & 0xff, 10);
        } else if (fits(change, 13)) {
            write(0b110L << 13 | change & 0x1fff, 16);
        } else if (fits(change, 20)) {
            write(0b1110L << 20 | change & 0xfffff, 24);
        } else {
            write(0b1111, 4);
            write(change, 64);
        }
    }

    private static boolean fits(long value, int width) {
        return value << (64 - width) >> (64 - width) == value;
    }

    private void value(long difference) {
        if (difference == 0) {
            write(0, 1);
            return;
        }
        int zerosBefore = Long.numberOfLeadingZeros(difference);
        int zerosAfter = Long.numberOfTrailingZeros(difference);
        if (leading != NO_WINDOW && zerosBefore >= leading && zerosAfter >= trailing) {
            write(0b10, 2);
            write(difference >>> trailing, 64 - leading - trailing);
            return;
        }
        leading = zerosBefore;
        trailing = zerosAfter;
        int meaning = 64 - zerosBefore - zerosAfter;
        write(0b11L << 12 | (long) zerosBefore << 6 | (meaning - 1), 14);
        write(difference >>> zerosAfter, meaning);
    }

    /** @param value no bits above the width, unless the width is 64 */
    private void write(long value, int width) {
        int at = length >>> 3;
        int free = 64 - (length & 7);
        long there = (long) BITS.get(bits, at);
        if (width <= free) {
            BITS.set(bits, at, there | value << (free - width));
        } else {
            int rest = width - free;
            BITS.set(bits, at, there | value >>> rest);
            BITS.set(bits, at + 8, value << (64 - rest));
        }
        length += width;
    }

    /** Reads a stream of so many samples; the array must go on for {@link #SLACK} bytes behind it. */
    static void decode(byte[] array, int from, int to, int count, long[] millis, double[] values, int at) {
        new Reader(array, from, to).read(count, millis, values, at);
    }

    /** Reads what follows a mark; the array begins with the byte in which the mark lies. */
    static void decode(byte[] array, Mark mark, int to, int count, long[] millis, double[] values, int at) {
        new Reader(array, mark, to).follow(count, millis, values, at);
    }

    /** Where reading stands. */
    private static final class Reader {
        private final byte[] array;
        private final long end;
        private long position;
        private int leading;
        private int trailing;
        private boolean window;
        private long firstMillis;
        private long lastMillis;
        private long lastStep;
        private long lastValue;

        Reader(byte[] array, int from, int to) {
            this.array = array;
            this.position = from * 8L;
            this.end = to * 8L;
        }

        /** @param array begins with the byte the mark lies in */
        Reader(byte[] array, Mark mark, int to) {
            this(array, 0, to);
            position = mark.length & 7;
            lastMillis = mark.millis;
            lastStep = mark.step;
            lastValue = mark.value;
            leading = mark.leading;
            trailing = mark.trailing;
        }

        void read(int count, long[] millis, double[] values, int at) {
            lastMillis = next(64);
            lastValue = next(64);
            millis[at] = lastMillis;
            values[at] = Double.longBitsToDouble(lastValue);
            follow(count - 1, millis, values, at + 1);
        }

        void follow(int count, long[] millis, double[] values, int at) {
            long moment = lastMillis;
            long step = lastStep;
            long raw = lastValue;
            for (int i = at; i < at + count; i++) {
                step += change();
                moment += step;
                raw ^= difference();
                millis[i] = moment;
                values[i] = Double.longBitsToDouble(raw);
            }
        }

        /** Goes to the end, where appending goes on. */
        boolean inOrder(int count, long after) {
            firstMillis = next(64);
            lastMillis = firstMillis;
            lastValue = next(64);
            boolean all = firstMillis > after;
            for (int i = 1; i < count; i++) {
                lastStep += change();
                lastMillis += lastStep;
                lastValue ^= difference();
                all &= lastStep > 0;
            }
            return all;
        }

        private long change() {
            long seen = peek();
            if (seen >= 0) {
                skip(1);
                return 0;
            }
            int ones = Long.numberOfLeadingZeros(~seen);
            return switch (ones) {
                case 1 -> signed(2, 8);
                case 2 -> signed(3, 13);
                case 3 -> signed(4, 20);
                default -> {
                    skip(4);
                    yield next(64);
                }
            };
        }

        private long signed(int prefix, int width) {
            skip(prefix);
            return next(width) << (64 - width) >> (64 - width);
        }

        private long difference() {
            long seen = peek();
            if (seen >= 0) {
                skip(1);
                return 0;
            }
            if (seen << 1 >= 0) {
                skip(2);
                return next(64 - leading - trailing) << trailing;
            }
            skip(2);
            window = true;
            leading = (int) next(6);
            int meaning = (int) next(6) + 1;
            trailing = 64 - leading - meaning;
            if (trailing < 0) {
                throw new Damaged("a value of more than 64 bits");
            }
            return next(meaning) << trailing;
        }

        /** The next bits, at least 57 of them, at the upper end. */
        private long peek() {
            if (position >= end) {
                throw new Damaged("the stream ends early");
            }
            return (long) BITS.get(array, (int) (position >>> 3)) << (position & 7);
        }

        private void skip(int width) {
            position += width;
        }

        private long next(int width) {
            if (position + width > end) {
                throw new Damaged("the stream ends early");
            }
            int at = (int) (position >>> 3);
            int shift = (int) (position & 7);
            long upper = (long) BITS.get(array, at) << shift;
            long all = shift == 0 ? upper : upper | (array[at + 8] & 0xff) >>> (8 - shift);
            position += width;
            return all >>> (64 - width);
        }
    }
}

package koboshi.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * How many series one sender has sent lately, told apart by a hash of their labels as they came.
 *
 * <p>Two hours' halves take turns: what was not sent in the present one nor in the one before is forgotten. A series whose labels come in another order
 * counts twice, and two whose hashes collide count once: it is a limit, not a census.
 */
final class SeenSeries {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HALF_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int most;
    private Half present = new Half();
    private Half before = new Half();
    private long beganNanos;

    SeenSeries(int most, long nowNanos) {
        this.most = most;
        this.beganNanos = nowNanos;
    }

    /** Whether this series may be sent: it was lately, or there is room for one more. */
    boolean admits(byte[] labels, int from, int to, long nowNanos) {
        return most == 0 || counted(labels, from, to, nowNanos);
    }

    private synchronized boolean counted(byte[] labels, int from, int to, long nowNanos) {
        turn(nowNanos);
        long hash = hash(labels, from, to);
        if (present.holds(hash)) {
            return true;
        }
        // Those of the half before that came again are in both, so at worst a sender is let send twice as many.
        if (present.size >= most || !before.holds(hash) && Math.max(present.size, before.size) >= most) {
            return false;
        }
        present.add(hash);
        return true;
    }

    private void turn(long nowNanos) {
        if (nowNanos - beganNanos >= HALF_NANOS) {
            before = nowNanos - beganNanos >= 2 * HALF_NANOS ? new Half() : present;
            present = new Half();
            beganNanos = nowNanos;
        }
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = (to - from) * MIX;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = fold(hash ^ (long) LONG.get(bytes, at));
        }
        long tail = 0;
        for (; at < to; at++) {
            tail = tail << 8 | bytes[at] & 0xff;
        }
        hash = fold(fold(hash ^ tail));
        return hash == 0 ? 1 : hash;
    }

    private static long fold(long one) {
        return one * MIX ^ Math.unsignedMultiplyHigh(one, MIX);
    }

    /** Hashes in an open table; 0 marks a free place. */
    private static final class Half {
        private long[] table = new long[256];
        private int size;

        boolean holds(long hash) {
            return table[place(table, hash)] == hash;
        }

        void add(long hash) {
            if (size * 2 >= table.length) {
                var larger = new long[table.length * 2];
                for (long one : table) {
                    if (one != 0) {
                        larger[place(larger, one)] = one;
                    }
                }
                table = larger;
            }
            table[place(table, hash)] = hash;
            size++;
        }

        private static int place(long[] table, long hash) {
            int mask = table.length - 1;
            int at = (int) (hash >>> 20) & mask;
            while (table[at] != 0 && table[at] != hash) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }
}

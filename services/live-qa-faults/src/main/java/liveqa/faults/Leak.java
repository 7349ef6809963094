package liveqa.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Memory that is taken at a steady pace and never given back. */
final class Leak {
    enum Where {
        /** Objects. */
        HEAP(byte[]::new),
        /** Memory outside the heap, which a heap limit does not see. */
        NATIVE(ByteBuffer::allocateDirect);

        private final IntFunction<Object> take;

        Where(IntFunction<Object> take) {
            this.take = take;
        }
    }

    private static final int SLICES_PER_SECOND = 10;
    private CountDownLatch stop;

    synchronized void start(int megabytesPerSecond, Where where) {
        heal();
        var mine = new CountDownLatch(1);
        stop = mine;
        int slice = Math.multiplyExact(megabytesPerSecond, 1 << 20) / SLICES_PER_SECOND;
        Thread.ofPlatform().name("leak").daemon().start(() -> take(slice, where, mine));
    }

    /** What was taken is garbage from here on. */
    synchronized void heal() {
        if (stop != null) stop.countDown();
        stop = null;
    }

    synchronized boolean isOn() {
        return stop != null;
    }

    private static void take(int slice, Where where, CountDownLatch stop) {
        List<Object> taken = new ArrayList<>();
        try {
            do {
                takeOne(taken, slice, where);
            } while (!stop.await(1000 / SLICES_PER_SECOND, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A real leak does not end because memory did: it keeps what it has, and all the others starve. */
    private static void takeOne(List<Object> taken, int slice, Where where) {
        try {
            taken.add(where.take.apply(slice));
        } catch (OutOfMemoryError e) {
            System.getLogger("faults").log(System.Logger.Level.DEBUG, "nothing left to take", e);
        }
    }
}

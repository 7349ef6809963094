package liveqa.faults;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import liveqa.answer.Answerer;

/**
 * Memory that is taken at a steady pace and never given back, until the process is alive and of no use: above one amount of resident memory answers
 * slow down, above another none comes any more. It never exits.
 */
final class Leak {
    enum Where {
        /** Objects. */
        HEAP((_, size) -> new byte[size]),
        /** Memory of the process that no limit of the virtual machine sees. */
        NATIVE((arena, size) -> arena.allocate(size).fill((byte) 1));

        private final BiFunction<Arena, Integer, Object> take;

        Where(BiFunction<Arena, Integer, Object> take) {
            this.take = take;
        }
    }

    /**
     * How a leak goes, in megabytes.
     *
     * @param slow resident memory above which answers take up to half a second more; 0 for never
     * @param hang resident memory above which none comes; 0 for never
     * @param searched whether every answer looks through all that was taken, as through a list that only grows: at once while it lies in memory
     */
    record Course(int perSecond, Where where, int slow, int hang, boolean searched) {
        Course {
            if (slow > 0 && hang > 0 && slow >= hang) throw new IllegalArgumentException("it slows down before it hangs: expected slow below hang");
        }

        /** {@code 10:600:700}: megabytes a second, slow above, hangs above. {@code 10:searched}: as slow as swap makes it. */
        static Course parse(String text) {
            if (text.matches("\\d{1,5}:searched")) return new Course(Integer.parseInt(text.split(":")[0]), Where.NATIVE, 0, 0, true);
            if (!text.matches("\\d{1,5}:\\d{1,6}:\\d{1,6}")) throw new IllegalArgumentException("expected MB_A_SECOND:SLOW_MB:HANG_MB, such as 10:600:700, or 10:searched");
            var words = text.split(":");
            return new Course(Integer.parseInt(words[0]), Where.NATIVE, Integer.parseInt(words[1]), Integer.parseInt(words[2]), false);
        }
    }

    private static final int SLICES_PER_SECOND = 10;
    private static final double MEGABYTE = 1e6;
    private static final long PAGE = 4096;
    private static final double SLOWEST_MILLIS = 500;
    private static final Path STATM = Path.of("/proc/self/statm");

    private final Object change = new Object();
    private volatile Course course;
    private volatile double resident;
    private final Queue<MemorySegment> searchable = new ConcurrentLinkedQueue<>();
    /** Written so that the search is not optimized away. */
    private volatile long searched;
    private CountDownLatch stop;

    /** What every answer goes through: late above one amount, for ever above the other. */
    Answerer around(Answerer answerer) {
        return question -> {
            linger();
            return answerer.answer(question);
        };
    }

    private void linger() throws InterruptedException {
        var now = course;
        if (now == null) return;
        if (now.slow() > 0 && now.hang() > 0 && resident > now.slow()) {
            TimeUnit.MILLISECONDS.sleep((long) (SLOWEST_MILLIS * Math.min(1, (resident - now.slow()) / (now.hang() - now.slow()))));
        }
        if (now.searched()) search();
        synchronized (change) {
            while (course != null && course.hang() > 0 && resident > course.hang()) change.wait();
        }
    }

    /** One byte of every page. What lies in swap must come back for that. */
    private void search() {
        long sum = 0;
        for (var part : searchable) {
            for (long at = 0; at < part.byteSize(); at += PAGE) sum += part.get(ValueLayout.JAVA_BYTE, at);
        }
        searched = sum;
    }

    synchronized void start(Course wanted) {
        heal();
        var mine = new CountDownLatch(1);
        stop = mine;
        course = wanted;
        Thread.ofPlatform().name("leak").daemon().start(() -> take(wanted, mine));
    }

    /** What was taken is given back from here on. */
    synchronized void heal() {
        if (stop != null) stop.countDown();
        stop = null;
        course = null;
        searchable.clear();
        synchronized (change) {
            change.notifyAll();
        }
    }

    synchronized boolean isOn() {
        return stop != null;
    }

    private void take(Course course, CountDownLatch stop) {
        List<Object> taken = new ArrayList<>();
        try (var arena = course.searched() ? Arena.ofShared() : Arena.ofConfined()) {
            do {
                resident = resident();
                // Beyond the hang it takes a little more and then lies there: a process that is killed would have exited.
                if (course.hang() == 0 || resident < course.hang() + 60) takeOne(taken, arena, course);
            } while (!stop.await(1000 / SLICES_PER_SECOND, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A real leak does not end because memory did: it keeps what it has, and all the others starve. */
    private void takeOne(List<Object> taken, Arena arena, Course course) {
        try {
            var one = course.where().take.apply(arena, Math.multiplyExact(course.perSecond(), 1_000_000) / SLICES_PER_SECOND);
            taken.add(one);
            if (course.searched() && one instanceof MemorySegment segment) searchable.add(segment);
        } catch (OutOfMemoryError e) {
            System.getLogger("faults").log(System.Logger.Level.DEBUG, "nothing left to take", e);
        }
    }

    /** In megabytes. What lies in swap is not resident, so a service that swaps grows slower still than it seems. */
    private static double resident() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE / MEGABYTE;
        } catch (IOException _) {
            // Elsewhere than on Linux the leak leaks all the same, and neither slows nor hangs.
            return 0;
        }
    }
}

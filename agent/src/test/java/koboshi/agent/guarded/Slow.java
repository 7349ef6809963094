package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** A service whose workers all dawdle over an answer: at a lock that never opens, or counting. */
public final class Slow {
    private static final ReentrantLock LOCK = new ReentrantLock();

    private Slow() {}

    public static void main(String... arguments) throws InterruptedException {
        LOCK.lock();
        var workers = arguments.length > 1 ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            workers.execute(arguments[0].equals("locked") ? Slow::stand : Slow::count);
        }
        System.out.println("slow");
        new CountDownLatch(1).await();
    }

    private static void stand() {
        LOCK.lock();
        LOCK.unlock();
    }

    private static void count() {
        long sum = 0;
        while (sum >= 0) {
            sum = (sum + 1) & 0xff;
            Thread.onSpinWait();
        }
    }
}

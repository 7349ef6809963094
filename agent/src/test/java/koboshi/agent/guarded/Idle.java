package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A service that has lost the way its work came in: pools and workers wait, and nothing is wrong with them. */
public final class Idle {
    private static final LinkedBlockingQueue<Runnable> WORK = new LinkedBlockingQueue<>();

    private Idle() {}

    public static void main(String... arguments) throws InterruptedException {
        if (arguments[0].equals("pool")) {
            var pool = Executors.newFixedThreadPool(3);
            for (int i = 0; i < 3; i++) {
                pool.execute(() -> {});
            }
        } else {
            for (int i = 0; i < 3; i++) {
                Thread.ofPlatform().name("worker-" + i).start(Idle::work);
            }
        }
        System.out.println("idle");
        new CountDownLatch(1).await();
    }

    private static void work() {
        try {
            while (true) {
                WORK.take().run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

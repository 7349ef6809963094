package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A service whose workers all dawdle over an answer: asleep, or counting. */
public final class Slow {
    private Slow() {}

    public static void main(String... arguments) throws InterruptedException {
        var workers = arguments.length > 1 ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            workers.execute(arguments[0].equals("asleep") ? Slow::sleep : Slow::count);
        }
        System.out.println("slow");
        new CountDownLatch(1).await();
    }

    private static void sleep() {
        try {
            Thread.sleep(1_000_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void count() {
        long sum = 0;
        while (sum >= 0) {
            sum = (sum + 1) & 0xff;
            Thread.onSpinWait();
        }
    }
}

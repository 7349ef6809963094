package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;

/** A service whose two workers wait for each other for ever. */
public final class Deadlocked {
    private static final Object LEFT = new Object();
    private static final Object RIGHT = new Object();
    private static final CountDownLatch BOTH = new CountDownLatch(2);

    private Deadlocked() {}

    public static void main(String... arguments) {
        Thread.ofPlatform().name("asker").start(() -> take(LEFT, RIGHT));
        Thread.ofPlatform().name("answerer").start(() -> take(RIGHT, LEFT));
        System.out.println("deadlocked soon");
    }

    private static void take(Object first, Object second) {
        synchronized (first) {
            BOTH.countDown();
            try {
                BOTH.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            synchronized (second) {
                System.out.println("never");
            }
        }
    }
}

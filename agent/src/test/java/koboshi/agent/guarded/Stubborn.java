package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;

/** A service that will not hear of ending. */
public final class Stubborn {
    private Stubborn() {}

    public static void main(String... arguments) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
        System.out.println("stubborn");
        new CountDownLatch(1).await();
    }
}

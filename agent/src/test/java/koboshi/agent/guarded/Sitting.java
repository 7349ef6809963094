package koboshi.agent.guarded;

import java.util.concurrent.CountDownLatch;

/** A service that sits there until it is ended. */
public final class Sitting {
    private Sitting() {}

    public static void main(String... arguments) throws InterruptedException {
        System.out.println("sitting");
        new CountDownLatch(1).await();
    }
}

package koboshi.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition of the real world, and says what it waited for when it never came. */
public final class Await {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(Integer.getInteger("await.seconds", 20));

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        present(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static <T> T present(String what, Supplier<Optional<T>> supplier) {
        long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (System.nanoTime() < deadline) {
            var found = supplier.get();
            if (found.isPresent()) {
                return found.get();
            }
            aMoment();
        }
        throw new AssertionError("waited " + LONG_ENOUGH.toSeconds() + " s in vain until " + what);
    }

    public static void aMoment() {
        LockSupport.parkNanos(2_000_000);
    }
}

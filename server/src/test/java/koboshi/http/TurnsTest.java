package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Turns<String> turns = new Turns<>(1, () -> "desk", 1, "nothing was taken");
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private Future<String> occupied(ExecutorService workers) throws InterruptedException {
        var first = workers.submit(() -> turns.take(LONG, tool -> {
            working.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return tool;
        }));
        working.await();
        return first;
    }

    @Test
    void givesAToolToTheNextOnceItIsFree() throws Exception {
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = occupied(workers);
            var second = workers.submit(() -> turns.take(LONG, tool -> tool + " again"));
            done.countDown();
            assertThat(first.get()).isEqualTo("desk");
            assertThat(second.get()).isEqualTo("desk again");
        }
    }

    @Test
    void sendsAwayWhoeverWaitedTooLong() throws Exception {
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            occupied(workers);
            refuses(turns, Duration.ofMillis(1));
            done.countDown();
        }
    }

    @Test
    void sendsAwayWhoeverComesWhileEnoughWait() throws Exception {
        var nobodyWaits = new Turns<>(1, () -> "desk", 0, "nothing was taken");
        nobodyWaits.take(LONG, _ -> {
            refuses(nobodyWaits, LONG);
            return "";
        });
        assertThat(nobodyWaits.take(LONG, Function.identity())).isEqualTo("desk");
    }

    @Test
    void getsAToolBackFromWorkThatFailed() {
        assertThatThrownBy(() -> turns.take(LONG, _ -> {
            throw new IllegalStateException("broken");
        })).hasMessage("broken");
        assertThat(turns.take(Duration.ZERO, Function.identity())).isEqualTo("desk");
    }

    private static void refuses(Turns<String> turns, Duration within) {
        assertThatThrownBy(() -> turns.take(within, Function.identity()))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.status()).isEqualTo(429));
    }
}

package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.config.Traffic;
import koboshi.guard.GuardKey;
import koboshi.loop.Event;
import koboshi.loop.Seat;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.store.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody set at a real HAProxy while we were away. */
class PersonsHandTest {
    private static final ResourceId S1 = Pool.backend("web", "s1");
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
    private static final int A_FEW = 3;

    @Test
    void aServerThatLongAgoCameBackAndWasSetAsideByHandSinceStaysSo(@TempDir Path folder) throws Exception {
        try (var crossing = new Crossing(folder).balancer("a", "s1", "s2")) {
            crossing.say("a", "set server web/s1 state maint");
            var pool = new Pool("web", List.of(new Pool.Member(S1, Optional.empty())), 0, 100, Pool.DRAIN, Pool.Back.DEFAULT);
            var traffic = new Traffic(List.of("unix:" + crossing.socket("a")), "web", Duration.ofMillis(20));
            var told = new CopyOnWriteArrayList<Event>();
            var watch = new PoolWatch(pool, traffic, new Balancers.Ears(told::add, _ -> {}, (_, _) -> {}), () -> NOW.plusMillis(told.size() * 1_000L));
            watch.follow(Map.of(S1, new Seat.Returned(NOW.minus(Duration.ofDays(1)), GuardKey.of("see@web/s1"), 0)), Map.of());
            watch.start();
            try {
                Await.until("it looked a few times", () -> told.size() > A_FEW);
            } finally {
                watch.stop();
            }
            assertThat(crossing.status("a", "s1")).startsWith("MAINT");
        }
    }
}

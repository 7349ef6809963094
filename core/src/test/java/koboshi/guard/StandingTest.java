package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import koboshi.guard.Holding.Holds;
import koboshi.guard.Holding.Unknown;
import koboshi.guard.Standing.Firing;
import koboshi.guard.Standing.Pending;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Holding HOLDS = new Holds("it is so");

    private static Guard guard(int holdFor, int keepFiring) {
        return new Guard(
                "g", new Condition.AgentAway("h"), Optional.empty(), Duration.ofSeconds(holdFor), Duration.ofSeconds(keepFiring), Guard.UNKNOWN_GRACE);
    }

    private static Instant at(int seconds) {
        return T0.plusSeconds(seconds);
    }

    @Test
    void firesAtOnceWithoutAFor() {
        assertThat(Standing.INACTIVE.after(HOLDS, guard(0, 0), T0)).isEqualTo(new Firing(T0, Optional.empty()));
    }

    @Test
    void firesOnlyWhenItHeldForAsLongAsItMust() {
        var guard = guard(10, 0);
        var pending = Standing.INACTIVE.after(HOLDS, guard, T0);
        assertThat(pending).isEqualTo(new Pending(T0));
        assertThat(pending.after(HOLDS, guard, at(9))).isSameAs(pending);
        assertThat(pending.after(HOLDS, guard, at(10))).isEqualTo(new Firing(at(10), Optional.empty()));
        assertThat(pending.after(Holding.CLEAR, guard, at(9))).isEqualTo(Standing.INACTIVE);
    }

    @Test
    void goesOnFiringUntilItWasClearForAsLongAsItMust() {
        var guard = guard(0, 10);
        var firing = new Firing(T0, Optional.empty());
        var clearing = firing.after(Holding.CLEAR, guard, at(5));
        assertThat(clearing).isEqualTo(new Firing(T0, Optional.of(at(5))));
        assertThat(clearing.after(Holding.CLEAR, guard, at(14))).isSameAs(clearing);
        assertThat(clearing.after(Holding.CLEAR, guard, at(15))).isEqualTo(Standing.INACTIVE);
        assertThat(clearing.after(HOLDS, guard, at(14))).isEqualTo(firing);
    }

    @Test
    void notKnowingChangesNothing() {
        for (var standing : new Standing[] {Standing.INACTIVE, new Pending(T0), new Firing(T0, Optional.empty()), new Firing(T0, Optional.of(T0))}) {
            assertThat(standing.after(new Unknown("nobody looked"), guard(1, 1), at(99))).isSameAs(standing);
        }
    }

    @Test
    void timeNobodyCanSpeakForCountsForNeither() {
        assertThat(new Pending(T0).waitingAnew(at(9))).isEqualTo(new Pending(at(9)));
        assertThat(new Firing(T0, Optional.of(at(1))).waitingAnew(at(9))).isEqualTo(new Firing(T0, Optional.empty()));
        assertThat(Standing.INACTIVE.waitingAnew(at(9))).isEqualTo(Standing.INACTIVE);
    }
}

package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;

/** What is spoken against is kept up as standings and plans change, and must be what one would find by looking through all of them. */
class MattersTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<ResourceId> RESOURCES = List.of(ResourceId.service("a"), ResourceId.service("b"), new ResourceId("guard", "g0"), new ResourceId("guard", "g1"),
            new ResourceId("guard", "g2"));

    private final State state = new State();
    private final Random chance = new Random(7);

    @Test
    void whatIsSpokenAgainstIsWhatAnyStandingIsAbout() {
        for (int step = 0; step < 5_000; step++) {
            state.apply(something(), AT);

            for (var on : chance.nextInt(4) == 0 ? RESOURCES : List.<ResourceId>of()) {
                assertThat(state.isSpokenAgainst(on)).as("step %d, %s", step, on).isEqualTo(isFoundAgainst(on));
            }
        }
    }

    private boolean isFoundAgainst(ResourceId on) {
        return state.standings.keySet().stream().anyMatch(key -> state.duty(key.guard()).filter(duty -> Standings.subject(state, duty.guard(), key).equals(on)).isPresent());
    }

    private Entry something() {
        var guard = "g" + chance.nextInt(3);
        return switch (chance.nextInt(10)) {
            case 0 -> new Entry.DutyAdopted(new Duty(guard(guard), Runbook.CALL_A_PERSON));
            case 1 -> chance.nextInt(4) == 0 ? new Entry.Dropped("guard", guard) : new Entry.ServiceAdopted(House.plan(0, Brakes.DEFAULT, "a").services().get(ResourceId.service("a")));
            case 2 -> chance.nextInt(2) == 0 ? new Entry.Dropped("service", "service/a") : new Entry.Dropped("service", "service/b");
            default -> new Entry.StandingChanged(new GuardKey(guard, labels()), standing(), "as chance has it", 0);
        };
    }

    /** A label set may be of a service, a guard's own, or, where the guard speaks for a service, that one's. */
    private Guard guard(String name) {
        var on = chance.nextInt(3) == 0 ? Optional.of(ResourceId.service("b")) : Optional.<ResourceId>empty();
        return new Guard(name, new Condition.Raised(name), on, Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE);
    }

    private Labels labels() {
        var of = new ArrayList<>(List.of("instance", "i" + chance.nextInt(2)));
        if (chance.nextInt(2) == 0) {
            of.addAll(List.of("service", chance.nextInt(2) == 0 ? "a" : "b"));
        }
        return Labels.of(of.toArray(String[]::new));
    }

    private Standing standing() {
        return switch (chance.nextInt(3)) {
            case 0 -> Standing.INACTIVE;
            case 1 -> new Standing.Pending(AT);
            default -> new Standing.Firing(AT, Optional.empty());
        };
    }
}

package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Standing.Inactive;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import org.junit.jupiter.api.Test;

/** When a hand moved that should not have, or did not move that should. */
class HandsTest {
    private static final ResourceId A = ResourceId.service("a");
    private static final Fact CRASHED = new Fact.Exited(100, Fact.Cause.FAILED, "exit 1", List.of(), Duration.ZERO);

    private static House house(Duty... more) {
        return new House().adopt(House.adding(House.plan(0, Brakes.DEFAULT, "a"), more)).standing();
    }

    private static Duty silentFor(Duration keepFiring) {
        var guard = new Guard(
                "silent-a", new Condition.JourneyFails("ask-a"), Optional.of(A), Duration.ZERO, keepFiring, Guard.UNKNOWN_GRACE);
        return new Duty(guard, House.silent("a", A, new Brakes(9, Duration.ZERO, false, false)).runbook());
    }

    private static long restarts(House house) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == Verb.RESTART).count();
    }

    @Test
    void startsNothingInAFreeze() {
        var house = house(House.duty("lies", new Condition.Fallen(A), "a", Verb.START));
        house.tell(new Event.FreezeOrdered("ann", "moving racks"));

        house.fact("a", CRASHED);

        assertThat(house.open(Verb.START)).isEmpty();
        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isInstanceOf(Refusal.Frozen.class);
    }

    @Test
    void aDryRunStartsNothing() {
        var brakes = new Brakes(4, Duration.ZERO, true, false);
        var duty = new Duty(Guard.of("lies", new Condition.Fallen(A), A), new Runbook(List.of(Verb.START), Optional.empty(), brakes));
        var house = house(duty).fact("a", CRASHED);

        assertThat(house.open(Verb.START)).isEmpty();
        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isEqualTo(new Refusal.DryRun());
    }

    @Test
    void aStartThatFailedIsTriedAgainWithinItsBrakes() {
        var house = house(House.duty("lies", new Condition.Fallen(A), "a", Verb.START)).fact("a", CRASHED);

        house.ends(Verb.START, new Outcome.Failed("no such file")).pass(Duration.ofSeconds(1));
        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isInstanceOf(Refusal.CoolingDown.class);

        house.pass(Brakes.DEFAULT.coolDown());
        assertThat(house.open(Verb.START)).isPresent();
    }

    @Test
    void doesNotRestartWhatAnswersAgainThoughItsGuardFiresOn() {
        var house = house(silentFor(Duration.ofMinutes(5))).falls("a").captured();
        house.ends(Verb.RESTART, new Outcome.Failed("the agent stumbled")).ends(Verb.RESTART, new Outcome.Failed("and again"));
        long before = restarts(house);
        house.ends(Verb.RESTART, new Outcome.Failed("and again")).clean("a").clean("a");

        house.runsClean(60);

        assertThat(restarts(house)).isEqualTo(before + 1);
    }

    @Test
    void aSecondFallBeforeItsGuardStoppedFiringIsActedUponToo() {
        var house = house(silentFor(Duration.ofMinutes(5))).falls("a").captured().restarted("a", 200).runsClean(12);

        house.falls("a").captured();

        assertThat(house.open(Verb.RESTART)).isPresent();
        assertThat(restarts(house)).isEqualTo(2);
    }

    @Test
    void whatHasJustRisenDoesNotCountForTheFloor() {
        var house = new House().adopt(House.plan(1, Brakes.DEFAULT, "a", "b")).standing();
        house.fact("b", CRASHED).started("b", 300);

        house.tell(new Event.Ordered("ann", Verb.RESTART, A, "trying"));

        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isEqualTo(new Refusal.BelowFloor("web", 1, 1));
    }

    @Test
    void whatCannotBeSeenDoesNotCountForTheFloor() {
        var house = new House().adopt(House.plan(1, Brakes.DEFAULT, "a", "b")).standing();
        house.tell(new Event.JourneyDoubted("ask-b", "our own door is slow"));

        house.tell(new Event.Ordered("ann", Verb.STOP, A, "trying"));

        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isInstanceOf(Refusal.BelowFloor.class);
    }

    @Test
    void aRestartCutInHalfIsMissedAndRaised() {
        var house = house().falls("a").captured();
        house.fact("a", new Fact.Exited(100, Fact.Cause.ORDERED, "signal 15", List.of(), Duration.ZERO));
        house.pass(Duration.ofSeconds(20)).pass(Duration.ofSeconds(1)).fact("a", new Fact.Observed(false, 0, House.START));
        assertThat(house.written(Entry.ActEnded.class).getLast().outcome()).isInstanceOf(Outcome.Failed.class);

        house.fails("a").pass(Brakes.DEFAULT.coolDown()).fails("a");

        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void onlyALookDecidesWhatBecameOfADoubtedRestart() {
        var house = house().falls("a").captured().pass(Duration.ofSeconds(30));

        house.fact("a", new Fact.Exited(100, Fact.Cause.ORDERED, "signal 15", List.of(), Duration.ZERO));
        assertThat(house.open(Verb.RESTART)).as("its second half may be on its way").isPresent();
        house.started("a", 200).fact("a", new Fact.Observed(true, 200, house.now));

        assertThat(house.written(Entry.ActEnded.class).getLast().outcome()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aGuardFiringAnewIsNotSettledByTheProofOfAnEarlierAct() {
        var crowded = new Duty(Guard.of("crowded", House.crowded(), A),
                new Runbook(List.of(Verb.RESTART), House.silent("a", A, Brakes.DEFAULT).runbook().prove(), new Brakes(9, Duration.ZERO, false, false)));
        var house = house(crowded).waiting("crowded", 99).restarted("a", 200).waiting("crowded", 1).pass(Duration.ofSeconds(1)).waiting("crowded", 99);

        house.clean("a").clean("a").waiting("crowded", 99).captured();

        assertThat(house.loop.state().record("crowded")).isEqualTo(new TrackRecord(1, 0));
        assertThat(house.open(Verb.RESTART)).as("for the second firing").isPresent();
    }

    @Test
    void aGuardTakenOutDuringAProbationCountsNoHarmAndCallsNobody() {
        var house = house().falls("a").captured().restarted("a", 200);
        house.tell(new Event.Planned(new Plan(House.plan(0, Brakes.DEFAULT, "a").services(), Map.of(), Map.of()).withBuiltIn()));

        house.pass(House.PROOF).pass(House.PROOF);

        assertThat(house.loop.state().probations()).isEmpty();
        assertThat(house.loop.state().record("silent-a")).isEqualTo(TrackRecord.NONE);
        assertThat(house.open(Verb.NOTIFY)).isEmpty();
    }

    @Test
    void aRunbookChangedWhileItsGuardFiresIsBegunAnew() {
        var house = house(House.duty("silent-a", new Condition.JourneyFails("ask-a"), "a")).falls("a");

        house.tell(new Event.Planned(House.plan(0, Brakes.DEFAULT, "a")));

        assertThat(house.open(Verb.CAPTURE)).isPresent();
    }

    @Test
    void doesNothingUponWhatAnAgentSaidBeforeItWasAway() {
        var house = house(House.duty("lies", new Condition.Fallen(A), "a", Verb.RESTART));
        house.tell(new Event.FreezeOrdered("ann", "x"));
        house.fact("a", CRASHED).tell(new Event.AgentLost("local"));
        house.tell(new Event.ThawOrdered("ann", "x"));

        house.tell(new Event.AgentLinked("local"));
        assertThat(house.open(Verb.RESTART)).isEmpty();
        house.started("a", 500).pass(Duration.ofSeconds(5));

        assertThat(restarts(house)).isZero();
        assertThat(house.standing("lies")).isInstanceOf(Inactive.class);
    }

    @Test
    void anAgentsClockThatIsBehindDoesNotGetARisingServiceKilled() {
        var house = house().fact("a", CRASHED);
        house.fact("a", new Fact.Started(300, house.now.minus(Duration.ofHours(1)), false)).pass(Duration.ofSeconds(1)).falls("a");

        assertThat(house.open(Verb.RESTART)).isEmpty();
        assertThat(house.standing("silent-a")).isInstanceOf(Inactive.class);
    }
}

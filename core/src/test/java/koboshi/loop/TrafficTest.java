package koboshi.loop;

import static koboshi.loop.Servers.backend;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.journey.Confirm;
import koboshi.journey.Journey;
import koboshi.signal.Flow;
import org.junit.jupiter.api.Test;

/** Servers behind a balancer: taken out when they fall, and never so many that nobody answers. */
class TrafficTest {
    private final Servers web = new Servers();

    @Test
    void aServerThatFellIsTakenOutAtOnce() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.falls("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isPresent();
        web.done(Verb.EJECT, "s2");
        assertThat(web.seat("s2")).isInstanceOf(Seat.Out.class);
        assertThat(web.house.loop.state().incidents().getFirst().open()).isTrue();
    }

    @Test
    void oneFailedRunTakesNothingOut() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.fails("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(web.house.loop.state().incidents()).isEmpty();
    }

    @Test
    void whereNoBurstIsRunTheNextFailedRunConfirms() {
        web.pool(1, 50, "s1", "s2", "s3");
        var all = new TreeMap<>(web.house.loop.state().plan().journeys());
        var s2 = Servers.journey("s2");
        all.put(s2.name(), new Journey(
                s2.name(), s2.service(), s2.every(), s2.timeout(), s2.identity(), s2.steps(), s2.server(), s2.within(), s2.cleanUp(), s2.quorum(), Optional.of(Confirm.NEXT_RUN)));
        var plan = web.house.loop.state().plan();
        web.house.tell(new Event.Planned(new Plan(Map.of(), all, plan.duties(), plan.pools())));
        web.looks();
        web.clean("s1", "s2", "s3");
        web.fails("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        web.clean("s1", "s3");
        web.fails("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void refusesToTakeOutBelowTheFloor() {
        web.pool(2, 100, "s1", "s2", "s3");
        web.ejected("s2");
        web.failing(61, "s2", "s1", "s3");
        web.falls("s3");
        assertThat(web.begun(Verb.EJECT, "s3")).isEmpty();
        assertThat(web.refused("s3")).containsExactly(new Refusal.BelowFloor("web", 2, 1));
        assertThat(web.house.journal).anyMatch(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.NOTIFY && act.on().equals(backend("s3")));
    }

    @Test
    void aServerThatItsBalancerSendsNothingDoesNotHoldUpTheFloor() {
        web.pool(2, 100, "s1", "s2", "s3");
        web.shows("s1", new Flow(false, 0, "DOWN"));
        web.falls("s2");
        assertThat(web.refused("s2")).containsExactly(new Refusal.BelowFloor("web", 2, 1));
    }

    @Test
    void refusesToTakeOutTheLargeOneThatTheSmallOnesCannotReplace() {
        web.floorWeight = Optional.of(50);
        web.pool(1, 100, "s1", "s2", "s3");
        web.weighs("s1", 60, 60);
        web.weighs("s2", 20, 20);
        web.weighs("s3", 20, 20);
        web.falls("s1");
        assertThat(web.refused("s1")).containsExactly(new Refusal.TooLittleLeft("web", 50, 40));
        assertThat(web.begun(Verb.EJECT, "s1")).isEmpty();
    }

    @Test
    void whatIsOnlyJustComingBackCarriesNoMoreThanItIsGiven() {
        web.floorWeight = Optional.of(20);
        web.pool(1, 100, "s1", "s2");
        web.weighs("s1", 100, 100);
        web.weighs("s2", 25, 100);
        web.falls("s1");
        assertThat(web.refused("s1")).containsExactly(new Refusal.TooLittleLeft("web", 20, 12));
    }

    @Test
    void refusesToTakeOutMoreThanTheEjectionLimit() {
        web.pool(1, 34, "s1", "s2", "s3", "s4");
        web.ejected("s2");
        web.falls("s3");
        assertThat(web.refused("s3")).containsExactly(new Refusal.TooManyOut("web", 1, 1));
    }

    @Test
    void whenMostLookSickNothingIsCutOffAndAPersonIsCalled() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.fails("s1");
        web.fails("s3");
        web.falls("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(web.refused("s2")).containsExactly(new Refusal.MostAreSick("web", 3, 3));
        assertThat(web.called("")).isTrue();
    }

    @Test
    void oneThatWentOutAMomentAgoCountsAmongThoseThatAreSick() {
        web.pool(1, 100, "s1", "s2", "s3", "s4");
        web.ejected("s1");
        web.fails("s2");
        web.falls("s3");
        assertThat(web.refused("s3")).containsExactly(new Refusal.MostAreSick("web", 3, 4));
    }

    @Test
    void whatSomebodyHoldsByHandIsNeitherTakenOutNorBroughtBack() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.shows("s2", new Flow(false, 0, "MAINT", true, true));
        web.falls("s2");
        assertThat(web.refused("s2")).containsExactly(new Refusal.HeldElsewhere(backend("s2")));
        web.failing(61, "s2", "s1", "s3");
        assertThat(web.begun(Verb.READY, "s2")).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsTriedAgainMoreAndMoreRarelyAndAPersonIsCalled() {
        web.pool(1, 100, new Brakes(4, Duration.ZERO, false, false), "s1", "s2", "s3");
        web.falls("s2");
        for (int i = 0; i < 100; i++) {
            if (web.house.loop.state().openActs().stream().anyMatch(act -> act.on().equals(backend("s2")) && act.verb() == Verb.EJECT)) {
                web.ends(Verb.EJECT, "s2", new Outcome.Failed("permission denied"));
            }
            web.clean("s1", "s3");
            web.fails("s2");
        }
        assertThat(web.house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == Verb.EJECT)).hasSizeBetween(5, 9);
        assertThat(web.called("permission denied")).isTrue();
    }

    @Test
    void whatWasHeldForItsSiblingsSakeIsDoneWhenTheyAreWell() {
        web.pool(1, 100, "s1", "s2", "s3");
        web.fails("s1");
        web.falls("s2");
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        web.ranClean("s1");
        assertThat(web.begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void whileNoBalancerAnswersTrafficStaysWhereItIs() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.trouble(Optional.of("unix:/haproxy: nobody listens there"));
        web.falls("s2");
        assertThat(web.refused("s2")).containsExactly(new Refusal.BalancerIsAway("web", "unix:/haproxy: nobody listens there"));
        web.trouble(Optional.empty());
        web.house.pass(Duration.ofMillis(200));
        assertThat(web.begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void balancersThatFellSilentAreNotSpokenForByWhatTheySaidBefore() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.house.pass(Duration.ofSeconds(6));
        web.falls("s2");
        assertThat(web.refused("s2")).hasSize(1).first().isInstanceOf(Refusal.BalancerIsAway.class);
    }

    @Test
    void oneStepAtATime() {
        web.pool(1, 100, "s1", "s2", "s3", "s4", "s5");
        web.falls("s2");
        web.falls("s3");
        assertThat(web.begun(Verb.EJECT, "s3")).isEmpty();
        assertThat(web.refused("s3")).containsExactly(new Refusal.RoleIsBusy("web", web.begun(Verb.EJECT, "s2").orElseThrow().act()));
        web.done(Verb.EJECT, "s2");
        assertThat(web.begun(Verb.EJECT, "s3")).isPresent();
    }

    @Test
    void aFreezeHoldsAGuardsHandButNotAPersons() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.house.tell(new Event.FreezeOrdered("mai", "network work"));
        web.falls("s2");
        assertThat(web.refused("s2")).hasSize(1).first().isInstanceOf(Refusal.Frozen.class);
        web.order(Verb.DRAIN, "s2");
        assertThat(web.begun(Verb.DRAIN, "s2")).isPresent();
    }

    @Test
    void aDryRunOnlySaysWhatItWouldDo() {
        web.pool(1, 50, new Brakes(60, Duration.ZERO, true, false), "s1", "s2", "s3");
        web.falls("s2");
        assertThat(web.refused("s2")).containsExactly(new Refusal.DryRun());
    }

    @Test
    void notKnowingTakesNothingOut() {
        web.pool(1, 50, "s1", "s2", "s3");
        web.falls("s1");
        web.house.tell(new Event.JourneyDoubted("see@web/s2", "our own door did not answer"));
        web.falls("s3");
        web.house.tell(new Event.JourneyDoubted("see@web/s3", "our own door did not answer"));
        assertThat(web.begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(web.begun(Verb.EJECT, "s3")).isEmpty();
    }
}

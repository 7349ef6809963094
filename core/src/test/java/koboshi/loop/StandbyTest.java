package koboshi.loop;

import static koboshi.loop.Crossroad.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Flow;
import org.junit.jupiter.api.Test;

/** One server takes traffic, another is kept stopped: nothing is done to the first before the second has taken over. */
class StandbyTest {
    private static final ResourceId ACTIVE = ResourceId.service("a");
    private static final ResourceId RESERVE = ResourceId.service("b");

    private final Crossroad road = road();

    private static Crossroad road() {
        return road(new Brakes(60, Duration.ZERO, false, false));
    }

    /** @param brakes of the guard that restarts what grows */
    private static Crossroad road(Brakes brakes) {
        var members = List.of(
                new Pool.Member(server("s1"), Optional.of(ACTIVE)), new Pool.Member(server("s2"), Optional.of(RESERVE), Optional.empty(), Optional.of(true)));
        var pool = new Pool("web", members, 1, 50, Duration.ofSeconds(30), Crossroad.BACK);
        var services = new TreeMap<ResourceId, Service>(Map.of(ACTIVE, House.service(ACTIVE, 0), RESERVE, House.service(RESERVE, 0)));
        var grown = House.duty("grown", House.crowded(), "a", Verb.RESTART);
        var patient = new Duty(grown.guard(), new Runbook(grown.runbook().then(), Optional.empty(), brakes));
        return new Crossroad(pool, Crossroad.BRAKES, new Plan(services, Map.of(), Map.of("grown", patient))).seconds(30);
    }

    /** Second by second, and nobody is ever without a server. */
    private void seconds(int many) {
        for (int i = 0; i < many; i++) {
            road.seconds(1);
            assertThat(road.serving()).as("at " + road.house.now).isPositive();
        }
    }

    private void order(Verb verb) {
        road.house.tell(new Event.Ordered("mai", verb, ACTIVE, "a new library"));
        road.settle();
    }

    private List<String> story() {
        return road.house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() != Verb.NOTIFY && act.verb() != Verb.CAPTURE).map(act -> act.verb() + " " + act.on().name()).toList();
    }

    @Test
    void whatIsKeptInReserveIsTakenOutAndStoppedAndNobodyIsCalledForIt() {
        assertThat(story()).containsExactly("DRAIN web/s2", "EJECT web/s2", "STOP b");
        road.seconds(600);
        assertThat(road.runs("b")).isFalse();
        assertThat(story()).hasSize(3);
        assertThat(road.house.written(Entry.ActStarted.class)).noneMatch(act -> act.verb() == Verb.NOTIFY && !act.on().equals(ACTIVE));
        assertThat(road.house.loop.state().incidents()).isEmpty();
    }

    @Test
    void aRestartBringsTheStandbyInFirstAndPutsItBackAfterwards() {
        order(Verb.RESTART);
        seconds(90);
        assertThat(story().subList(3, story().size())).containsExactly(
                "START b", "READY web/s2", "DRAIN web/s1", "EJECT web/s1", "RESTART a", "READY web/s1", "DRAIN web/s2", "EJECT web/s2", "STOP b");
        assertThat(road.state().reliefs).isEmpty();
        assertThat(road.runs("a")).isTrue();
        assertThat(road.runs("b")).isFalse();
    }

    @Test
    void aGuardsRestartGoesTheSameWay() {
        road.house.waiting("grown", 60);
        for (int i = 0; i < 50 && !story().contains("RESTART a"); i++) {
            road.house.waiting("grown", 60);
            seconds(1);
        }
        road.house.waiting("grown", 1);
        seconds(60);
        assertThat(story().subList(3, story().size())).containsExactly(
                "START b", "READY web/s2", "DRAIN web/s1", "EJECT web/s1", "RESTART a", "READY web/s1", "DRAIN web/s2", "EJECT web/s2", "STOP b");
    }

    @Test
    void aGuardThatIsQuietAgainMeanwhileSendsTheStandbyBackToRest() {
        road.house.waiting("grown", 60);
        seconds(8);
        road.house.waiting("grown", 1);
        seconds(60);
        assertThat(story()).doesNotContain("RESTART a", "DRAIN web/s1").endsWith("DRAIN web/s2", "EJECT web/s2", "STOP b");
        assertThat(road.state().reliefs).isEmpty();
    }

    @Test
    void aStandbyThatDoesNotRiseCostsNobodyAnything() {
        road.broken.add("b");
        order(Verb.RESTART);
        seconds(90);
        assertThat(story()).doesNotContain("RESTART a", "DRAIN web/s1", "READY web/s2");
        assertThat(road.called("no standby takes over, so nothing is taken out: its standby did not take over in time: it does not run")).isTrue();
        assertThat(road.state().reliefs).isEmpty();
    }

    @Test
    void aStandbyThatRunsAndDoesNotAnswerIsStoppedAgain() {
        road.sick.add("s2");
        order(Verb.RESTART);
        seconds(90);
        assertThat(story().subList(3, story().size())).containsExactly("START b", "STOP b");
        assertThat(road.called("its journeys do not run clean")).isTrue();
    }

    @Test
    void aGuardTriesNoSoonerAgainThanAFewMinutesLater() {
        road.broken.add("b");
        for (int i = 0; i < 300; i++) {
            road.house.waiting("grown", 60);
            road.seconds(1);
        }
        assertThat(road.house.written(Entry.ReliefBegan.class)).hasSize(1);
        assertThat(road.refused(ACTIVE)).hasSize(1).first().isInstanceOf(Refusal.StandbyDidNotRise.class);
    }

    @Test
    void aSecondOrderMeanwhileIsRefusedWithTheReason() {
        order(Verb.RESTART);
        order(Verb.RESTART);
        assertThat(road.refused(ACTIVE)).containsExactly(new Refusal.StandbyRises(server("s2")));
    }

    @Test
    void whatLiesIsRestartedAtOnce() {
        road.house.fact("a", new Fact.Exhausted(5, Duration.ofMinutes(10)));
        order(Verb.RESTART);
        assertThat(story().getLast()).isEqualTo("RESTART a");
    }

    @Test
    void itsOwnServerOutOfTrafficItIsRestartedAtOnce() {
        road.sick.add("s2");
        order(Verb.RESTART);
        assertThat(road.state().reliefs).hasSize(1);
        var other = road();
        other.flows.put(server("s1"), new Flow(false, 0, "MAINT", true, true));
        other.looks();
        other.house.tell(new Event.Ordered("mai", Verb.RESTART, ACTIVE, "x"));
        assertThat(other.begun(ACTIVE)).containsExactly(Verb.RESTART);
    }

    @Test
    void aServerThatFallsIsTakenOutOnceTheStandbyHasTakenOver() {
        road.falls("s1");
        road.seconds(40);
        assertThat(story().subList(3, story().size())).startsWith("START b", "READY web/s2", "EJECT web/s1");
        road.sick.remove("s1");
        seconds(60);
        assertThat(story().subList(3, story().size())).containsExactly("START b", "READY web/s2", "EJECT web/s1", "READY web/s1", "DRAIN web/s2", "EJECT web/s2", "STOP b");
    }

    @Test
    void itGoesOnWhereverKoboshiWasKilled() {
        for (int killed = 0; killed < 60; killed++) {
            var again = road();
            again.house.tell(new Event.Ordered("mai", Verb.RESTART, ACTIVE, "a new library"));
            again.seconds(killed);
            again.restartKoboshi();
            for (int i = 0; i < 150; i++) {
                again.seconds(1);
                assertThat(again.serving()).as("killed after " + killed + " s").isPositive();
            }
            assertThat(again.begun(ACTIVE)).as("killed after " + killed + " s").containsExactly(Verb.RESTART);
            assertThat(again.state().reliefs).isEmpty();
            assertThat(again.runs("b")).isFalse();
        }
    }

    @Test
    void whatAPersonBringsInStaysIn() {
        road.house.tell(new Event.Ordered("mai", Verb.START, RESERVE, "a busy evening"));
        road.settle().seconds(10);
        road.order(Verb.READY, server("s2"));
        road.seconds(7200);
        assertThat(road.runs("b")).isTrue();
        assertThat(road.serving()).isEqualTo(2);
    }

    @Test
    void aReliefSurvivesInASnapshot() {
        order(Verb.RESTART);
        road.seconds(5);
        var snapshot = road.state().snapshot();
        assertThat(State.of(snapshot).snapshot()).isEqualTo(snapshot);
        assertThat(snapshot.reliefs()).hasSize(1);
        assertThat(State.of(snapshot).standbys).containsExactly(server("s2"));
    }

    @Test
    void aHandThatIsHeldMovesNoStandbyEither() {
        var dry = road(new Brakes(60, Duration.ZERO, true, false));
        var asking = road(new Brakes(60, Duration.ZERO, false, true));
        for (int i = 0; i < 10; i++) {
            dry.house.waiting("grown", 60);
            dry.seconds(1);
            asking.house.waiting("grown", 60);
            asking.seconds(1);
        }
        assertThat(dry.refused(ACTIVE)).containsExactly(new Refusal.DryRun());
        assertThat(asking.refused(ACTIVE)).hasSize(1).first().isInstanceOf(Refusal.NeedsApproval.class);
        assertThat(dry.begun(RESERVE)).doesNotContain(Verb.START);
        assertThat(asking.begun(RESERVE)).doesNotContain(Verb.START);
    }

    @Test
    void aPersonWhoTakesOutTheOnlyOneThatServesIsToldWhyNot() {
        road.order(Verb.EJECT, server("s1"));
        assertThat(road.refused(server("s1"))).containsExactly(new Refusal.BelowFloor("web", 1, 1));
        assertThat(road.state().reliefs).isEmpty();
    }

    @Test
    void inAFreezeNothingIsPutToRest() {
        road.house.tell(new Event.FreezeOrdered("mai", "we look first"));
        road.house.started("b", 900);
        road.seconds(10);
        assertThat(road.runs("b")).isTrue();
    }

    @Test
    void whatWasOrderedAndCannotBeDoneKeepsNoServerOutForEver() {
        order(Verb.RESTART);
        for (int i = 0; i < 60 && !story().contains("DRAIN web/s1"); i++) {
            seconds(1);
        }
        road.house.tell(new Event.AgentLost("local"));
        seconds(120);
        assertThat(road.called("what was ordered cannot be done: AgentIsAway")).isTrue();
        assertThat(road.flows.get(server("s1")).takes()).isTrue();
        road.house.tell(new Event.AgentLinked("local"));
        seconds(60);
        assertThat(story()).doesNotContain("RESTART a");
    }

    @Test
    void aStandbyThatAPersonTakesOutStaysOut() {
        order(Verb.RESTART);
        for (int i = 0; i < 60 && !story().contains("READY web/s2"); i++) {
            seconds(1);
        }
        road.order(Verb.EJECT, server("s2"));
        seconds(90);
        assertThat(story().stream().filter("READY web/s2"::equals)).hasSize(1);
        assertThat(story()).doesNotContain("RESTART a");
    }

    /** As many seconds as it takes, at most a minute. */
    private void until(String done) {
        for (int i = 0; i < 60 && !story().getLast().equals(done); i++) {
            road.seconds(1);
        }
        assertThat(story().getLast()).isEqualTo(done);
    }

    @Test
    void aServerThatItsBalancerCallsDownIsRelievedToo() {
        road.flows.put(server("s1"), new Flow(false, 0, "DOWN"));
        road.looks();
        road.falls("s1").seconds(40);
        assertThat(story().subList(3, story().size())).startsWith("START b", "READY web/s2", "EJECT web/s1");
        assertThat(road.serving()).isPositive();
    }

    @Test
    void aRelapseOnTheWayBackKeepsTheStandby() {
        road.falls("s1");
        until("EJECT web/s1");
        road.seconds(60).sick.remove("s1");
        road.flows.put(server("s2"), new Flow(true, 7, "UP"));
        until("DRAIN web/s2");
        road.falls("s1");
        until("EJECT web/s1");
        assertThat(story()).endsWith("DRAIN web/s2", "READY web/s2", "EJECT web/s1");
        assertThat(road.house.written(Entry.ReliefDoomed.class)).isEmpty();
    }

    @Test
    void aReliefThatIsOverHoldsNoFurtherRestart() {
        order(Verb.RESTART);
        until("READY web/s2");
        road.order(Verb.READY, server("s2"));
        seconds(60);
        assertThat(road.state().reliefs).isEmpty();
        assertThat(story()).contains("RESTART a");
    }

    @Test
    void aStandbyWhoseHostIsGoneIsWaitedForNoLongerThanAnother() {
        road.silent.add("b");
        order(Verb.RESTART);
        road.house.tell(new Event.AgentLost("local"));
        seconds(120);
        assertThat(road.house.written(Entry.ReliefDoomed.class)).hasSize(1);
        assertThat(road.called("no standby takes over, so nothing is taken out")).isTrue();
    }

    @Test
    void whatItStandsByForIsMissedAlsoOnItsWayToRest() {
        order(Verb.RESTART);
        road.flows.put(server("s2"), new Flow(true, 7, "UP"));
        until("DRAIN web/s2");
        road.sick.add("s1");
        road.flows.put(server("s1"), new Flow(false, 0, "DOWN"));
        road.seconds(60);
        assertThat(road.runs("b")).isTrue();
        assertThat(road.serving()).isPositive();
        road.sick.remove("s1");
        road.flows.put(server("s1"), new Flow(true, 0, "UP"));
        road.seconds(120);
        assertThat(road.begun(ACTIVE)).containsExactly(Verb.RESTART);
        assertThat(road.runs("b")).isFalse();
        assertThat(road.state().reliefs).isEmpty();
    }

    @Test
    void onBehalfOfAGuardThatNobodyCanJudgeNobodyIsTakenOut() {
        for (int i = 0; i < 60 && !story().getLast().equals("START b"); i++) {
            road.house.waiting("grown", 60);
            road.seconds(1);
        }
        road.house.tell(new Event.Answered("grown", Findings.none("the cluster is away")));
        seconds(240);
        assertThat(road.state().unknown).isNotEmpty();
        assertThat(story()).doesNotContain("DRAIN web/s1");
    }

    @Test
    void aStandbyThatFellItselfComesBackNoSoonerThanAnyServer() {
        order(Verb.RESTART);
        until("READY web/s2");
        road.broken.add("a");
        road.falls("s2");
        road.sick.remove("s2");
        int before = story().size();
        road.seconds(4);
        assertThat(story().subList(before, story().size())).doesNotContain("READY web/s2");
    }

    @Test
    void whatAPersonStartedAndDidNotBringInIsStoppedAfterAnHour() {
        road.house.tell(new Event.Ordered("mai", Verb.START, RESERVE, "a busy evening"));
        road.settle().seconds(3500);
        assertThat(road.runs("b")).isTrue();
        road.seconds(200);
        assertThat(road.runs("b")).isFalse();
    }

    @Test
    void aStandbyThatCannotBeStoppedCallsAPerson() {
        order(Verb.RESTART);
        road.flows.put(server("s2"), new Flow(true, 7, "UP"));
        until("DRAIN web/s2");
        road.unstoppable.add("b");
        road.seconds(60);
        assertThat(road.called("it stands by, and could not be stopped: it does not end")).isTrue();
    }

    @Test
    void whatWasOrderedBeforeALongAbsenceIsNotDoneAnyMore() {
        road.flows.put(server("s1"), new Flow(true, 7, "UP"));
        order(Verb.RESTART);
        until("DRAIN web/s1");
        road.house.now = road.house.now.plus(Duration.ofHours(3));
        road.restartKoboshi();
        road.seconds(90);
        assertThat(story()).doesNotContain("RESTART a");
        assertThat(road.called("what was ordered was not done in time")).isTrue();
    }

    /** Besides the two there is a third, which no service of ours serves. */
    private static Crossroad asking(int approvalBelow) {
        var members = List.of(new Pool.Member(server("s1"), Optional.of(ACTIVE)), new Pool.Member(server("s2"), Optional.of(RESERVE), Optional.empty(), Optional.of(true)), Crossroad.member("s3"));
        var pool = new Pool("web", members, 1, Optional.empty(), 50, Duration.ofSeconds(30), Crossroad.BACK, Optional.empty(), Optional.of(approvalBelow), Optional.empty());
        var services = new TreeMap<ResourceId, Service>(Map.of(ACTIVE, House.service(ACTIVE, 0), RESERVE, House.service(RESERVE, 0)));
        var grown = House.duty("grown", House.crowded(), "a", Verb.RESTART);
        var patient = new Duty(grown.guard(), new Runbook(grown.runbook().then(), Optional.empty(), Crossroad.BRAKES));
        var road = new Crossroad(pool, Crossroad.BRAKES, new Plan(services, Map.of(), Map.of("grown", patient))).seconds(30);
        for (int i = 0; i < 60; i++) {
            road.house.waiting("grown", 60);
            road.seconds(1);
        }
        return road;
    }

    @Test
    void noWordIsNeededWhereTheStandbyKeepsThePoolAboveItsLine() {
        assertThat(asking(2).begun(ACTIVE)).contains(Verb.RESTART);
    }

    @Test
    void aWordIsNeededWhereTooFewWouldBeLeftWithTheStandby() {
        var road = asking(3);
        assertThat(road.begun(ACTIVE)).doesNotContain(Verb.RESTART);
        assertThat(road.begun(server("s1"))).doesNotContain(Verb.DRAIN);
        assertThat(road.refused(ACTIVE)).hasSize(1).first().isInstanceOf(Refusal.NeedsApproval.class);
        var question = road.state().questions(road.house.now).getFirst();
        road.house.tell(new Event.Agreed("mai", question.incident(), Asked.of(question), "go"));
        for (int i = 0; i < 30; i++) {
            road.house.waiting("grown", 60);
            road.seconds(1);
        }
        assertThat(road.begun(ACTIVE)).contains(Verb.RESTART);
    }
}

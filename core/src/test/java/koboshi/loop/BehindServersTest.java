package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** Services of ours that answer behind the servers of a pool: what is done to the one is seen at the other. */
class BehindServersTest {
    private static final Pool.Back BACK = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final Brakes BRAKES = new Brakes(60, Duration.ZERO, false, false);
    private static final ResourceId S1 = Pool.backend("web", "s1");
    private static final ResourceId S2 = Pool.backend("web", "s2");

    private final House house = new House();
    private final Map<ResourceId, Flow> flows = new TreeMap<>();

    /** Service a answers at s1, service b at s2; at least one must be left. */
    private void houseWhere(Verb... then) {
        var plan = House.plan(0, BRAKES, "a", "b");
        var duties = new TreeMap<>(plan.duties());
        duties.put("crowded", new Duty(Guard.of("crowded", House.crowded(), ResourceId.service("b")), new Runbook(List.of(then), Optional.empty(), BRAKES)));
        var journeys = new TreeMap<>(plan.journeys());
        for (var server : List.of(S1, S2)) {
            var name = journey(server);
            journeys.put(name, new Journey(name, server, Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of()));
            duties.put(name, new Duty(Guard.of(name, new Condition.JourneyFails(name), server), new Runbook(List.of(Verb.EJECT, Verb.NOTIFY), Optional.empty(), BRAKES)));
            flows.put(server, new Flow(true, 4, "UP"));
        }
        var members = List.of(new Pool.Member(S1, Optional.of(ResourceId.service("a"))), new Pool.Member(S2, Optional.of(ResourceId.service("b"))));
        house.adopt(new Plan(plan.services(), journeys, duties, Map.of("web", new Pool("web", members, 1, 100, Duration.ofSeconds(30), BACK))));
        house.standing();
        aSecond(S1, S2);
        aSecond(S1, S2);
        aSecond(S1, S2);
    }

    private static String journey(ResourceId server) {
        return "see@" + server.name();
    }

    /** In which these servers were seen to be well, and so were both services. */
    private void aSecond(ResourceId... well) {
        house.pass(Duration.ofSeconds(1));
        house.tell(new Event.TrafficSeen("web", flows, Optional.empty()));
        for (var server : well) {
            house.tell(new Event.JourneyRan(journey(server), List.of(Run.clean(house.now, Duration.ofMillis(20)))));
        }
        house.clean("a").clean("b");
    }

    private void falls(ResourceId server) {
        var failed = Run.failed(house.now, Duration.ofMillis(600), "see", "answered 500");
        house.tell(new Event.JourneyRan(journey(server), List.of(failed)));
        house.tell(new Event.JourneyRan(journey(server), Collections.nCopies(8, failed)));
    }

    private void order(Verb verb, ResourceId on) {
        house.tell(new Event.Ordered("mai", verb, on, "a new disk"));
    }

    private void takenOut(ResourceId server, Verb verb) {
        house.ends(verb, Outcome.Done.plain("at unix:/haproxy"));
        flows.put(server, new Flow(false, 0, "MAINT", true, true));
        house.tell(new Event.TrafficSeen("web", flows, Optional.empty()));
    }

    private void emptied(ResourceId server) {
        takenOut(server, Verb.DRAIN);
        aSecond(S1, S2);
        takenOut(server, Verb.EJECT);
    }

    private void crowded() {
        house.waiting("crowded", 60).captured();
    }

    private List<Refusal> refused(ResourceId on) {
        return house.written(Entry.ActRefused.class).stream().filter(entry -> entry.on().equals(on)).map(Entry.ActRefused::refusal).toList();
    }

    private long begun(Verb verb, ResourceId on) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == verb && act.on().equals(on)).count();
    }

    @Test
    void theOnlyOneThatStillServesIsNotRestarted() {
        houseWhere(Verb.RESTART);
        order(Verb.EJECT, S1);
        takenOut(S1, Verb.EJECT);
        house.waiting("crowded", 60);
        assertThat(refused(ResourceId.service("b"))).containsExactly(new Refusal.BelowFloor("web", 1, 1));
        order(Verb.RESTART, ResourceId.service("b"));
        assertThat(refused(ResourceId.service("b"))).hasSize(2);
        assertThat(begun(Verb.RESTART, ResourceId.service("b"))).isZero();
    }

    @Test
    void whatServesNobodyMayBeRestartedWhateverTheOthersDo() {
        houseWhere(Verb.RESTART);
        order(Verb.EJECT, S1);
        takenOut(S1, Verb.EJECT);
        falls(S2);
        house.waiting("crowded", 60);
        assertThat(begun(Verb.RESTART, ResourceId.service("b"))).isOne();
    }

    @Test
    void whileOneIsRestartedTheOtherIsNotTakenOut() {
        houseWhere(Verb.RESTART);
        house.waiting("crowded", 60);
        assertThat(house.open(Verb.RESTART)).isPresent();
        order(Verb.EJECT, S1);
        assertThat(refused(S1)).containsExactly(new Refusal.BelowFloor("web", 1, 1));
    }

    @Test
    void aRunbookDoesNotBringBackWhatAPersonTookOut() {
        houseWhere(Verb.DRAIN, Verb.RESTART, Verb.READY);
        order(Verb.EJECT, S2);
        takenOut(S2, Verb.EJECT);
        house.waiting("crowded", 60);
        house.restarted("b", 200);
        for (int i = 0; i < 20; i++) {
            aSecond(S1, S2);
        }
        assertThat(begun(Verb.READY, S2)).isZero();
        assertThat(refused(S2)).contains(new Refusal.HeldElsewhere(S2));
    }

    @Test
    void whatCameBackBeforeItsRestartIsEmptiedAnew() {
        houseWhere(Verb.DRAIN, Verb.RESTART);
        crowded();
        house.tell(new Event.AgentLost("local"));
        emptied(S2);
        order(Verb.READY, S2);
        house.ends(Verb.READY, Outcome.Done.plain("at unix:/haproxy"));
        flows.put(S2, new Flow(true, 4, "UP"));
        aSecond(S1, S2);
        house.tell(new Event.AgentLinked("local"));
        house.started("a", 100).started("b", 101);
        house.waiting("crowded", 60);
        aSecond(S1, S2);
        assertThat(begun(Verb.RESTART, ResourceId.service("b"))).isZero();
        assertThat(begun(Verb.DRAIN, S2)).isEqualTo(2);
    }

    @Test
    void nobodyIsCalledForTheSilenceOfWhatWasEmptiedAndIsRestarted() {
        houseWhere(Verb.DRAIN, Verb.RESTART);
        crowded();
        emptied(S2);
        assertThat(house.open(Verb.RESTART)).isPresent();
        falls(S2);
        house.restarted("b", 200);
        falls(S2);
        assertThat(house.written(Entry.ActStarted.class)).noneMatch(act -> act.verb() == Verb.NOTIFY && act.on().equals(S2));
        for (int i = 0; i < 15; i++) {
            aSecond(S1);
            falls(S2);
        }
        assertThat(house.written(Entry.ActStarted.class)).as("after its warm-up, though").anyMatch(act -> act.verb() == Verb.NOTIFY && act.on().equals(S2));
    }

    @Test
    void theIncidentOfTheServiceLastsUntilItsServerIsBack() {
        houseWhere(Verb.DRAIN, Verb.RESTART);
        crowded();
        emptied(S2);
        house.restarted("b", 200);
        house.waiting("crowded", 1);
        aSecond(S1, S2);
        aSecond(S1, S2);
        assertThat(house.incident().open()).isTrue();
        for (int i = 0; i < 10; i++) {
            aSecond(S1, S2);
        }
        assertThat(house.written(Entry.ActStarted.class)).anyMatch(act -> act.verb() == Verb.READY && act.motive() == Motive.COURSE && act.incident() == house.incident().id());
        house.ends(Verb.READY, Outcome.Done.plain("at unix:/haproxy"));
        aSecond(S1, S2);
        assertThat(house.incident().open()).isFalse();
    }

    @Test
    void aPersonIsCalledWhenTakingTheServerOutDidNotHelpTheService() {
        houseWhere(Verb.EJECT);
        house.waiting("crowded", 60);
        takenOut(S2, Verb.EJECT);
        for (int i = 0; i < 302; i++) {
            aSecond(S1, S2);
            house.waiting("crowded", 60);
        }
        assertThat(house.written(Entry.ActStarted.class)).anyMatch(act -> act.verb() == Verb.NOTIFY && act.why().startsWith("all its runbook says was done"));
    }

    @Test
    void whatIsJustBeingTakenOutIsNotCountedAsLeft() {
        houseWhere(Verb.RESTART);
        order(Verb.DRAIN, S1);
        assertThat(house.open(Verb.DRAIN)).isPresent();
        house.waiting("crowded", 60);
        assertThat(refused(ResourceId.service("b"))).containsExactly(new Refusal.BelowFloor("web", 1, 1));
    }

    @Test
    void oneThatWasJustBegunAnewCountsWhenItHasAnsweredSince() {
        houseWhere(Verb.RESTART);
        order(Verb.RESTART, ResourceId.service("a"));
        house.restarted("a", 300);
        crowded();
        assertThat(begun(Verb.RESTART, ResourceId.service("b"))).isZero();
        aSecond(S1, S2);
        assertThat(begun(Verb.RESTART, ResourceId.service("b"))).isOne();
    }
}

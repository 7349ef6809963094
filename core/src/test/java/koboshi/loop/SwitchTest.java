package koboshi.loop;

import static koboshi.loop.Crossroad.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;
import org.junit.jupiter.api.Test;

/** Blue takes the traffic, green waits beside it; a person has it go over, and it goes back at once where green is worse. */
class SwitchTest {
    private static final ResourceId BLUE = Pool.group("web", "blue");
    private static final ResourceId GREEN = Pool.group("web", "green");

    private final Crossroad road = blueIn();

    /** @param named those of blue and green that its balancers name */
    private static Crossroad road(int floor, String... named) {
        return road(Optional.empty(), floor, named);
    }

    private static Crossroad road(Optional<Integer> weight, int floor, String... named) {
        var members = Stream.of(named).map(Crossroad::member).toList();
        var groups = Map.of("blue", List.of(server("b1"), server("b2")), "green", List.of(server("g1"), server("g2")));
        return new Crossroad(new Pool("web", members, floor, weight, 50, Duration.ofSeconds(30), Crossroad.BACK, Optional.of("*"), Optional.empty(), Optional.of(groups)), Crossroad.BRAKES);
    }

    private static Crossroad blueIn() {
        return blueIn(road(2, "b1", "b2", "g1", "g2"));
    }

    private static Crossroad blueIn(Crossroad road) {
        to(road, BLUE);
        road.seconds(400);
        assertThat(in(road)).containsExactly("b1", "b2");
        return road;
    }

    private static void to(Crossroad road, ResourceId group) {
        road.house.tell(new Event.SwitchOrdered("mai", group, "release 2"));
        road.settle();
    }

    private static List<String> in(Crossroad road) {
        return road.flows.entrySet().stream().filter(each -> each.getValue().takes()).map(each -> each.getKey().name().substring(4)).toList();
    }

    /** Its balancer names it no more. */
    private static void leaves(Crossroad road, String gone) {
        var plan = road.state().plan();
        var duties = new TreeMap<>(plan.duties());
        var journeys = new TreeMap<>(plan.journeys());
        duties.remove("see@web/" + gone);
        journeys.remove("see@web/" + gone);
        road.flows.remove(server(gone));
        var left = road.pool.of(road.pool.members().stream().filter(member -> !member.id().equals(server(gone))).toList());
        road.house.adopt(new Plan(plan.services(), journeys, duties, Map.of("web", left)));
        road.looks();
    }

    /** Second by second, and never fewer than the floor. */
    private void seconds(int many) {
        for (int i = 0; i < many; i++) {
            road.seconds(1);
            assertThat(road.serving()).as("at " + road.house.now).isGreaterThanOrEqualTo(2);
        }
    }

    private <T extends Entry> List<T> written(Class<T> type) {
        return road.house.written(type);
    }

    private String end() {
        return written(Entry.SwitchEnded.class).getLast().trouble().orElse("gone over");
    }

    @Test
    void theFirstSwitchSaysWhoIsInAndTheOthersWaitWithoutAnybodyBeingCalled() {
        road.sick.addAll(List.of("g1", "g2"));
        road.seconds(600);
        assertThat(in(road)).containsExactly("b1", "b2");
        assertThat(road.state().incidents()).isEmpty();
        assertThat(written(Entry.ActStarted.class)).noneMatch(act -> act.verb() == Verb.NOTIFY);
    }

    @Test
    void itProvesItselfBesideTheTrafficThenHasAShareThenAll() {
        to(road, GREEN);
        assertThat(in(road)).containsExactly("b1", "b2");
        seconds(4);
        assertThat(in(road)).containsExactly("b1", "b2", "g1", "g2");
        seconds(9);
        assertThat(written(Entry.SwitchShifted.class)).hasSize(2);
        seconds(10);
        assertThat(in(road)).containsExactly("g1", "g2");
        assertThat(road.state().switches()).hasSize(1);
        seconds(310);
        assertThat(end()).isEqualTo("gone over");
        assertThat(road.state().switches()).isEmpty();
    }

    @Test
    void theOthersGiveWayOnceAllOfItIsInAndHaveTheirWholeShareAgainWhereItTurnsBack() {
        to(road, GREEN);
        assertThat(road.state().switches().get("web").yielding()).isEmpty();
        seconds(2);
        var going = road.state().switches().get("web");
        assertThat(going.yielding()).isPresent();
        assertThat(going.yielding().get()).as("no sooner than the last of them came in").isEqualTo(road.state().seats().get(server("g2")).since());
        road.restartKoboshi();
        assertThat(road.state().switches().get("web").yielding()).isPresent();
        road.falls("g1");
        assertThat(road.state().switches().get("web").yielding()).isEmpty();
    }

    @Test
    void whatCouldNotCarryAllOfItIsGivenNoWay() {
        var heavy = blueIn(road(Optional.of(40), 1, "b1", "b2", "g1", "g2"));
        List.of("b1", "b2").forEach(blue -> heavy.flows.put(server(blue), new Flow(true, 0, "UP", false, true, new Flow.Weight(100, 100))));
        to(heavy, GREEN);
        heavy.seconds(8);
        assertThat(in(heavy)).containsExactly("b1", "b2", "g1", "g2");
        assertThat(heavy.house.written(Entry.SwitchYields.class)).isEmpty();
    }

    @Test
    void whatDoesNotRunCleanBesideTheTrafficNeverGetsAny() {
        road.sick.add("g2");
        to(road, GREEN);
        seconds(330);
        assertThat(end()).contains("not all of it runs clean");
        assertThat(in(road)).containsExactly("b1", "b2");
        assertThat(road.begun(server("g1"))).doesNotContain(Verb.READY);
        assertThat(road.called("its traffic goes back")).isTrue();
    }

    @Test
    void whereItFailsInTrafficTheOtherIsBackAtOnce() {
        to(road, GREEN);
        seconds(60);
        assertThat(in(road)).containsExactly("g1", "g2");
        road.falls("g2");
        assertThat(in(road)).contains("b1", "b2").doesNotContain("g1", "g2");
        assertThat(road.state().seats().get(server("b1"))).isEqualTo(
                new Seat.Returned(road.house.now.minus(Crossroad.BACK.ramp()), GuardKey.of("switch:web"), 0));
        road.sick.remove("g2");
        seconds(600);
        assertThat(in(road)).containsExactly("b1", "b2");
        assertThat(end()).contains("see@web/g2");
    }

    @Test
    void whereItFailsWhileItsShareRisesItGoesOutAgain() {
        to(road, GREEN);
        seconds(6);
        road.falls("g1");
        seconds(5);
        assertThat(in(road)).containsExactly("b1", "b2");
        assertThat(written(Entry.SwitchShifted.class)).hasSize(1);
    }

    @Test
    void whatItsGuardTookOutOfTheOldGroupStaysOutWithIt() {
        var guarded = blueIn(road(1, "b1", "b2", "g1", "g2"));
        guarded.falls("b2");
        assertThat(guarded.begun(server("b2"))).last().isEqualTo(Verb.EJECT);
        to(guarded, GREEN);
        guarded.seconds(400);
        guarded.sick.remove("b2");
        guarded.seconds(100);
        assertThat(guarded.house.written(Entry.SwitchEnded.class).getLast().trouble()).isEmpty();
        assertThat(in(guarded)).containsExactly("g1", "g2");
    }

    @Test
    void aGuardsSickServerIsNotBroughtBackByASwitchThatTurnsBack() {
        var guarded = blueIn(road(1, "b1", "b2", "g1", "g2"));
        guarded.falls("b2");
        to(guarded, GREEN);
        guarded.seconds(60).falls("g1").seconds(30);
        assertThat(in(guarded)).containsExactly("b1");
        guarded.sick.remove("b2");
        guarded.seconds(30);
        assertThat(in(guarded)).containsExactly("b1", "b2");
    }

    @Test
    void whatAPersonTookOutOfTheOldGroupStaysThePersons() {
        var guarded = blueIn(road(1, "b1", "b2", "g1", "g2"));
        guarded.order(Verb.EJECT, server("b2"));
        to(guarded, GREEN);
        guarded.seconds(400);
        assertThat(guarded.state().switches()).isEmpty();
        assertThat(guarded.state().seats().get(server("b2")).by()).isEqualTo(GuardKey.of("operator:mai"));
    }

    @Test
    void aSecondOperatorIsRefusedWithTheReason() {
        to(road, GREEN);
        road.house.tell(new Event.SwitchOrdered("ann", BLUE, "no"));
        assertThat(road.refused(BLUE)).containsExactly(new Refusal.SwitchInProgress("web", "green", "operator:mai"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        to(road, BLUE);
        to(road, Pool.group("web", "red"));
        assertThat(road.refused(BLUE)).containsExactly(new Refusal.AlreadySwitched(BLUE));
        assertThat(road.refused(Pool.group("web", "red"))).containsExactly(new Refusal.NoSuchGroup(Pool.group("web", "red")));
    }

    @Test
    void aPersonWhoTakesOneOfItOutTurnsItBack() {
        to(road, GREEN);
        seconds(6);
        road.order(Verb.EJECT, server("g1"));
        seconds(5);
        assertThat(in(road)).containsExactly("b1", "b2");
        assertThat(end()).contains("was taken out");
    }

    @Test
    void theFloorHoldsWhenBothAreSick() {
        to(road, GREEN);
        seconds(60);
        road.sick.add("b1");
        seconds(3);
        road.falls("g1");
        road.seconds(30);
        assertThat(in(road)).contains("g2", "b2");
    }

    @Test
    void whatGoesBackAndCannotEndIsOrderedAnew() {
        to(road, GREEN);
        seconds(60);
        road.sick.add("b1");
        seconds(3);
        road.falls("g1");
        road.seconds(30);
        assertThat(road.state().switches().get("web").back()).isPresent();
        road.sick.remove("g1");
        road.seconds(10);
        to(road, GREEN);
        road.seconds(400);
        assertThat(road.refused(GREEN)).isEmpty();
        assertThat(end()).isEqualTo("gone over");
        assertThat(in(road)).containsExactly("g1", "g2");
    }

    @Test
    void whatItsGroupNamesAndNoBalancerDoesIsNotWaitedFor() {
        var found = blueIn(road(1, "b1", "b2", "g1"));
        to(found, GREEN);
        found.seconds(400);
        assertThat(found.house.written(Entry.SwitchEnded.class).getLast().trouble()).isEmpty();
        assertThat(in(found)).containsExactly("g1");
    }

    @Test
    void whatTurnsBackEndsThoughItsGroupNamesWhatNoBalancerDoes() {
        var found = blueIn(road(1, "b1", "b2", "g1"));
        to(found, GREEN);
        found.seconds(60).falls("g1").seconds(30);
        assertThat(found.house.written(Entry.SwitchEnded.class).getLast().trouble().orElseThrow()).contains("see@web/g1");
        assertThat(found.state().switches()).isEmpty();
        assertThat(in(found)).containsExactly("b1", "b2");
    }

    @Test
    void anOldServerThatLeavesMeanwhileTurnsNothingBack() {
        to(road, GREEN);
        seconds(14);
        leaves(road, "b2");
        road.seconds(400);
        assertThat(end()).isEqualTo("gone over");
        assertThat(in(road)).containsExactly("g1", "g2");
    }

    @Test
    void aGroupThatLeavesAltogetherTurnsBack() {
        to(road, GREEN);
        seconds(60);
        leaves(road, "g1");
        assertThat(in(road)).containsExactly("g2");
        road.house.adopt(new Plan(road.state().plan().services(), road.state().plan().journeys(), Map.of(), Map.of("web", road.pool.of(Stream.of("b1", "b2").map(Crossroad::member).toList()))));
        road.flows.remove(server("g2"));
        road.settle();
        road.seconds(30);
        assertThat(end()).contains("none of its servers is there any more");
        assertThat(in(road)).containsExactly("b1", "b2");
    }

    @Test
    void refusesAGroupOfWhichNoBalancerNamesEnough() {
        var found = road(2, "b1", "b2", "g1");
        to(found, GREEN);
        assertThat(found.refused(GREEN)).containsExactly(new Refusal.BelowFloor("web", 2, 1));
        var none = road(1, "b1", "b2");
        to(none, GREEN);
        assertThat(none.refused(GREEN)).containsExactly(new Refusal.BelowFloor("web", 1, 0));
    }

    @Test
    void itGoesOnWhereverKoboshiWasKilled() {
        for (int killed = 0; killed < 40; killed++) {
            var again = blueIn();
            to(again, GREEN);
            again.seconds(killed);
            again.restartKoboshi();
            for (int i = 0; i < 400; i++) {
                again.seconds(1);
                assertThat(again.serving()).as("killed after " + killed + " s").isGreaterThanOrEqualTo(2);
            }
            assertThat(in(again)).as("killed after " + killed + " s").containsExactly("g1", "g2");
            assertThat(again.state().switches()).isEmpty();
        }
    }

    @Test
    void aSwitchSurvivesInASnapshot() {
        to(road, GREEN);
        road.seconds(20);
        var snapshot = road.state().snapshot();
        assertThat(State.of(snapshot).snapshot()).isEqualTo(snapshot);
        assertThat(snapshot.switches()).hasSize(1);
    }

    /** As a balancer starts whose configuration says {@code disabled} of green. */
    private static Crossroad greenDisabled() {
        var fresh = road(2, "b1", "b2", "g1", "g2");
        List.of("g1", "g2").forEach(green -> fresh.flows.put(server(green), new Flow(false, 0, "MAINT", true, true)));
        fresh.looks();
        return fresh;
    }

    @Test
    void aGroupThatIsDisabledFromTheBeginningProvesItselfAndTakesOver() {
        var fresh = greenDisabled();
        to(fresh, GREEN);
        assertThat(in(fresh)).containsExactly("b1", "b2");
        fresh.seconds(400);
        assertThat(in(fresh)).containsExactly("g1", "g2");
        assertThat(fresh.house.written(Entry.SwitchTurnedBack.class)).isEmpty();
    }

    @Test
    void theGroupInUseMayBeSaidByASwitchThoughTheOtherIsDisabled() {
        var fresh = blueIn(greenDisabled());
        assertThat(fresh.house.written(Entry.SwitchTurnedBack.class)).isEmpty();
        to(fresh, GREEN);
        fresh.seconds(400);
        assertThat(in(fresh)).containsExactly("g1", "g2");
    }

    @Test
    void whatStillDrainsByTheSwitchBeforeIsNoFallOfTheNext() {
        road.flows.put(server("b1"), new Flow(true, 9, "UP"));
        to(road, GREEN);
        road.seconds(400);
        road.flows.put(server("g1"), new Flow(true, 9, "UP"));
        to(road, BLUE);
        for (int i = 0; i < 60 && road.begun(server("g1")).stream().filter(Verb.DRAIN::equals).count() < 2; i++) {
            road.seconds(1);
        }
        road.falls("b1").seconds(3);
        road.sick.remove("b1");
        to(road, GREEN);
        road.seconds(400);
        assertThat(written(Entry.SwitchTurnedBack.class)).hasSize(1);
    }

    @Test
    void whatIsTakenOutOfEveryGroupComesBackAsAnyServerDoes() {
        to(road, GREEN);
        road.seconds(400);
        var groups = Map.of("blue", List.of(server("b1")), "green", List.of(server("g1"), server("g2")));
        var plan = road.state().plan();
        var edited = new Pool("web", road.pool.members(), 2, Optional.empty(), 50, Duration.ofSeconds(30), Crossroad.BACK, Optional.of("*"), Optional.empty(), Optional.of(groups));
        road.house.adopt(new Plan(plan.services(), plan.journeys(), plan.duties(), Map.of("web", edited)));
        road.looks();
        road.seconds(30);
        assertThat(in(road)).containsExactly("b2", "g1", "g2");
    }
}

package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
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
import koboshi.journey.Confirm;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** Servers behind a balancer: taken out when they fall, never so many that nobody answers, and brought back when they are well. */
class TrafficTest {
    private static final Pool.Back BACK = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final Brakes BRAKES = new Brakes(60, Duration.ZERO, false, false);

    private final House house = new House();
    private final Map<ResourceId, Flow> flows = new TreeMap<>();
    private Optional<String> trouble = Optional.empty();
    private Optional<Integer> floorWeight = Optional.empty();

    private static ResourceId backend(String server) {
        return Pool.backend("web", server);
    }

    private static Journey journey(String server) {
        return new Journey("see@web/" + server, backend(server), Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of());
    }

    private void pool(int floor, int mostOut, String... servers) {
        pool(floor, mostOut, BRAKES, List.of(Verb.EJECT), servers);
    }

    private void pool(int floor, int mostOut, Brakes brakes, List<Verb> then, String... servers) {
        var journeys = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        for (var server : servers) {
            var journey = journey(server);
            journeys.put(journey.name(), journey);
            duties.put(journey.name(), new Duty(Guard.of(journey.name(), new Condition.JourneyFails(journey.name()), backend(server)), new Runbook(then, Optional.empty(), brakes)));
            flows.put(backend(server), new Flow(true, 4, "UP"));
        }
        var members = Arrays.stream(servers).map(server -> new Pool.Member(backend(server), Optional.empty())).toList();
        house.adopt(new Plan(Map.of(), journeys, duties, Map.of("web", new Pool("web", members, floor, floorWeight, mostOut, Duration.ofSeconds(30), BACK))));
        looks();
        for (int i = 0; i < 3; i++) {
            clean(servers);
        }
    }

    private void looks() {
        house.tell(new Event.TrafficSeen("web", trouble.isPresent() ? Map.of() : flows, trouble));
    }

    private void weighs(String server, int now, int full) {
        flows.put(backend(server), new Flow(true, 4, "UP", false, true, new Flow.Weight(now, full)));
        looks();
    }

    private void clean(String... servers) {
        pass(Duration.ofSeconds(1));
        for (var server : servers) {
            house.tell(new Event.JourneyRan("see@web/" + server, List.of(Run.clean(house.now, Duration.ofMillis(20)))));
        }
    }

    private void fails(String server) {
        house.tell(new Event.JourneyRan("see@web/" + server, List.of(Run.failed(house.now, Duration.ofMillis(300), "media", "no answer within 300 ms"))));
    }

    private void falls(String server) {
        var failed = Run.failed(house.now, Duration.ofMillis(300), "media", "no answer within 300 ms");
        house.tell(new Event.JourneyRan("see@web/" + server, Collections.nCopies(Journey.BURST_OF_A_BACKEND, failed)));
    }

    private void pass(Duration time) {
        house.pass(time);
        looks();
    }

    private Optional<Entry.ActStarted> begun(Verb verb, String server) {
        return house.journal.stream().filter(Entry.ActStarted.class::isInstance).map(Entry.ActStarted.class::cast)
                .filter(act -> act.verb() == verb && act.on().equals(backend(server))).reduce((_, later) -> later);
    }

    private List<Refusal> refused(String server) {
        return house.journal.stream().filter(Entry.ActRefused.class::isInstance).map(Entry.ActRefused.class::cast)
                .filter(refused -> refused.on().equals(backend(server))).map(Entry.ActRefused::refusal).toList();
    }

    private void done(Verb verb, String server) {
        house.tell(new Event.ActEnded(begun(verb, server).orElseThrow().act(), Outcome.Done.plain("at unix:/haproxy")));
    }

    private void ejected(String server) {
        falls(server);
        done(Verb.EJECT, server);
        flows.put(backend(server), new Flow(false, 2, "MAINT"));
        looks();
    }

    private void aMinuteLaterFailing(String sick, String... well) {
        for (int i = 0; i < 61; i++) {
            clean(well);
            fails(sick);
        }
    }

    private void order(Verb verb, String server) {
        house.tell(new Event.Ordered("mai", verb, backend(server), "new disk"));
    }

    private Seat seat(String server) {
        return house.loop.state().seats().get(backend(server));
    }

    @Test
    void aServerThatFellIsTakenOutAtOnce() {
        pool(1, 50, "s1", "s2", "s3");
        falls("s2");
        assertThat(begun(Verb.EJECT, "s2")).isPresent();
        done(Verb.EJECT, "s2");
        assertThat(seat("s2")).isInstanceOf(Seat.Out.class);
        assertThat(house.loop.state().incidents().getFirst().open()).isTrue();
    }

    @Test
    void oneFailedRunTakesNothingOut() {
        pool(1, 50, "s1", "s2", "s3");
        fails("s2");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(house.loop.state().incidents()).isEmpty();
    }

    @Test
    void whereNoBurstIsRunTheNextFailedRunConfirms() {
        pool(1, 50, "s1", "s2", "s3");
        var all = new TreeMap<>(house.loop.state().plan().journeys());
        var s2 = journey("s2");
        all.put(s2.name(), new Journey(
                s2.name(), s2.service(), s2.every(), s2.timeout(), s2.identity(), s2.steps(), s2.server(), s2.within(), s2.cleanUp(), s2.quorum(), Optional.of(Confirm.NEXT_RUN)));
        var plan = house.loop.state().plan();
        house.tell(new Event.Planned(new Plan(Map.of(), all, plan.duties(), plan.pools())));
        looks();
        clean("s1", "s2", "s3");
        fails("s2");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        clean("s1", "s3");
        fails("s2");
        assertThat(begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void refusesToTakeOutBelowTheFloor() {
        pool(2, 100, "s1", "s2", "s3");
        ejected("s2");
        aMinuteLaterFailing("s2", "s1", "s3");
        falls("s3");
        assertThat(begun(Verb.EJECT, "s3")).isEmpty();
        assertThat(refused("s3")).containsExactly(new Refusal.BelowFloor("web", 2, 1));
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.NOTIFY && act.on().equals(backend("s3")));
    }

    @Test
    void aServerThatItsBalancerSendsNothingDoesNotHoldUpTheFloor() {
        pool(2, 100, "s1", "s2", "s3");
        flows.put(backend("s1"), new Flow(false, 0, "DOWN"));
        looks();
        falls("s2");
        assertThat(refused("s2")).containsExactly(new Refusal.BelowFloor("web", 2, 1));
    }

    @Test
    void refusesToTakeOutTheLargeOneThatTheSmallOnesCannotReplace() {
        floorWeight = Optional.of(50);
        pool(1, 100, "s1", "s2", "s3");
        weighs("s1", 60, 60);
        weighs("s2", 20, 20);
        weighs("s3", 20, 20);
        falls("s1");
        assertThat(refused("s1")).containsExactly(new Refusal.TooLittleLeft("web", 50, 40));
        assertThat(begun(Verb.EJECT, "s1")).isEmpty();
    }

    @Test
    void whatIsOnlyJustComingBackCarriesNoMoreThanItIsGiven() {
        floorWeight = Optional.of(20);
        pool(1, 100, "s1", "s2");
        weighs("s1", 100, 100);
        weighs("s2", 25, 100);
        falls("s1");
        assertThat(refused("s1")).containsExactly(new Refusal.TooLittleLeft("web", 20, 12));
    }

    @Test
    void refusesToTakeOutMoreThanTheEjectionLimit() {
        pool(1, 34, "s1", "s2", "s3", "s4");
        ejected("s2");
        falls("s3");
        assertThat(refused("s3")).containsExactly(new Refusal.TooManyOut("web", 1, 1));
    }

    @Test
    void whenMostLookSickNothingIsCutOffAndAPersonIsCalled() {
        pool(1, 100, "s1", "s2", "s3");
        fails("s1");
        fails("s3");
        falls("s2");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(refused("s2")).containsExactly(new Refusal.MostAreSick("web", 3, 3));
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.NOTIFY);
    }

    @Test
    void oneThatWentOutAMomentAgoCountsAmongThoseThatAreSick() {
        pool(1, 100, "s1", "s2", "s3", "s4");
        ejected("s1");
        fails("s2");
        falls("s3");
        assertThat(refused("s3")).containsExactly(new Refusal.MostAreSick("web", 3, 4));
    }

    @Test
    void whatSomebodyHoldsByHandIsNeitherTakenOutNorBroughtBack() {
        pool(1, 100, "s1", "s2", "s3");
        flows.put(backend("s2"), new Flow(false, 0, "MAINT", true, true));
        looks();
        falls("s2");
        assertThat(refused("s2")).containsExactly(new Refusal.HeldElsewhere(backend("s2")));
        aMinuteLaterFailing("s2", "s1", "s3");
        assertThat(begun(Verb.READY, "s2")).isEmpty();
    }

    @Test
    void whatFallsWhileAPersonDrainsItStaysThePersons() {
        pool(1, 100, "s1", "s2", "s3");
        order(Verb.DRAIN, "s2");
        done(Verb.DRAIN, "s2");
        flows.put(backend("s2"), new Flow(false, 3, "DRAIN", true, true));
        falls("s2");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(seat("s2").byOrder()).isTrue();
    }

    @Test
    void aPersonMayKeepOutWhatWentOutByItself() {
        pool(1, 100, "s1", "s2", "s3");
        ejected("s2");
        order(Verb.EJECT, "s2");
        done(Verb.EJECT, "s2");
        for (int i = 0; i < 20; i++) {
            clean("s1", "s2", "s3");
        }
        assertThat(seat("s2").byOrder()).isTrue();
        assertThat(begun(Verb.READY, "s2")).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsTriedAgainMoreAndMoreRarelyAndAPersonIsCalled() {
        pool(1, 100, new Brakes(4, Duration.ZERO, false, false), List.of(Verb.EJECT), "s1", "s2", "s3");
        falls("s2");
        for (int i = 0; i < 100; i++) {
            if (house.loop.state().openActs().stream().anyMatch(act -> act.on().equals(backend("s2")) && act.verb() == Verb.EJECT)) {
                house.tell(new Event.ActEnded(begun(Verb.EJECT, "s2").orElseThrow().act(), new Outcome.Failed("permission denied")));
            }
            clean("s1", "s3");
            fails("s2");
        }
        long tries = house.journal.stream().filter(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.EJECT).count();
        assertThat(tries).isBetween(5L, 9L);
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.NOTIFY && act.why().contains("permission denied"));
    }

    @Test
    void aServerTakenOutOfThePlanIsForgottenAndSomebodyIsTold() {
        pool(1, 100, "s1", "s2", "s3");
        ejected("s2");
        house.tell(new Event.Planned(Plan.EMPTY));
        assertThat(house.loop.state().seats()).isEmpty();
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.ActStarted act && act.why().contains("nobody brings it back"));
    }

    @Test
    void aDrainIsNotOverWhileOneOfTheBalancersCannotBeAsked() {
        pool(1, 50, "s1", "s2", "s3");
        order(Verb.DRAIN, "s2");
        done(Verb.DRAIN, "s2");
        flows.put(backend("s2"), new Flow(false, 0, "DRAIN", true, false));
        clean("s1", "s2", "s3");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
    }

    @Test
    void whatWasHeldForItsSiblingsSakeIsDoneWhenTheyAreWell() {
        pool(1, 100, "s1", "s2", "s3");
        fails("s1");
        falls("s2");
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        house.tell(new Event.JourneyRan("see@web/s1", List.of(Run.clean(house.now, Duration.ofMillis(20)))));
        assertThat(begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void whileNoBalancerAnswersTrafficStaysWhereItIs() {
        pool(1, 50, "s1", "s2", "s3");
        trouble = Optional.of("unix:/haproxy: nobody listens there");
        looks();
        falls("s2");
        assertThat(refused("s2")).containsExactly(new Refusal.BalancerIsAway("web", "unix:/haproxy: nobody listens there"));
        trouble = Optional.empty();
        looks();
        house.pass(Duration.ofMillis(200));
        assertThat(begun(Verb.EJECT, "s2")).isPresent();
    }

    @Test
    void balancersThatFellSilentAreNotSpokenForByWhatTheySaidBefore() {
        pool(1, 50, "s1", "s2", "s3");
        house.pass(Duration.ofSeconds(6));
        falls("s2");
        assertThat(refused("s2")).hasSize(1).first().isInstanceOf(Refusal.BalancerIsAway.class);
    }

    @Test
    void oneStepAtATime() {
        pool(1, 100, "s1", "s2", "s3", "s4", "s5");
        falls("s2");
        falls("s3");
        assertThat(begun(Verb.EJECT, "s3")).isEmpty();
        assertThat(refused("s3")).containsExactly(new Refusal.RoleIsBusy("web", begun(Verb.EJECT, "s2").orElseThrow().act()));
        done(Verb.EJECT, "s2");
        assertThat(begun(Verb.EJECT, "s3")).isPresent();
    }

    @Test
    void aFreezeHoldsAGuardsHandButNotAPersons() {
        pool(1, 50, "s1", "s2", "s3");
        house.tell(new Event.FreezeOrdered("mai", "network work"));
        falls("s2");
        assertThat(refused("s2")).hasSize(1).first().isInstanceOf(Refusal.Frozen.class);
        order(Verb.DRAIN, "s2");
        assertThat(begun(Verb.DRAIN, "s2")).isPresent();
    }

    @Test
    void aDryRunOnlySaysWhatItWouldDo() {
        pool(1, 50, new Brakes(60, Duration.ZERO, true, false), List.of(Verb.EJECT), "s1", "s2", "s3");
        falls("s2");
        assertThat(refused("s2")).containsExactly(new Refusal.DryRun());
    }

    @Test
    void comesBackAfterItsTimeAndItsCleanRuns() {
        pool(1, 50, "s1", "s2", "s3");
        ejected("s2");
        clean("s1", "s2", "s3");
        clean("s1", "s2", "s3");
        clean("s1", "s2", "s3");
        assertThat(begun(Verb.READY, "s2")).isEmpty();
        clean("s1", "s2", "s3");
        clean("s1", "s2", "s3");
        assertThat(begun(Verb.READY, "s2")).map(Entry.ActStarted::motive).contains(Motive.COURSE);
        done(Verb.READY, "s2");
        assertThat(seat("s2")).isInstanceOf(Seat.Returned.class);
        assertThat(house.loop.state().incidents().getFirst().open()).isFalse();
    }

    @Test
    void staysOutWhileItsJourneyFails() {
        pool(1, 50, "s1", "s2", "s3");
        ejected("s2");
        for (int i = 0; i < 30; i++) {
            clean("s1", "s3");
            fails("s2");
        }
        assertThat(begun(Verb.READY, "s2")).isEmpty();
        assertThat(house.loop.state().incidents().getFirst().open()).isTrue();
    }

    @Test
    void aRelapseDoublesTheWait() {
        pool(1, 50, "s1", "s2", "s3");
        ejected("s2");
        for (int i = 0; i < 5; i++) {
            clean("s1", "s2", "s3");
        }
        done(Verb.READY, "s2");
        flows.put(backend("s2"), new Flow(true, 1, "UP"));
        clean("s1", "s2", "s3");
        ejected("s2");
        assertThat(seat("s2")).isEqualTo(new Seat.Out(house.now, house.now.plusSeconds(10), begun(Verb.EJECT, "s2").orElseThrow().by(), false, 1));
    }

    @Test
    void whatStoodLongAfterItCameBackIsNoRelapse() {
        pool(1, 50, "s1", "s2", "s3");
        ejected("s2");
        for (int i = 0; i < 5; i++) {
            clean("s1", "s2", "s3");
        }
        done(Verb.READY, "s2");
        flows.put(backend("s2"), new Flow(true, 1, "UP"));
        for (int i = 0; i < 301; i++) {
            clean("s1", "s2", "s3");
        }
        ejected("s2");
        assertThat(seat("s2")).isEqualTo(new Seat.Out(house.now, house.now.plusSeconds(5), begun(Verb.EJECT, "s2").orElseThrow().by(), false, 0));
    }

    @Test
    void aDrainedServerGoesOutWhenItsLastSessionEnds() {
        pool(1, 50, "s1", "s2", "s3");
        order(Verb.DRAIN, "s2");
        done(Verb.DRAIN, "s2");
        flows.put(backend("s2"), new Flow(false, 3, "DRAIN"));
        clean("s1", "s2", "s3");
        assertThat(seat("s2")).isInstanceOf(Seat.Draining.class);
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        flows.put(backend("s2"), new Flow(false, 0, "DRAIN"));
        clean("s1", "s2", "s3");
        assertThat(begun(Verb.EJECT, "s2")).map(Entry.ActStarted::why).contains("no session is left on it");
    }

    @Test
    void aDrainedServerGoesOutWhenItsTimeIsOver() {
        pool(1, 50, "s1", "s2", "s3");
        order(Verb.DRAIN, "s2");
        done(Verb.DRAIN, "s2");
        flows.put(backend("s2"), new Flow(false, 3, "DRAIN"));
        for (int i = 0; i < 30; i++) {
            clean("s1", "s2", "s3");
        }
        assertThat(begun(Verb.EJECT, "s2")).map(Entry.ActStarted::why).contains("its time to drain is over; 3 sessions go on");
    }

    @Test
    void whatAPersonTookOutNobodyElseBringsBack() {
        pool(1, 50, "s1", "s2", "s3");
        order(Verb.EJECT, "s2");
        done(Verb.EJECT, "s2");
        flows.put(backend("s2"), new Flow(false, 0, "MAINT"));
        for (int i = 0; i < 60; i++) {
            clean("s1", "s2", "s3");
        }
        assertThat(begun(Verb.READY, "s2")).isEmpty();
        falls("s2");
        assertThat(house.loop.state().incidents()).isEmpty();
        order(Verb.READY, "s2");
        assertThat(begun(Verb.READY, "s2")).isPresent();
    }

    @Test
    void aPersonIsHeldByTheFloorToo() {
        pool(2, 100, "s1", "s2");
        order(Verb.DRAIN, "s1");
        assertThat(refused("s1")).containsExactly(new Refusal.BelowFloor("web", 2, 2));
    }

    @Test
    void ofTwoOperatorsAtOnceTheSecondIsToldWhy() {
        pool(1, 100, "s1", "s2", "s3");
        order(Verb.DRAIN, "s1");
        order(Verb.DRAIN, "s1");
        order(Verb.EJECT, "s2");
        long first = begun(Verb.DRAIN, "s1").orElseThrow().act();
        assertThat(refused("s1")).containsExactly(new Refusal.ActInProgress(first));
        assertThat(refused("s2")).containsExactly(new Refusal.RoleIsBusy("web", first));
    }

    @Test
    void nothingIsForgottenWhenKoboshiDies() {
        pool(1, 50, "s1", "s2", "s3");
        ejected("s2");
        var again = State.of(house.loop.state().snapshot());
        assertThat(again.seats()).isEqualTo(house.loop.state().seats());
        assertThat(again.pools()).containsExactlyElementsOf(house.loop.state().pools());
    }

    @Test
    void notKnowingTakesNothingOut() {
        pool(1, 50, "s1", "s2", "s3");
        falls("s1");
        house.tell(new Event.JourneyDoubted("see@web/s2", "our own door did not answer"));
        falls("s3");
        house.tell(new Event.JourneyDoubted("see@web/s3", "our own door did not answer"));
        assertThat(begun(Verb.EJECT, "s2")).isEmpty();
        assertThat(begun(Verb.EJECT, "s3")).isEmpty();
    }
}

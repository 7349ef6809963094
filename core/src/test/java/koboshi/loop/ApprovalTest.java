package koboshi.loop;

import static koboshi.loop.Crossroad.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;

/** Between a pool's line and its floor, taking a server out is a person's decision. */
class ApprovalTest {
    private static final Refusal ASKED = new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 3, 2)));

    private final Crossroad road = road(1, 3, Crossroad.BRAKES);

    private static Crossroad road(int floor, int line, Brakes brakes) {
        var members = Stream.of("s1", "s2", "s3", "s4").map(Crossroad::member).toList();
        return new Crossroad(new Pool("web", members, floor, Optional.empty(), 100, Duration.ofSeconds(30), Crossroad.BACK, Optional.empty(), Optional.of(line), Optional.empty()), brakes);
    }

    /** The first goes out by itself, and a minute later another one falls. */
    private static void twoFall(Crossroad road) {
        road.falls("s1").seconds(61).falls("s2");
    }

    private long incident() {
        return asked(road.house).incident();
    }

    private static Question asked(House house) {
        return house.loop.state().questions(house.now).getFirst();
    }

    private static Event.Agreed yes(Question question) {
        return question.agreedBy("mai", "the others carry it");
    }

    private void agree() {
        road.house.tell(yes(asked(road.house)));
        road.settle();
    }

    @Test
    void whileEnoughStayKnownToWorkAGuardActsByItself() {
        road.falls("s1");
        assertThat(road.begun(server("s1"))).containsExactly(Verb.EJECT);
    }

    @Test
    void belowTheLineItAsksAndCallsAPerson() {
        twoFall(road);
        assertThat(road.begun(server("s2"))).isEmpty();
        assertThat(road.refused(server("s2"))).containsExactly(ASKED);
        assertThat(road.called("NeedsApproval")).isTrue();
        assertThat(road.house.loop.state().questions(road.house.now))
                .containsExactly(new Question(incident(), GuardKey.of("see@web/s2"), Verb.EJECT, server("s2"), (Refusal.NeedsApproval) ASKED));
    }

    @Test
    void whatAPersonAgreedToIsDoneAtOnce() {
        twoFall(road);
        agree();
        assertThat(road.begun(server("s2"))).containsExactly(Verb.EJECT);
        assertThat(road.house.written(Entry.Agreed.class)).extracting(Entry.Agreed::by).containsExactly(GuardKey.of("operator:mai"));
        assertThat(road.house.loop.state().questions(road.house.now)).isEmpty();
    }

    @Test
    void anAgreementLoosensNoOtherBrake() {
        twoFall(road);
        road.denies = true;
        agree();
        road.house.tell(new Event.FreezeOrdered("ann", "network work"));
        road.denies = false;
        road.seconds(5);
        assertThat(road.begun(server("s2"))).containsExactly(Verb.EJECT);
        assertThat(road.refused(server("s2"))).last().isInstanceOf(Refusal.Frozen.class);
    }

    @Test
    void anAgreementNotUsedInTimeIsAskedForAnew() {
        twoFall(road);
        road.denies = true;
        agree();
        road.house.tell(new Event.FreezeOrdered("ann", "network work"));
        road.seconds((int) Agreement.LASTS.toSeconds());
        road.denies = false;
        road.house.tell(new Event.ThawOrdered("ann", "done"));
        road.seconds(1);
        assertThat(road.begun(server("s2"))).containsExactly(Verb.EJECT);
        assertThat(road.refused(server("s2"))).last().isEqualTo(ASKED);
    }

    @Test
    void anAgreementIsForOneActOnly() {
        twoFall(road);
        agree();
        road.sick.remove("s2");
        road.seconds(10).falls("s2");
        assertThat(road.begun(server("s2"))).containsExactly(Verb.EJECT, Verb.READY);
        assertThat(road.refused(server("s2"))).containsExactly(ASKED, ASKED);
    }

    private static House fallen(Duty... duties) {
        return new House().adopt(House.adding(House.plan(0, Brakes.DEFAULT, "app"), duties)).standing().falls("app").pass(Duration.ofSeconds(5));
    }

    private static Duty asking(String name, Verb... then) {
        var brakes = new Brakes(60, Duration.ZERO, false, true);
        return new Duty(Guard.of(name, new Condition.JourneyFails("ask-app"), ResourceId.service("app")), new Runbook(List.of(then), Optional.empty(), brakes));
    }

    @Test
    void aWordForOneGuardIsNoneForAnotherOfTheSameIncident() {
        var house = fallen(asking("silent-app", Verb.RESTART), asking("second", Verb.STOP));
        var both = house.loop.state().questions(house.now);
        assertThat(both).extracting(Question::verb).containsExactlyInAnyOrder(Verb.RESTART, Verb.STOP);
        assertThat(both).extracting(Question::incident).containsOnly(house.incident().id());
        house.tell(yes(both.getFirst()));
        assertThat(house.written(Entry.Agreed.class)).extracting(Entry.Agreed::asked).containsExactly(both.getFirst().asked());
        assertThat(house.loop.state().questions(house.now)).containsExactly(both.getLast());
    }

    @Test
    void aWordForOneStepIsNoneForTheNext() {
        var house = fallen(asking("silent-app", Verb.RESTART_GENTLY, Verb.RESTART));
        var first = asked(house);
        house.tell(yes(first));
        house.ends(Verb.RESTART_GENTLY, Outcome.Done.plain("pid 101"));
        house.falls("app");
        assertThat(asked(house).verb()).isEqualTo(Verb.RESTART);
        house.tell(yes(first));
        assertThat(house.written(Entry.Agreed.class)).hasSize(1);
        assertThat(house.open(Verb.RESTART)).isEmpty();
    }

    @Test
    void whatIsWellAgainIsNotTakenOutByAnOldWord() {
        twoFall(road);
        var asked = asked(road.house);
        road.sick.remove("s2");
        road.seconds(5);
        road.house.tell(yes(asked));
        road.seconds(1);
        assertThat(road.house.written(Entry.Agreed.class)).isEmpty();
        assertThat(road.begun(server("s2"))).isEmpty();
    }

    @Test
    void theFloorAsksNobody() {
        var high = road(3, 4, Crossroad.BRAKES);
        high.falls("s1");
        assertThat(high.refused(server("s1"))).containsExactly(new Refusal.NeedsApproval(Optional.of(new Refusal.Line("web", 4, 3))));
        var over = road(4, 5, Crossroad.BRAKES);
        over.falls("s1");
        assertThat(over.refused(server("s1"))).hasSize(1).first().isInstanceOf(Refusal.BelowFloor.class);
    }

    @Test
    void aGuardThatMustAlwaysAskIsAnsweredTheSameWay() {
        var strict = road(1, 1, new Brakes(60, Duration.ZERO, false, true));
        strict.falls("s1");
        assertThat(strict.refused(server("s1"))).containsExactly(new Refusal.NeedsApproval());
        strict.house.tell(yes(asked(strict.house)));
        strict.settle();
        assertThat(strict.begun(server("s1"))).containsExactly(Verb.EJECT);
    }

    @Test
    void aPersonsOwnOrderIsAgreementEnough() {
        road.falls("s1").seconds(61);
        road.order(Verb.EJECT, server("s2"));
        assertThat(road.begun(server("s2"))).containsExactly(Verb.EJECT);
    }

    @Test
    void questionsAndAgreementsOutliveARestart() {
        twoFall(road);
        road.denies = true;
        agree();
        assertThat(State.of(road.house.loop.state().snapshot()).snapshot()).isEqualTo(road.house.loop.state().snapshot());
        road.house.restartKoboshi();
        assertThat(road.house.loop.state().agreed(GuardKey.of("see@web/s2"), Verb.EJECT, server("s2"), road.house.now)).isTrue();
        assertThat(List.copyOf(road.house.loop.state().agreements.values())).hasSize(1);
    }
}

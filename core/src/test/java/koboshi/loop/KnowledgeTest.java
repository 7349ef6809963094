package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.guard.Standing.Firing;
import koboshi.guard.Standing.Inactive;
import koboshi.guard.Standing.Pending;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** When something was taken for known that was not, or said too often. */
class KnowledgeTest {
    private static final ResourceId A = ResourceId.service("a");
    private static final Fact STOPPED = new Fact.Exited(100, Fact.Cause.ORDERED, "signal 15", List.of(), Duration.ZERO);

    private static House house(Duty... more) {
        return new House().adopt(House.adding(House.plan(0, Brakes.DEFAULT, "a"), more)).standing();
    }

    private static Duty beats() {
        return House.duty("beats", new Condition.HeartbeatOverdue("job", Duration.ofMinutes(1), Duration.ofSeconds(10)), "a", Verb.NOTIFY);
    }

    private static Duty crowdedFor(Duration holdFor, Duration keepFiring) {
        return new Duty(new Guard("crowded", House.crowded(), Optional.of(A), holdFor, keepFiring, Guard.UNKNOWN_GRACE),
                House.duty("crowded", House.crowded(), "a", Verb.NOTIFY).runbook());
    }

    private static House quiet(House house, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            house.runsClean(1);
        }
        return house;
    }

    @Test
    void aRunThatBeganBeforeItsJourneyWasChangedSaysNothingOfTheNewOne() {
        var old = House.with("a").standing();
        var plan = House.plan(0, Brakes.DEFAULT, "a");
        var journeys = new TreeMap<>(plan.journeys());
        journeys.replaceAll((_, journey) -> journey.limitedTo(Duration.ofMillis(900)));
        var began = old.now;
        old.now = old.now.plusMillis(300);
        old.tell(new Event.Planned(new Plan(plan.services(), journeys, plan.duties())));
        old.tell(new Event.JourneyRan("ask-a", List.of(Run.clean(began, Duration.ofMillis(20)))));
        assertThat(old.loop.seen().ignorance("ask-a")).isPresent();
        old.clean("a");
        assertThat(old.loop.seen().ignorance("ask-a")).isEmpty();
    }

    @Test
    void twoSeriesFiringAtOnceOpenOneIncident() {
        var house = house(House.alarm("crowded", House.crowded())).waiting("crowded", 60, 70);

        assertThat(house.written(Entry.IncidentOpened.class)).hasSize(1);
        assertThat(house.written(Entry.StandingChanged.class)).hasSize(2);
    }

    @Test
    void aHeartbeatGuardAddedLaterIsNotOverdueAtOnce() {
        var house = quiet(house(), Duration.ofMinutes(3));

        house.tell(new Event.Planned(House.adding(House.plan(0, Brakes.DEFAULT, "a"), beats())));

        assertThat(house.standing("beats")).isInstanceOf(Inactive.class);
        assertThat(quiet(house, Duration.ofSeconds(71)).standing("beats")).isInstanceOf(Firing.class);
    }

    @Test
    void anAbsenceGuardAddedLaterWaitsForItsWindow() {
        var absent = House.duty("absent", new Condition.Absent(Selector.parse("up"), Duration.ofMinutes(1)), "a", Verb.NOTIFY);
        var house = quiet(house(), Duration.ofMinutes(3));

        house.tell(new Event.Planned(House.adding(House.plan(0, Brakes.DEFAULT, "a"), absent)));

        assertThat(house.waiting("absent").standing("absent")).isInstanceOf(Inactive.class);
    }

    private static Duty absent(Duration window) {
        return House.duty("absent", new Condition.Absent(Selector.parse("up"), window), "a", Verb.NOTIFY);
    }

    private static void answered(House house, Findings findings, int seconds) {
        for (int second = 0; second < seconds; second++) {
            house.runsClean(1).tell(new Event.Answered("absent", findings));
        }
    }

    @Test
    void theTimeInWhichNobodyCouldSeeASampleCountsNotAsItsAbsence() {
        var house = house(absent(Duration.ofMinutes(1)));
        answered(house.waiting("absent", 1), Findings.none("no route"), 300);

        answered(house, Findings.of(List.of()), 59);
        assertThat(house.standing("absent")).as("it can be seen again for a minute only").isInstanceOf(Inactive.class);

        answered(house, Findings.of(List.of()), 3);
        assertThat(house.standing("absent")).isInstanceOf(Firing.class);
    }

    @Test
    void aSourceThatSaidNothingForAWhileWasAwayToo() {
        var house = quiet(house(absent(Duration.ofMinutes(1))).waiting("absent", 1), Duration.ofMinutes(5));
        answered(house, Findings.of(List.of()), 30);
        assertThat(house.standing("absent")).isInstanceOf(Inactive.class);
    }

    /** A source that refused called forty times within a second, with the same words. */
    @Test
    void whatOneSourceLeavesInTheDarkIsOneCall() {
        var names = IntStream.range(0, 40).mapToObj(i -> "crowded" + i).toList();
        var house = house(names.stream().map(name -> new Duty(
                new Guard(name, House.crowded(), Optional.empty(), Duration.ZERO, Duration.ZERO, Duration.ofSeconds(name.endsWith("7") ? 20 : 10)),
                House.duty("crowded", House.crowded(), "a", Verb.NOTIFY).runbook())).toArray(Duty[]::new));
        for (int second = 0; second < 3660; second++) {
            house.runsClean(1);
            names.forEach(name -> house.tell(new Event.Answered(name, Findings.none(name.equals("crowded5") ? "it reads too much" : "no route to the source"))));
        }
        assertThat(calls(house, "no route")).as("again after an hour").hasSize(2)
                .first().asString().contains("it cannot be judged: no route to the source; nor can 38 more guards: crowded1, crowded10, crowded11, crowded12, crowded13, ...");
        assertThat(calls(house, "it reads too much")).as("a reason of its own").hasSize(2).first().asString().doesNotContain("more");
    }

    @Test
    void aCallForAReasonOfItsOwnHidesNoSourceThatIsAway() {
        var house = house(House.alarm("one", House.crowded()), House.alarm("two", House.crowded()));
        for (int second = 0; second < 1200; second++) {
            var trouble = second < 600 ? "it speaks of 300 label sets" : "no route to the source";
            house.runsClean(1).tell(new Event.Answered("one", Findings.none(trouble)));
            house.tell(new Event.Answered("two", second < 600 ? Findings.of(List.of()) : Findings.none(trouble)));
        }
        assertThat(calls(house, "300 label sets")).hasSize(1);
        assertThat(calls(house, "no route")).singleElement().asString().endsWith("; nor can 1 more guard: one");
    }

    private static List<String> calls(House house, String about) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.motive() == Motive.CALL).map(Entry.ActStarted::why).filter(why -> why.contains(about)).toList();
    }

    @Test
    void aLeapOfTheClockMakesNothingOverdue() {
        var house = house(beats(), crowdedFor(Duration.ofMinutes(10), Duration.ZERO));
        house.tell(new Event.Beat("job"));
        house.waiting("crowded", 60);
        house.now = house.now.plus(Duration.ofHours(1));

        house.tell(new Event.ClockJumped(Duration.ofHours(1)));
        house.pass(Duration.ZERO).waiting("crowded", 60);

        assertThat(house.standing("beats")).isInstanceOf(Inactive.class);
        assertThat(house.loop.state().standings().values()).hasSize(1).allMatch(Pending.class::isInstance);
    }

    @Test
    void anOldAnswerSaysNothingAboutNow() {
        var house = quiet(house(crowdedFor(Duration.ofMinutes(2), Duration.ZERO)).waiting("crowded", 60), Duration.ofMinutes(4));

        assertThat(house.loop.state().standings().values()).hasSize(1).allMatch(Pending.class::isInstance);
        assertThat(house.written(Entry.KnowledgeLost.class).getLast().why()).contains("no answer since");
    }

    @Test
    void aTimeNobodyCouldSpeakForCountsNotTowardsTheFor() {
        var house = house(crowdedFor(Duration.ofMinutes(2), Duration.ZERO)).waiting("crowded", 60);
        quiet(house, Duration.ofMinutes(4)).waiting("crowded", 60);

        assertThat(house.loop.state().standings().values()).hasSize(1).allMatch(Pending.class::isInstance);
    }

    @Test
    void aValueThatIsNotANumberDoesNotResolve() {
        var house = house(crowdedFor(Duration.ZERO, Duration.ZERO)).waiting("crowded", 60).waiting("crowded", Double.NaN);

        assertThat(house.loop.state().standings().values()).hasSize(1).allMatch(Firing.class::isInstance);
    }

    @Test
    void aGuardOnceUnknownForAMomentIsNotUnknownSinceThenForEver() {
        var house = house(crowdedFor(Duration.ZERO, Duration.ZERO)).waiting("crowded", 1);
        for (int second = 0; second < 400; second++) {
            house.runsClean(1).waiting("crowded", 1);
        }
        house.tell(new Event.Answered("crowded", Findings.none("no route")));

        assertThat(house.written(Entry.KnowledgeLost.class)).isEmpty();
        assertThat(house.open(Verb.NOTIFY)).isEmpty();
    }

    @Test
    void whatAPersonStoppedIsNotMissedAndNobodyIsCalledForIt() {
        var house = house(beats());
        house.tell(new Event.Ordered("ann", Verb.STOP, A, "maintenance"));
        house.fact("a", STOPPED).ends(Verb.STOP, Outcome.Done.plain("stopped"));

        for (int minute = 0; minute < 120; minute++) {
            house.pass(Duration.ofMinutes(1)).falls("a");
        }

        assertThat(house.written(Entry.ActStarted.class)).extracting(Entry.ActStarted::verb).containsExactly(Verb.STOP);
        assertThat(house.loop.state().standings()).isEmpty();
        assertThat(house.written(Entry.KnowledgeLost.class)).isEmpty();
    }

    @Test
    void whatIsStartedAgainAfterwardsOpensNoIncidentWhileItRises() {
        var house = house();
        house.tell(new Event.Ordered("ann", Verb.STOP, A, "maintenance"));
        house.fact("a", STOPPED).ends(Verb.STOP, Outcome.Done.plain("stopped")).falls("a").pass(Duration.ofSeconds(1));

        house.tell(new Event.Ordered("ann", Verb.START, A, "done"));
        house.started("a", 200).ends(Verb.START, Outcome.Done.plain("runs")).pass(Duration.ofSeconds(1)).fails("a").pass(Duration.ofSeconds(5)).clean("a");

        assertThat(house.written(Entry.IncidentOpened.class)).isEmpty();
    }

    @Test
    void aPersonsRestartOfAServiceThatIsWellOpensNoIncident() {
        var house = house();
        house.tell(new Event.Ordered("ann", Verb.RESTART, A, "new version"));

        house.fact("a", STOPPED).falls("a").started("a", 200).ends(Verb.RESTART, Outcome.Done.plain("runs"));
        house.pass(Duration.ofSeconds(1)).falls("a").pass(Duration.ofSeconds(3)).clean("a").clean("a");

        assertThat(house.written(Entry.IncidentOpened.class)).isEmpty();
        assertThat(house.loop.state().openActs()).isEmpty();
    }

    @Test
    void aStopOfWhatLayAlreadyEndsItsIncident() {
        var house = house().fact("a", new Fact.Exited(100, Fact.Cause.FAILED, "exit 1", List.of(), Duration.ZERO));
        house.tell(new Event.Ordered("ann", Verb.STOP, A, "leave it"));

        house.ends(Verb.STOP, Outcome.Done.plain("it was not running")).pass(Duration.ofSeconds(1));

        assertThat(house.incident().open()).isFalse();
        assertThat(house.loop.state().standings()).isEmpty();
    }

    @Test
    void callsThatDifferInAFigureAreOneCall() {
        var house = house(crowdedFor(Duration.ZERO, Duration.ZERO)).waiting("crowded", 60);
        for (int second = 0; second < 1_200; second++) {
            house.runsClean(1).tell(new Event.Answered("crowded", Findings.none("timed out after " + second + " ms")));
        }

        assertThat(house.written(Entry.ActStarted.class)).filteredOn(act -> act.why().contains("cannot be judged")).hasSize(1);
    }

    @Test
    void aGuardThatFiresEveryOtherSecondDoesNotRingAsOften() {
        var house = house(crowdedFor(Duration.ZERO, Duration.ZERO));
        for (int second = 0; second < 100; second++) {
            house.runsClean(1).waiting("crowded", 60).runsClean(1).waiting("crowded", 1);
        }

        assertThat(house.written(Entry.ActStarted.class)).filteredOn(act -> act.verb() == Verb.NOTIFY).hasSizeBetween(1, 2);
    }

    @Test
    void aPersonsThawIsNotUndoneByWhatFellBefore() {
        var house = House.with("a", "b", "c").standing();
        List.of("a", "b", "c").forEach(house::falls);
        assertThat(house.loop.state().freeze()).isPresent();

        house.tell(new Event.ThawOrdered("ann", "it was the switch"));

        assertThat(house.loop.state().freeze()).isEmpty();
        assertThat(house.written(Entry.Frozen.class)).hasSize(1);
    }

    @Test
    void alarmsWithoutAServiceDoNotFreezeTheHands() {
        var alarms = IntStream.range(0, 5).mapToObj(i -> House.alarm("alarm" + i, House.crowded())).toArray(Duty[]::new);
        var house = house(alarms);
        IntStream.range(0, 5).forEach(i -> house.waiting("alarm" + i, 60));

        assertThat(house.loop.state().freeze()).isEmpty();
        assertThat(house.loop.state().snapshot().turnedBad()).isEmpty();
    }

    @Test
    void aHundredServicesFallingAtOnceAreDecidedInOneStep() {
        var names = IntStream.range(0, 100).mapToObj(i -> "s" + i).toArray(String[]::new);
        var house = House.with(names).standing();

        List.of(names).forEach(house::falls);
        house.pass(Duration.ofMinutes(2));

        assertThat(house.loop.state().standings()).hasSize(100);
    }

    @Test
    void aCallDoubtedBeforeAKillIsMadeAgainAfterIt() {
        var house = house(House.alarm("crowded", House.crowded())).waiting("crowded", 60).pass(Duration.ofSeconds(31));
        assertThat(house.written(Entry.ActDoubted.class)).hasSize(1);

        house.restartKoboshi();

        assertThat(house.written(Entry.ActDoubted.class)).hasSize(2);
        assertThat(house.open(Verb.NOTIFY)).isPresent();
    }

    @Test
    void theRunbookBeingThroughAndTheGuardFiringOnCallsAPerson() {
        var house = house(House.duty("crowded", House.crowded(), "a", Verb.RESTART)).waiting("crowded", 60).restarted("a", 200);
        for (int second = 0; second < 330; second++) {
            house.runsClean(1).waiting("crowded", 60);
        }

        assertThat(house.open(Verb.NOTIFY).orElseThrow().why()).contains("fires still");
    }
}

package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.Bytes;
import koboshi.resource.Gentle;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** Guards that ask series: what they make of answers, and of having none. */
class NumbersTest {
    private static final ResourceId A = ResourceId.service("a");
    private static final Findings NOTHING = new Findings(List.of(), Optional.of("no sample of waiting"), Duration.ZERO, Optional.empty());

    private static House house(Duty... more) {
        return new House().adopt(House.adding(House.plan(0, Brakes.DEFAULT, "a"), more)).standing();
    }

    private static Duty crowded(Duration holdFor) {
        var guard = new Guard("crowded", House.crowded(), Optional.empty(), holdFor, Duration.ZERO, Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private static Findings uncovered(Reading... readings) {
        return new Findings(List.of(readings), Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    }

    private static void answered(House house, Findings findings, Duration time) {
        for (long second = 0; second < time.toSeconds(); second += 5) {
            house.pass(Duration.ofSeconds(5)).clean("a").tell(new Event.Answered("crowded", findings));
        }
    }

    private static long calls(House house, String about) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.motive() == Motive.CALL && act.why().contains(about)).count();
    }

    @Test
    void havingNoSampleIsUnknownAndCallsAPersonOnceADay() {
        var house = house(crowded(Duration.ZERO));
        answered(house, NOTHING, Duration.ofHours(4));

        assertThat(house.loop.seen().unknownWhy(GuardKey.of("crowded"))).contains("no sample of waiting");
        assertThat(calls(house, "no sample of waiting")).isEqualTo(1);
        assertThat(house.loop.state().standings()).isEmpty();
    }

    @Test
    void aValueThatWasBeyondItsLineForLessThanItMayIsANearMiss() {
        var house = house(crowded(Duration.ofMinutes(10))).waiting("crowded", 60).pass(Duration.ofSeconds(110)).waiting("crowded", 60).waiting("crowded", 40);

        assertThat(house.incident().on()).isEqualTo(new ResourceId("guard", "crowded"));
        assertThat(house.incident().kind()).isEqualTo(Incident.Kind.NEAR_MISS);
        assertThat(house.incident().ending()).contains(Ending.NEAR_MISS);
    }

    @Test
    void aValueThatTremblesAtItsLineFillsNoListAndPushesNothingOutOfIt() {
        var house = house(crowded(Duration.ofMinutes(10)));
        house.falls("a").captured().restarted("a", 200).runsClean(3);
        for (int minute = 0; minute < 24 * 60; minute++) {
            house.waiting("crowded", 60, 70).pass(Duration.ofSeconds(30)).waiting("crowded", 40, 40).pass(Duration.ofSeconds(30));
        }

        assertThat(house.written(Entry.IncidentOpened.class)).as("one in ten minutes").hasSizeBetween(140, 146);
        assertThat(house.loop.state().incidents()).filteredOn(one -> one.kind() == Incident.Kind.NEAR_MISS).hasSize(50);
        assertThat(house.loop.state().incidents()).as("what fell is still known").anyMatch(Incident::fired);
    }

    @Test
    void aFiringSeriesThatVanishesIsToldOfOnceAndThenLetGo() {
        var house = house(crowded(Duration.ZERO)).waiting("crowded", 60, 10);
        var other = Findings.of(List.of(Reading.of(Labels.of("channel", "c1"), 10, false)));
        answered(house, other, Duration.ofMinutes(59));
        assertThat(house.loop.state().standings().values()).as("nobody can say that it is over").singleElement().isInstanceOf(Standing.Firing.class);

        answered(house, other, Duration.ofHours(5));

        assertThat(house.loop.state().standings()).isEmpty();
        assertThat(house.loop.state().unknown()).isEmpty();
        assertThat(calls(house, "no sample any more")).isEqualTo(1);
        assertThat(house.written(Entry.StandingChanged.class).getLast().why()).startsWith("no sample any more since");
        assertThat(house.incident().ending()).contains(Ending.REMOVED);
    }

    @Test
    void aPendingSeriesThatVanishesIsLetGoWithoutCallingAnybody() {
        var house = house(crowded(Duration.ofMinutes(10))).waiting("crowded", 60, 10);
        answered(house, Findings.of(List.of(Reading.of(Labels.of("channel", "c1"), 10, false))), Duration.ofMinutes(6));

        assertThat(house.loop.state().standings()).isEmpty();
        assertThat(calls(house, "")).isZero();
    }

    @Test
    void aFiringSeriesThatComesBackFiresOnAsIfNothingHadBeen() {
        var house = house(crowded(Duration.ZERO)).waiting("crowded", 60);
        answered(house, NOTHING, Duration.ofMinutes(30));
        house.waiting("crowded", 60);
        answered(house, NOTHING, Duration.ofMinutes(45));

        assertThat(house.loop.state().standings().values()).as("gone for 45 minutes, not for 75").singleElement().isInstanceOf(Standing.Firing.class);
        assertThat(house.waiting("crowded", 10).loop.state().standings()).isEmpty();
    }

    @Test
    void aSourceThatFailsLetsNothingGo() {
        var house = house(crowded(Duration.ZERO)).waiting("crowded", 60);
        answered(house, Findings.none("no route"), Duration.ofHours(3));

        assertThat(house.loop.state().standings().values()).singleElement().isInstanceOf(Standing.Firing.class);
        assertThat(calls(house, "no route")).as("each hour, since nothing is watched").isEqualTo(3);
    }

    @Test
    void untilItsWindowIsCoveredAGuardIsUnknown() {
        var house = house(crowded(Duration.ZERO));
        house.tell(new Event.Answered("crowded", uncovered(Reading.of(Labels.NONE, 60, true))));
        assertThat(house.standing("crowded")).isInstanceOf(Standing.Inactive.class);
        assertThat(house.loop.seen().unknownWhy(GuardKey.of("crowded"))).hasValueSatisfying(why -> assertThat(why).contains("window of 5m is not covered"));

        answered(house, uncovered(Reading.of(Labels.NONE, 60, true)), Duration.ofMinutes(5));
        assertThat(house.standing("crowded")).as("watched for as long as its window").isInstanceOf(Standing.Firing.class);
    }

    @Test
    void afterItsSourceWasAwayItIsWatchedForAWhileAgain() {
        var house = house(crowded(Duration.ZERO));
        answered(house, uncovered(), Duration.ofHours(1));
        answered(house, Findings.none("no route"), Duration.ofMinutes(1));
        answered(house, uncovered(Reading.of(Labels.NONE, 60, true)), Duration.ofMinutes(4));
        assertThat(house.standing("crowded")).isInstanceOf(Standing.Inactive.class);
        answered(house, uncovered(Reading.of(Labels.NONE, 60, true)), Duration.ofMinutes(2));
        assertThat(house.standing("crowded")).isInstanceOf(Standing.Firing.class);
    }

    @Test
    void whatAStoreKeptOverARestartCoversTheWindow() {
        var house = house(crowded(Duration.ZERO)).restartKoboshi();
        house.tell(new Event.Answered("crowded", Findings.of(List.of(Reading.of(Labels.NONE, 60, true)))));
        assertThat(house.standing("crowded")).isInstanceOf(Standing.Firing.class);
    }

    @Test
    void manyThatAreNotNumbersAreOneCall() {
        var house = house(crowded(Duration.ZERO));
        var idle = java.util.stream.IntStream.range(0, 100).mapToObj(i -> Reading.of(Labels.of("path", "/" + i), Double.NaN, false)).toList();
        answered(house, Findings.of(idle), Duration.ofMinutes(10));

        assertThat(house.loop.seen().unknownWhy(GuardKey.of("crowded"))).contains("not a number, so nothing was measured: {path=\"/0\"} and 99 more");
        assertThat(calls(house, "cannot be judged")).isEqualTo(1);
    }

    // Restarting gently.

    private static Plan gently() {
        var plan = House.adding(House.plan(0, Brakes.DEFAULT, "a"), House.duty("crowded", House.crowded(), "a", Verb.RESTART_GENTLY));
        var services = new java.util.TreeMap<>(plan.services());
        services.computeIfPresent(A, (_, s) -> new Service(
                s.id(), s.host(), s.role(), s.floor(), s.origin(), s.keep(), Optional.of(Bytes.mebi(512)), s.warmUp(), s.stopGrace(), s.logFile(), s.page(),
                s.panel(), new Gentle(Optional.of(Bytes.mebi(400)), Optional.of("working == 0"))));
        return new Plan(services, plan.journeys(), plan.duties()).withBuiltIn();
    }

    private static House busy() {
        var house = new House().adopt(gently()).standing();
        quiet(house, false);
        return house.waiting("crowded", 60).captured();
    }

    private static void quiet(House house, boolean quiet) {
        house.tell(new Event.Answered("quiet:a", Findings.of(List.of(Reading.of(Labels.of("n", "1"), 0, true), Reading.of(Labels.of("n", "2"), 3, quiet)))));
    }

    @Test
    void aGentleRestartWaitsForAQuietMoment() {
        var house = busy();
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
        assertThat(house.written(Entry.ActRefused.class)).extracting(Entry.ActRefused::refusal).containsExactly(new Refusal.NotQuiet("working == 0"));

        house.pass(Duration.ofSeconds(1));
        quiet(house, true);

        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
        assertThat(house.written(Entry.ActRefused.class)).as("said once").hasSize(1);
    }

    @Test
    void atTheHardLineItWaitsNoLonger() {
        var house = busy();
        house.tell(new Event.Answered("hard-line:a", Findings.of(List.of(Reading.of(Labels.NONE, 5e8, false)))));
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
        house.tell(new Event.Answered("hard-line:a", Findings.of(List.of(Reading.of(Labels.NONE, 5.2e8, true)))));
        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
    }

    private static House leaks(House house, String says) {
        house.pass(Duration.ofSeconds(1)).tell(new Event.Answered("crowded", Findings.of(List.of(new Reading(Labels.NONE, 60, !says.isEmpty(), says, Optional.empty())))));
        return house;
    }

    private static House restartedGently(House house, long pid) {
        house.fact("a", new Fact.Exited(pid - 1, Fact.Cause.ORDERED, "signal 15", List.of(), Duration.ZERO));
        return house.started("a", pid).ends(Verb.RESTART_GENTLY, Outcome.Done.plain("pid " + pid));
    }

    private static List<String> whys(House house, Verb verb) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == verb).map(Entry.ActStarted::why).toList();
    }

    /** The second restart and the call told of a process that had ended minutes before. */
    @Test
    void whatIsDoneAgainSaysWhatIsSeenThen() {
        var guard = new Guard("crowded", House.crowded(), Optional.of(A), Duration.ZERO, Duration.ofMinutes(10), Guard.UNKNOWN_GRACE);
        var duty = new Duty(guard, new Runbook(List.of(Verb.RESTART_GENTLY, Verb.NOTIFY), Optional.empty(), Brakes.DEFAULT));
        var house = house(duty);
        leaks(house, "in 12 min: 430MiB now");
        leaks(restartedGently(house, 200), "");
        assertThat(whys(house, Verb.NOTIFY)).as("it is over, and was that").containsExactly("in 12 min: 430MiB now");

        house.ends(Verb.NOTIFY, Outcome.Done.plain("told")).pass(Duration.ofMinutes(3));
        leaks(house, "in 8 min: 454MiB now");

        assertThat(whys(house, Verb.RESTART_GENTLY)).containsExactly("in 12 min: 430MiB now", "in 8 min: 454MiB now");
        leaks(restartedGently(house, 300), "");
        assertThat(whys(house, Verb.NOTIFY)).last().isEqualTo("in 8 min: 454MiB now");
    }

    @Test
    void notKnowingWhetherItIsQuietIsNoQuiet() {
        var house = busy();
        house.tell(new Event.Answered("quiet:a", NOTHING));
        house.pass(Duration.ofSeconds(1));
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
        quiet(house, true);
        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
    }

    @Test
    void aQuietWhoseSampleIsOldIsNoQuiet() {
        var house = busy();
        house.tell(new Event.Answered("quiet:a", Findings.of(List.of(new Reading(Labels.NONE, 0, true, "", Optional.of(Duration.ofSeconds(31)))))));
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
        house.tell(new Event.Answered("quiet:a", Findings.of(List.of(new Reading(Labels.NONE, 0, true, "", Optional.of(Duration.ofSeconds(30)))))));
        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
    }

    @Test
    void anAnswerOfAWhileAgoSaysNothingAboutThisMoment() {
        var house = new House().adopt(gently()).standing();
        quiet(house, true);
        house.pass(Duration.ofSeconds(11)).waiting("crowded", 60).captured();
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
    }

    // The useless limit.

    private static void holds(House house, long mebi) {
        house.tell(new Event.Answered("hard-line:a", Findings.of(List.of(Reading.of(Labels.NONE, Bytes.mebi(mebi).count(), false)))));
    }

    /** Warm with so much, silent with so much, and up again. */
    private static void fallsWith(House house, long warm, long held, long pid) {
        for (int i = 0; i < 200; i++) {
            house.pass(Duration.ofSeconds(5)).clean("a");
            holds(house, i < 5 ? warm : held);
        }
        house.falls("a").captured().restarted("a", pid).pass(Duration.ofSeconds(3)).clean("a").clean("a").pass(Duration.ofSeconds(1));
    }

    @Test
    void aLimitAboveTheLevelAtWhichItFallsSilentIsFoundUseless() {
        var house = new House().adopt(gently()).standing();
        fallsWith(house, 100, 300, 200);
        assertThat(house.loop.state().finding(A)).as("one fall may have any reason").isEmpty();

        fallsWith(house, 100, 320, 300);

        assertThat(house.written(Entry.MemoryAtFall.class)).extracting(Entry.MemoryAtFall::held).containsExactly(Bytes.mebi(300), Bytes.mebi(320));
        assertThat(house.loop.state().finding(A)).contains(
                "its memory limit of 512MiB is useless: it hung or slowed 2 times from 300MiB on; set memory.limit to 270MiB");
        assertThat(State.of(house.loop.state().snapshot()).finding(A)).isPresent();
    }

    /** It answered in 2.5 s above 120 MB, and no journey failed: nobody noticed. */
    @Test
    void aLimitAboveTheLevelAtWhichItIsJudgedTooSlowIsFoundUselessToo() {
        var house = new House().adopt(House.adding(gently(), House.duty("late", new Condition.Gives("latency > 2"), "a", Verb.RESTART))).standing();
        for (long pid = 200; pid < 400; pid += 100) {
            grows(house, 20);
            house.tell(new Event.Answered("late", Findings.of(List.of(Reading.of(Labels.NONE, 2.5, true)))));
            house.restarted("a", pid).runsClean(2).tell(new Event.Answered("late", Findings.of(List.of(Reading.of(Labels.NONE, 0.1, false)))));
        }
        assertThat(house.loop.state().finding(A)).hasValueSatisfying(finding -> assertThat(finding).contains("it hung or slowed 2 times from 300MiB on"));
    }

    @Test
    void aGuardOfMemoryItselfFindsNoLimitUseless() {
        var memory = House.duty("much", new Condition.Gives("process_resident_memory_bytes > 2e8"), "a", Verb.RESTART);
        var house = new House().adopt(House.adding(gently(), memory)).standing();
        grows(house, 20);
        house.tell(new Event.Answered("much", Findings.of(List.of(Reading.of(Labels.NONE, 3e8, true)))));
        assertThat(house.open(Verb.RESTART)).isPresent();
        assertThat(house.written(Entry.MemoryAtFall.class)).isEmpty();
    }

    /** Warm with 100 MiB, and then with 300. */
    private static void grows(House house, long millis) {
        for (int i = 0; i < 60; i++) {
            house.pass(Duration.ofSeconds(5));
            house.tell(new Event.JourneyRan("ask-a", List.of(Run.clean(house.now, Duration.ofMillis(i < 20 ? 20 : millis)))));
            holds(house, i < 10 ? 100 : 300);
        }
    }

    @Test
    void aServiceThatAnswersSeveralTimesAsLateAsItBeganIsWeighedOnceForEachProcess() {
        var house = new House().adopt(gently()).standing();
        grows(house, 80);
        assertThat(house.written(Entry.MemoryAtFall.class)).as("a few milliseconds are nobody's harm").isEmpty();

        house.started("a", 200);
        grows(house, 400);
        assertThat(house.written(Entry.MemoryAtFall.class)).extracting(Entry.MemoryAtFall::held).containsExactly(Bytes.mebi(300));
        assertThat(house.loop.state().openIncidents).as("it answers").isEmpty();

        house.started("a", 300);
        grows(house, 400);
        assertThat(house.loop.state().finding(A)).hasValueSatisfying(finding -> assertThat(finding).contains("it hung or slowed 2 times from 300MiB on"));
    }

    @Test
    void memoryThatHadNotGrownIsNotWhatMadeItFall() {
        var house = new House().adopt(gently()).standing();
        fallsWith(house, 250, 300, 200);
        fallsWith(house, 250, 300, 300);
        assertThat(house.loop.state().finding(A)).isEmpty();
    }

    private static House aboveItsLines(House house, boolean hard) {
        house.tell(new Event.Answered("hard-line:a", Findings.of(List.of(Reading.of(Labels.NONE, 5.2e8, hard)))));
        house.tell(new Event.Answered("soft-memory:a", Findings.of(List.of(Reading.of(Labels.NONE, 5.2e8, true)))));
        return house;
    }

    private static House restartedOnceAboveItsSoftLine() {
        var house = new House().adopt(gently()).standing();
        aboveItsLines(house, true);
        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
        restartedGently(house, 200).tell(new Event.Answered("soft-memory:a", Findings.of(List.of(Reading.of(Labels.NONE, 1e8, false)))));
        return house.runsClean(3);
    }

    /** A second leak soon after the first met the brakes, and then the kernel. */
    @Test
    void atTheHardLineNothingCoolsDown() {
        var house = restartedOnceAboveItsSoftLine().runsClean(5);
        quiet(house, true);
        aboveItsLines(house, false).captured();
        assertThat(house.written(Entry.ActRefused.class)).extracting(Entry.ActRefused::refusal).last().isInstanceOf(Refusal.CoolingDown.class);
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();

        aboveItsLines(house.pass(Duration.ofSeconds(1)), true);
        assertThat(house.open(Verb.RESTART_GENTLY)).isPresent();
    }

    @Test
    void whatWasSaidOfTheProcessBeforeIsNoHardLineOfThisOne() {
        var house = restartedOnceAboveItsSoftLine();
        aboveItsLines(house, true);
        assertThat(house.open(Verb.RESTART_GENTLY)).isEmpty();
    }

    @Test
    void aSoftLineIsAGuardNobodyHasToWrite() {
        var duty = gently().duties().get("soft-memory:a");
        assertThat(duty.guard().condition()).isEqualTo(new Condition.Gives("(container_memory_rss{instance=\"a@local\",service=\"a\"}"
                + " or process_resident_memory_bytes{instance=\"a@local\",service=\"a\"}) > 419430400"));
        assertThat(duty.runbook().then()).containsExactly(Verb.RESTART_GENTLY);
        assertThat(duty.runbook().prove()).isPresent();
        assertThat(gently().questions()).containsKeys("quiet:a", "hard-line:a", "soft-memory:a", "crowded");
    }
}

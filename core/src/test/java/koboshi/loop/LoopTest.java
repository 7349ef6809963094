package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.Standing.Firing;
import koboshi.guard.Standing.Inactive;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final ResourceId A = ResourceId.service("a");

    @Test
    void aSilentServiceIsCapturedRestartedProvedAndTheIncidentEnds() {
        var house = House.with("a").standing().fails("a");
        assertThat(house.open(Verb.CAPTURE)).isPresent();
        house.captured().burstFails("a");
        assertThat(house.standing("silent-a")).isInstanceOf(Firing.class);
        assertThat(house.open(Verb.RESTART)).isPresent();

        house.pass(Duration.ofSeconds(1)).restarted("a", 200).pass(Duration.ofSeconds(1)).clean("a").clean("a");

        assertThat(house.standing("silent-a")).isInstanceOf(Inactive.class);
        assertThat(house.loop.state().record("silent-a")).isEqualTo(new TrackRecord(1, 0));
        assertThat(house.incident().ending()).contains(Ending.REVIVED);
        assertThat(house.incident().answeringSince()).isPresent();
    }

    @Test
    void aSingleFailedRunRestartsNothingButKeepsEvidence() {
        var house = House.with("a").standing().fails("a").captured().clean("a").clean("a");

        assertThat(house.written(Entry.ActStarted.class)).extracting(Entry.ActStarted::verb).containsExactly(Verb.CAPTURE);
        assertThat(house.incident().ending()).contains(Ending.NEAR_MISS);
        assertThat(house.incident().kind()).isEqualTo(Incident.Kind.NEAR_MISS);
    }

    @Test
    void aShakyServiceDoesNotFillTheListOfIncidents() {
        var house = House.with("a").standing();
        for (int i = 0; i < 20; i++) {
            house.fails("a").open(Verb.CAPTURE).ifPresent(_ -> house.captured());
            house.runsClean(3);
        }
        assertThat(house.written(Entry.IncidentOpened.class)).hasSize(1);
    }

    @Test
    void anActThatDoesNotHelpIsCountedAndAPersonIsCalled() {
        var house = House.with("a").standing().falls("a").captured().restarted("a", 200);

        house.pass(House.PROOF);

        assertThat(house.written(Entry.ProbationEnded.class)).extracting(Entry.ProbationEnded::proved).containsExactly(false);
        assertThat(house.loop.state().record("silent-a")).isEqualTo(new TrackRecord(0, 1));
        assertThat(house.open(Verb.NOTIFY)).isPresent();
    }

    @Test
    void coolsDownBeforeItActsAgainAndSaysSoOnce() {
        var house = House.with("a").standing().falls("a").captured().restarted("a", 200).runsClean(2);

        house.runsClean(20).falls("a").captured().pass(Duration.ofSeconds(1)).pass(Duration.ofSeconds(1));

        assertThat(house.open(Verb.RESTART)).isEmpty();
        assertThat(house.written(Entry.ActRefused.class)).extracting(Entry.ActRefused::refusal).hasAtLeastOneElementOfType(Refusal.CoolingDown.class);
        house.pass(Brakes.DEFAULT.coolDown()).fails("a");
        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void doesNotKillWhatIsJustStarting() {
        var house = House.with("a").standing().fact("a", new Fact.Exited(100, Fact.Cause.FAILED, "exit 1", List.of(), Duration.ofMillis(100)));
        house.pass(Duration.ofMillis(200)).started("a", 101).falls("a").pass(Duration.ofSeconds(5)).falls("a");

        assertThat(house.open(Verb.RESTART)).isEmpty();
        assertThat(house.standing("silent-a")).isInstanceOf(Inactive.class);
        house.pass(Duration.ofSeconds(5)).falls("a").captured();
        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void aCrashHealedByTheAgentIsAnIncidentWithItsCause() {
        var house = House.with("a").standing().fact("a", new Fact.Exited(100, Fact.Cause.OUT_OF_MEMORY, "killed at 64MiB", List.of(), Duration.ofMillis(100)));
        house.pass(Duration.ofMillis(100)).started("a", 101).pass(Duration.ofSeconds(1)).clean("a").clean("a");
        house.pass(Duration.ofSeconds(1));

        assertThat(house.incident().why()).contains("OUT_OF_MEMORY");
        assertThat(house.incident().ending()).contains(Ending.REVIVED);
        assertThat(house.written(Entry.ActStarted.class)).noneMatch(act -> act.verb() == Verb.RESTART);
    }

    @Test
    void exhaustedRestartsAreAnAlarmAndNotTheEnd() {
        var house = House.with("a").standing().fact("a", new Fact.Exited(100, Fact.Cause.FAILED, "exit 1", List.of(), Duration.ZERO));
        house.fact("a", new Fact.Exhausted(5, Duration.ofMinutes(10)));

        assertThat(house.open(Verb.NOTIFY)).isPresent();
        house.falls("a").captured();
        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    private static House watching() {
        var plan = House.plan(0, Brakes.DEFAULT, "a");
        var watched = plan.services().values().iterator().next().from(new Origin.Adopt("a.pid", List.of()));
        return new House().adopt(new Plan(Map.of(watched.id(), watched), Map.of(), Map.of()).withBuiltIn()).standing();
    }

    private static final Fact GONE = new Fact.Exited(100, Fact.Cause.UNKNOWN, "status unknown: it was adopted", List.of(), Duration.ZERO);

    @Test
    void aWatchedProcessThatDisappearsCallsAPersonWithinSeconds() {
        var house = watching().fact("a", GONE).pass(Duration.ofSeconds(4));
        assertThat(house.open(Verb.NOTIFY)).as("whoever keeps it may be restarting it").isEmpty();
        assertThat(house.pass(Duration.ofSeconds(1)).open(Verb.NOTIFY)).isPresent();
        assertThat(house.loop.state().plan().duties()).as("no agent gives up on what it never starts").doesNotContainKey("exhausted:a");
    }

    @Test
    void aWatchedProcessThatIsBackAtOnceCallsNobody() {
        var house = watching().fact("a", GONE).pass(Duration.ofSeconds(3)).started("a", 101).pass(Duration.ofMinutes(1));
        assertThat(house.written(Entry.ActStarted.class)).isEmpty();
    }

    @Test
    void aWatchedProcessThatDisappearedWhileKoboshiWasDownCallsAPerson() {
        var house = watching().restartKoboshi();
        house.tell(new Event.AgentLinked("local"));
        house.fact("a", GONE).pass(Duration.ofSeconds(3)).pass(Duration.ofSeconds(5));
        assertThat(house.open(Verb.NOTIFY)).isPresent();
    }

    @Test
    void neverTakesARoleBelowItsFloor() {
        var house = new House().adopt(House.plan(1, Brakes.DEFAULT, "a", "b")).standing();
        house.falls("a").captured();
        assertThat(house.open(Verb.RESTART)).isPresent();

        house.tell(new Event.Ordered("ann", Verb.RESTART, ResourceId.service("b"), "trying"));

        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isInstanceOf(Refusal.RoleIsBusy.class);
        house.ends(Verb.RESTART, new Outcome.Failed("no disk"));
        house.tell(new Event.Ordered("ann", Verb.RESTART, ResourceId.service("b"), "trying"));
        assertThat(house.written(Entry.ActRefused.class).getLast().refusal()).isEqualTo(new Refusal.BelowFloor("web", 1, 1));
    }

    @Test
    void whenManyFallAtOnceTheHandsFreezeAndAPersonIsCalled() {
        var house = House.with("a", "b", "c", "d", "e").standing();
        for (var name : List.of("a", "b", "c", "d")) {
            house.falls(name);
        }
        assertThat(house.loop.state().freeze()).isPresent();
        assertThat(house.open(Verb.NOTIFY)).isPresent();
        house.open(Verb.CAPTURE).ifPresent(_ -> house.captured());
        house.pass(Duration.ofSeconds(1));
        assertThat(house.written(Entry.ActRefused.class)).extracting(Entry.ActRefused::refusal).hasAtLeastOneElementOfType(Refusal.Frozen.class);
    }

    @Test
    void aPersonsFreezeHoldsTheHandsAndAThawLetsThemGo() {
        var house = House.with("a").standing();
        house.tell(new Event.FreezeOrdered("ann", "moving racks"));
        house.falls("a").captured();
        assertThat(house.open(Verb.RESTART)).isEmpty();

        house.tell(new Event.ThawOrdered("ann", "done"));

        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void unknownNeverActsNeverResolvesAndAfterAWhileCallsAPerson() {
        var house = House.with("a").standing().falls("a").captured();
        house.ends(Verb.RESTART, new Outcome.Failed("x"));
        house.tell(new Event.JourneyDoubted("ask-a", "our own probe answers slowly"));

        house.pass(Duration.ofMinutes(3));
        assertThat(house.standing("silent-a")).isInstanceOf(Firing.class);
        assertThat(house.open(Verb.RESTART)).isEmpty();
        house.pass(Duration.ofMinutes(3));
        assertThat(house.written(Entry.ActStarted.class).getLast().why()).contains("cannot be judged");
    }

    @Test
    void anActWithoutAnOutcomeIsObservedBeforeItIsDoneAgain() {
        var house = House.with("a").standing().falls("a").captured().pass(Duration.ofSeconds(30));
        assertThat(house.written(Entry.ActDoubted.class)).hasSize(1);
        assertThat(house.written(Entry.ActStarted.class)).filteredOn(act -> act.verb() == Verb.RESTART).hasSize(1);

        house.pass(Duration.ofSeconds(1)).fact("a", new Fact.Observed(true, 201, house.now));

        assertThat(house.written(Entry.ActEnded.class).getLast().outcome()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void afterAKillOfKoboshiTheActInWorkIsDoubtedAndTheFiringRemembered() {
        var house = House.with("a").standing().falls("a").captured();
        var before = house.loop.state().snapshot();

        house.restartKoboshi();

        assertThat(house.loop.state().standings()).hasSameSizeAs(before.standings());
        assertThat(house.written(Entry.ActDoubted.class)).hasSize(1);
        assertThat(house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void aSnapshotGivesTheSameStateAgain() {
        var house = House.with("a", "b").standing().falls("a").captured().restarted("a", 7).fails("b");

        var snapshot = house.loop.state().snapshot();

        assertThat(State.of(snapshot).snapshot()).isEqualTo(snapshot);
    }

    @Test
    void aFactToldTwiceCountsOnce() {
        var house = House.with("a");
        var fact = new Event.Reported("local", "boot-1", 1, A, new Fact.Started(1, house.now, false), house.now);

        house.tell(fact);

        assertThat(house.tell(fact)).isEmpty();
    }

    @Test
    void aChangedGuardStartsAnewAndAnUnchangedOneKeepsItsStanding() {
        var house = House.with("a", "b").standing().falls("a").captured().falls("b");
        var plan = House.plan(0, Brakes.DEFAULT, "a", "b");
        var changed = House.changed(plan, duty -> duty.name().equals("silent-a") ? House.silent("a", A, new Brakes(1, Duration.ZERO, true, false)) : duty);

        house.tell(new Event.Planned(changed));
        assertThat(house.standing("silent-a")).as("only its brakes changed").isInstanceOf(Firing.class);

        house.tell(new Event.Planned(House.plan(0, Brakes.DEFAULT, "b")));
        assertThat(house.standing("silent-a")).isInstanceOf(Inactive.class);
        assertThat(house.standing("silent-b")).isInstanceOf(Firing.class);
    }

    @Test
    void aDryRunSaysWhatItWouldDoAndDoesNothing() {
        var house = new House().adopt(House.plan(0, new Brakes(4, Duration.ZERO, true, false), "a")).standing().falls("a").captured();

        house.pass(Duration.ofSeconds(5));

        assertThat(house.open(Verb.RESTART)).isEmpty();
        assertThat(house.written(Entry.ActRefused.class)).filteredOn(entry -> entry.verb() == Verb.RESTART).extracting(Entry.ActRefused::refusal)
                .containsExactly(new Refusal.DryRun());
    }

    @Test
    void aServiceStoppedByOrderIsNotRaised() {
        var house = House.with("a").standing();
        house.tell(new Event.Ordered("ann", Verb.STOP, A, "maintenance"));
        house.fact("a", new Fact.Exited(100, Fact.Cause.ORDERED, "signal 15", List.of(), Duration.ZERO)).ends(Verb.STOP, Outcome.Done.plain("stopped"));

        house.falls("a").pass(Duration.ofSeconds(1));

        assertThat(house.loop.state().openActs()).isEmpty();
        assertThat(Optional.of(house.standing("silent-a"))).containsInstanceOf(Inactive.class);
    }
}

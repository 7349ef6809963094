package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.action.Brakes;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** Two services, each watched from three places of which two must agree. */
class VantagesTest {
    private static final List<String> FROM = List.of(Quorum.HERE, "tokyo", "osaka");
    private static final GuardKey SILENT_A = GuardKey.of("silent-a");

    private final House house = new House().adopt(plan());

    VantagesTest() {
        List.of("a", "b").forEach(name -> house.started(name, 100));
        List.of("tokyo", "osaka").forEach(vantage -> house.tell(new Event.VantageLinked(vantage)));
        for (int i = 0; i < 3; i++) {
            second();
        }
    }

    private static final GuardKey TOKYO_AWAY = GuardKey.of("vantage-away:tokyo");

    private Standing awayStands() {
        return house.loop.state().standings().getOrDefault(TOKYO_AWAY, Standing.INACTIVE);
    }

    private long calls() {
        return house.journal.stream().filter(entry -> entry instanceof Entry.ActStarted act && act.verb() == Verb.NOTIFY && act.by().equals(TOKYO_AWAY)).count();
    }

    @Test
    void aLostProberCallsAPersonAndIsResolvedWhenItIsBack() {
        house.tell(new Event.VantageLost("tokyo"));
        house.pass(Duration.ofSeconds(29));
        assertThat(awayStands()).isInstanceOf(Standing.Pending.class);
        assertThat(calls()).isZero();
        house.pass(Duration.ofSeconds(2));
        assertThat(awayStands()).isInstanceOf(Standing.Firing.class);
        assertThat(calls()).isOne();
        house.tell(new Event.VantageLinked("tokyo"));
        assertThat(awayStands()).isInstanceOf(Standing.Inactive.class);
    }

    @Test
    void aProberThatDialsAgainInTimeCallsNobody() {
        for (int i = 0; i < 5; i++) {
            house.tell(new Event.VantageLost("tokyo"));
            house.pass(Duration.ofSeconds(10));
            house.tell(new Event.VantageLinked("tokyo"));
            house.pass(Duration.ofSeconds(10));
        }
        assertThat(calls()).isZero();
    }

    @Test
    void aProberThatIsLeftOutForLongCallsAPerson() {
        for (int i = 0; i < 32; i++) {
            second("tokyoa", "tokyob");
        }
        assertThat(awayStands()).isInstanceOf(Standing.Firing.class);
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.StandingChanged changed && changed.key().equals(TOKYO_AWAY)
                && changed.why().equals("the vantage tokyo is left out: all 2 of its journeys fail, while other vantages see 2 of them clean"));
        second();
        house.pass(Duration.ofMillis(200));
        assertThat(awayStands()).isInstanceOf(Standing.Inactive.class);
    }

    @Test
    void aProberThatNeverDialsInCallsAPersonToo() {
        var empty = new House().adopt(plan());
        empty.pass(Duration.ofSeconds(15));
        assertThat(empty.loop.state().standings().getOrDefault(TOKYO_AWAY, Standing.INACTIVE)).isInstanceOf(Standing.Inactive.class);
        empty.pass(Duration.ofSeconds(30)).pass(Duration.ofSeconds(31));
        assertThat(empty.loop.state().standings().getOrDefault(TOKYO_AWAY, Standing.INACTIVE)).isInstanceOf(Standing.Firing.class);
    }

    @Test
    void probersThatAreAllLostAtOnceFreezeNoHands() {
        List.of("tokyo", "osaka").forEach(vantage -> house.tell(new Event.VantageLost(vantage)));
        house.pass(Duration.ofSeconds(40));
        assertThat(house.loop.state().freeze()).isEmpty();
    }

    private static Plan plan() {
        var plan = House.plan(0, Brakes.DEFAULT, "a", "b");
        var journeys = new TreeMap<String, Journey>();
        plan.journeys().forEach((name, journey) -> journeys.put(name, journey.seenBy(Quorum.majority(FROM))));
        var patience = Map.of("tokyo", Duration.ofSeconds(30), "osaka", Duration.ofSeconds(30));
        return new Plan(plan.services(), journeys, plan.duties()).missing(patience);
    }

    /** Everybody sees everything clean, save from where it fails. */
    private void second(String... failing) {
        house.pass(Duration.ofSeconds(1));
        Stream.of("a", "b").forEach(service -> FROM.forEach(vantage -> run(vantage, service, !List.of(failing).contains(vantage + service))));
    }

    private void run(String vantage, String service, boolean clean) {
        tell(vantage, service, List.of(clean ? Run.clean(house.now, Duration.ofMillis(20)) : failed()));
    }

    private void burstFails(String vantage, String service) {
        tell(vantage, service, Collections.nCopies(Journey.BURST, failed()));
    }

    private Run failed() {
        return Run.failed(house.now, Duration.ofMillis(600), "hear", "no answer");
    }

    private void tell(String vantage, String service, List<Run> runs) {
        house.tell(new Event.JourneyRan("ask-" + service, vantage, runs));
    }

    private void fallsFrom(String vantage, String service) {
        run(vantage, service, false);
        burstFails(vantage, service);
    }

    private Standing standing() {
        return house.loop.state().standings().getOrDefault(SILENT_A, Standing.INACTIVE);
    }

    private boolean restarts() {
        return house.journal.stream().anyMatch(entry -> entry instanceof Entry.ActStarted act && act.verb().disruptive());
    }

    @Test
    void whatOnlyOnePlaceSeesCutsNothing() {
        for (int i = 0; i < 20; i++) {
            second("tokyoa");
            burstFails("tokyo", "a");
        }
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
        assertThat(restarts()).isFalse();
    }

    @Test
    void aBurstFromASecondPlaceConfirmsAtOnceAndSaysFromWhere() {
        fallsFrom(Quorum.HERE, "a");
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
        fallsFrom("tokyo", "a");
        assertThat(standing()).isInstanceOf(Standing.Firing.class);
        assertThat(house.journal).anyMatch(entry -> entry instanceof Entry.StandingChanged changed
                && changed.key().equals(SILENT_A) && changed.why().contains("no answer (from here, tokyo; 2 of 3 vantages)"));
    }

    @Test
    void aPlaceWithABrokenNetworkIsLeftOutAndTheReasonShown() {
        fallsFrom("osaka", "a");
        fallsFrom("osaka", "b");
        assertThat(house.loop.seen().doubtedVantages()).containsOnlyKeys("osaka");
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
        fallsFrom("tokyo", "a");
        assertThat(standing()).as("the word of the doubted one does not count").isInstanceOf(Standing.Inactive.class);
        assertThat(restarts()).isFalse();
    }

    @Test
    void aPlaceThatIsLeftOutStaysSoWhileEverythingFalls() {
        List.of("a", "b").forEach(service -> fallsFrom("osaka", service));
        house.pass(Duration.ofMillis(200));
        house.tell(new Event.VantageLost("tokyo"));
        List.of("a", "b").forEach(service -> fallsFrom(Quorum.HERE, service));
        house.pass(Duration.ofMillis(200));
        assertThat(house.loop.seen().doubtedVantages()).containsOnlyKeys("osaka");
        assertThat(standing()).as("one place and a doubted one are not two").isInstanceOf(Standing.Inactive.class);
        assertThat(restarts()).isFalse();
    }

    @Test
    void aPlaceWhoseNetworkIsMendedCountsAgain() {
        fallsFrom("osaka", "a");
        fallsFrom("osaka", "b");
        second();
        assertThat(house.loop.seen().doubtedVantages()).isEmpty();
    }

    @Test
    void onePlaceCutOffAndOneBrokenLeaveTooFewAndNothingIsCut() {
        house.tell(new Event.VantageLost("tokyo"));
        List.of("a", "b").forEach(service -> fallsFrom("osaka", service));
        fallsFrom(Quorum.HERE, "a");
        house.pass(Duration.ofMillis(200));
        assertThat(house.loop.seen().unknownWhy(SILENT_A)).hasValueSatisfying(why -> assertThat(why).contains("osaka").contains("tokyo: not linked since"));
        assertThat(restarts()).isFalse();
    }

    @Test
    void onePlaceThatIsCutOffLeavesTheOthersToJudge() {
        house.tell(new Event.VantageLost("tokyo"));
        house.pass(Duration.ofMillis(200));
        assertThat(house.loop.seen().unknownWhy(SILENT_A)).isEmpty();
        fallsFrom(Quorum.HERE, "a");
        fallsFrom("osaka", "a");
        assertThat(standing()).isInstanceOf(Standing.Firing.class);
    }

    @Test
    void whatAPlaceSaidBeforeItWasLostIsNotItsWordWhenItIsBack() {
        fallsFrom("tokyo", "a");
        house.tell(new Event.VantageLost("tokyo"));
        house.tell(new Event.VantageLinked("tokyo"));
        fallsFrom(Quorum.HERE, "a");
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
        fallsFrom("tokyo", "a");
        assertThat(standing()).isInstanceOf(Standing.Firing.class);
    }

    @Test
    void aPlaceThatIsSilentForLongerThanItShouldBeIsUnknownAndNotClean() {
        for (int i = 0; i < 10; i++) {
            house.pass(Duration.ofSeconds(1));
            run(Quorum.HERE, "a", true);
        }
        assertThat(house.loop.seen().unknownWhy(SILENT_A)).hasValueSatisfying(why ->
                assertThat(why).startsWith("1 of 3 vantages can tell").contains("tokyo: the journey has not run since"));
        assertThat(house.loop.seen().pulse("ask-a").cleanInARow()).isZero();
    }

    @Test
    void aPlaceThatStarvesSaysNothing() {
        house.tell(new Event.JourneyDoubted("ask-a", "tokyo", "its own door did not answer"));
        fallsFrom(Quorum.HERE, "a");
        house.pass(Duration.ofMillis(200));
        assertThat(house.loop.seen().unknownWhy(SILENT_A)).hasValueSatisfying(why -> assertThat(why).contains("tokyo: its own door did not answer"));
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
    }

    @Test
    void whoIsNotAskedHasNoSay() {
        run("kyoto", "a", false);
        burstFails("kyoto", "a");
        assertThat(house.loop.seen().sights("ask-a")).containsOnlyKeys(FROM);
        assertThat(standing()).isInstanceOf(Standing.Inactive.class);
    }
}

package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.journey.Step;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import koboshi.store.Await;
import org.junit.jupiter.api.Test;

class ProbersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TOOK = Duration.ofMillis(20);
    private static final ResourceId SHOP = ResourceId.service("shop");

    private final List<Event> seen = new ArrayList<>();
    private final List<Event> linked = new ArrayList<>();
    private final List<Event.JourneyRan> late = new ArrayList<>();
    private final List<Frame> sent = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;
    private final Probers probers =
            new Probers(1, Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos, new Probers.Ears(seen::add, linked::add, late::add));

    ProbersTest() {
        probers.follow(plan(journey("ask", "")), Set.of("tokyo", "osaka"));
    }

    private static Journey journey(String name, String body) {
        var step = new Step.Http("see", "POST", "http://127.0.0.1:9/", Map.of(), Optional.of(body), Step.Expectation.SUCCESS, Map.of());
        return new Journey(name, SHOP, Duration.ofSeconds(1), Duration.ofSeconds(1), Optional.empty(), List.of(step))
                .seenBy(Quorum.majority(List.of("here", "tokyo", "osaka")));
    }

    private static Map<String, Journey> plan(Journey... journeys) {
        return Stream.of(journeys).collect(Collectors.toMap(Journey::name, one -> one));
    }

    private Probers.Link open(String owner) {
        return open(probers, owner);
    }

    private Probers.Link link(Probers of) {
        return open(of, "tokyo");
    }

    private Probers.Link open(Probers of, String owner) {
        return of.open(owner, new Agents.Wire() {
            @Override
            public void send(String frame) {
                sent.add(Json.frame(frame));
            }

            @Override
            public void close(String why) {
                closed.add(why);
            }
        });
    }

    private Probers.Link tokyo() {
        var link = open("tokyo");
        say(link, new Frame.Hello(Frame.PROTOCOL, "tokyo", "b1"));
        return link;
    }

    private static void say(Probers.Link link, Frame frame) {
        link.said(Json.write(frame));
    }

    /** One clean run that began so long ago. */
    private static Frame.Told told(long seq, Duration age) {
        return new Frame.Told(seq, "ask", List.of(new Frame.Aged(age, Run.clean(Instant.parse("1999-01-01T00:00:00Z"), TOOK))), Optional.empty());
    }

    private static Frame rehearsed(Duration sent, Frame.Told... told) {
        return new Frame.Rehearsed(sent, List.of(told));
    }

    @Test
    void aProberIsSentTheJourneysOfItsVantageAndNothingElse() {
        tokyo();
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isInstanceOf(Frame.Welcome.class);
        assertThat(((Frame.Rehearse) sent.getLast()).journeys()).extracting(Journey::name).containsExactly("ask");
        assertThat(linked).containsExactly(new Event.VantageLinked("tokyo"));
        assertThat(probers.linked()).containsExactly(Map.entry("tokyo", NOW));
    }

    @Test
    void runsAreDatedByOurClockWhateverTheProbersWallClockSays() {
        say(tokyo(), rehearsed(Duration.ofHours(7), told(1, Duration.ofMillis(120))));
        assertThat(seen).containsExactly(new Event.JourneyRan("ask", "tokyo", List.of(Run.clean(NOW.minusMillis(120), TOOK))));
        assertThat(sent.getLast()).isEqualTo(new Frame.Ack(1));
    }

    @Test
    void theStepsOfARunComeWithIt() {
        var steps = List.of(new Run.Taken("see", TOOK, Run.Outcome.STUMBLED), new Run.Taken("tidy", Duration.ofMillis(-1), Run.Outcome.SKIPPED));
        var run = new Run(Instant.EPOCH, TOOK, Optional.of(new Run.Stumble("see", "found 500")), steps, List.of());
        say(tokyo(), rehearsed(Duration.ofHours(7), new Frame.Told(1, "ask", List.of(new Frame.Aged(TOOK, run)), Optional.empty())));
        assertThat(((Event.JourneyRan) seen.getFirst()).runs().getFirst().steps())
                .containsExactly(steps.getFirst(), new Run.Taken("tidy", Duration.ZERO, Run.Outcome.SKIPPED));
    }

    @Test
    void whatWaitedForALinkIsKeptAndNotJudgedBy() {
        say(tokyo(), rehearsed(Duration.ofHours(7), told(1, Duration.ofMinutes(3)), told(2, Duration.ofMillis(30))));
        assertThat(late).extracting(ran -> ran.runs().getFirst().began()).containsExactly(NOW.minus(Duration.ofMinutes(3)));
        assertThat(seen).hasSize(1);
    }

    @Test
    void aFrameThatLayInABufferOnItsWayIsNoNews() {
        var tokyo = tokyo();
        say(tokyo, rehearsed(Duration.ofSeconds(10), told(1, TOOK)));
        nanos += Duration.ofSeconds(40).toNanos();
        say(tokyo, rehearsed(Duration.ofSeconds(11), told(2, TOOK)));
        say(tokyo, rehearsed(Duration.ofSeconds(50), told(3, TOOK)));
        assertThat(late).extracting(ran -> ran.runs().getFirst().began()).containsExactly(NOW.minus(Duration.ofSeconds(39)).minus(TOOK));
        assertThat(seen).hasSize(2);
    }

    @Test
    void whatIsSaidTwiceCountsOnce() {
        var tokyo = tokyo();
        say(tokyo, rehearsed(Duration.ZERO, told(1, TOOK)));
        tokyo.left();
        say(tokyo(), rehearsed(Duration.ZERO, told(1, TOOK), told(2, TOOK)));
        assertThat(seen).hasSize(2);
        assertThat(linked).containsExactly(new Event.VantageLinked("tokyo"), new Event.VantageLost("tokyo"), new Event.VantageLinked("tokyo"));
    }

    @Test
    void aProberThatBeganAnewCountsAnew() {
        say(tokyo(), rehearsed(Duration.ZERO, told(1, TOOK)));
        var second = open("tokyo");
        say(second, new Frame.Hello(Frame.PROTOCOL, "tokyo", "b2"));
        say(second, rehearsed(Duration.ZERO, told(1, TOOK)));
        assertThat(seen).hasSize(2);
        assertThat(closed).containsExactly("another prober dialled in as tokyo");
    }

    @Test
    void aTokenSpeaksForNoVantageButItsOwn() {
        say(open("osaka"), new Frame.Hello(Frame.PROTOCOL, "tokyo", "b1"));
        assertThat(sent).containsExactly(new Frame.Refused("this token is osaka's, and this prober calls itself another name; start it with --name osaka"));
        assertThat(linked).isEmpty();
    }

    @Test
    void aVantageNobodyConfiguredIsRefusedAndOneThatIsTakenOutIsLetGo() {
        say(open("kyoto"), new Frame.Hello(Frame.PROTOCOL, "kyoto", "b1"));
        assertThat(sent).containsExactly(new Frame.Refused("the configuration names no vantage kyoto"));
        tokyo();
        probers.follow(plan(journey("ask", "")), Set.of("osaka"));
        assertThat(closed).containsExactly("refused", "the configuration names no vantage tokyo any more");
    }

    @Test
    void aProberMayNotSpeakAsAnAgentNorBeforeItsHello() {
        say(open("tokyo"), rehearsed(Duration.ZERO, told(1, TOOK)));
        say(tokyo(), new Frame.Facts(List.of()));
        assertThat(closed).containsExactly("not understood: expected a hello first", "not understood: only an agent says that");
        assertThat(seen).isEmpty();
    }

    @Test
    void nonsenseHarmsNothing() {
        var tokyo = tokyo();
        for (var text : List.of("", "{}", "null", "{\"is\":\"rehearsed\"}", "{\"is\":\"rehearsed\",\"sent\":\"PT1S\",\"told\":[{\"seq\":1}]}",
                "{\"is\":\"rehearsed\",\"sent\":\"PT999999999999S\",\"told\":[]}")) {
            tokyo.said(text);
        }
        assertThat(closed).hasSize(6).allMatch(why -> why.startsWith("not understood: ") && why.length() < 123);
        assertThat(seen).isEmpty();
    }

    @Test
    void noRunEndsInTheFuture() {
        say(tokyo(), rehearsed(Duration.ZERO, told(1, Duration.ofHours(-3))));
        assertThat(seen).containsExactly(new Event.JourneyRan("ask", "tokyo", List.of(Run.clean(NOW.minus(TOOK), TOOK))));
    }

    @Test
    void whatIsNotRunThereIsNotHeardOfFromThere() {
        say(tokyo(), rehearsed(Duration.ZERO, new Frame.Told(1, "other", List.of(new Frame.Aged(TOOK, Run.clean(NOW, TOOK))), Optional.empty())));
        assertThat(seen).isEmpty();
    }

    @Test
    void manyJourneysComeInAsManyFramesAsTheyNeed() {
        var many = IntStream.range(0, 100).mapToObj(i -> journey("ask-" + i, "x".repeat(3_000))).toArray(Journey[]::new);
        probers.follow(plan(many), Set.of("tokyo"));
        tokyo();
        var pieces = sent.stream().filter(Frame.Rehearse.class::isInstance).map(Frame.Rehearse.class::cast).toList();
        assertThat(pieces.stream().mapToInt(piece -> piece.journeys().size()).sum()).isEqualTo(100);
        assertThat(pieces).hasSizeGreaterThan(5);
        assertThat(pieces.subList(0, pieces.size() - 1)).allMatch(Frame.Rehearse::more);
        assertThat(pieces.getLast().more()).isFalse();
    }

    @Test
    void aSuspicionIsToldToWhoWatchesIt() {
        tokyo();
        sent.clear();
        probers.suspect(SHOP);
        probers.suspect(SHOP);
        probers.suspect(ResourceId.service("other"));
        assertThat(sent).as("once within half a second").containsExactly(new Frame.Suspect(SHOP));
    }

    /** As a prober says again with each run. */
    private String markOf(String journey) {
        return sent.stream().filter(Frame.Rehearse.class::isInstance).map(Frame.Rehearse.class::cast).reduce((_, later) -> later).orElseThrow().marks().orElseThrow().get(journey);
    }

    private static Frame.Told marked(long seq, String mark) {
        return new Frame.Told(seq, "ask", told(seq, TOOK).runs(), Optional.empty(), Optional.of(mark));
    }

    @Test
    void aRunOfAnOlderDefinitionSaysNothingOfTheNewOne() {
        var tokyo = tokyo();
        var old = markOf("ask");
        say(tokyo, rehearsed(Duration.ZERO, marked(1, old)));
        probers.follow(plan(journey("ask", "new")), Set.of("tokyo"));
        say(tokyo, rehearsed(Duration.ZERO, marked(2, old)));
        assertThat(seen).hasSize(1);
        assertThat(sent.getLast()).as("it need not be said again").isEqualTo(new Frame.Ack(2));
        say(tokyo, rehearsed(Duration.ZERO, marked(3, markOf("ask"))));
        assertThat(seen).hasSize(2);
    }

    @Test
    void aRunThatComesWhileAnotherDefinitionIsTakenUpIsPassedOver() {
        var tokyo = tokyo();
        probers.expect(plan(journey("ask", "new")));
        say(tokyo, rehearsed(Duration.ZERO, marked(1, markOf("ask"))));
        assertThat(seen).isEmpty();
        probers.expect(plan(journey("ask", "")));
        say(tokyo, rehearsed(Duration.ZERO, marked(2, markOf("ask"))));
        assertThat(seen).hasSize(1);
    }

    @Test
    void theSameDefinitionHasTheSameMarkInAnotherKoboshi() {
        assertThat(Probers.mark(journey("ask", "x"))).isEqualTo(Probers.mark(Json.read(Json.write(journey("ask", "x"), Journey.class), Journey.class))).hasSize(16);
    }

    /** The scar: the one that left was told of after the one that had come, and a prober that was there counted as lost. */
    @Test
    void oneThatLeavesAndOneOfItsNameThatComesAtOnceAreToldOfInTheirOrder() throws Exception {
        var order = Collections.synchronizedList(new ArrayList<Event>());
        var comes = new Thread[1];
        var both = new Probers(1, Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos, new Probers.Ears(seen::add, event -> {
            if (event instanceof Event.VantageLost) {
                comes[0].start();
                Await.until("the other has come, or waits", () -> comes[0].getState() == Thread.State.BLOCKED || comes[0].getState() == Thread.State.TERMINATED);
            }
            order.add(event);
        }, late::add));
        both.follow(plan(journey("ask", "")), Set.of("tokyo"));
        var first = link(both);
        say(first, new Frame.Hello(Frame.PROTOCOL, "tokyo", "b1"));
        var second = link(both);
        comes[0] = new Thread(() -> say(second, new Frame.Hello(Frame.PROTOCOL, "tokyo", "b2")));
        first.left();
        comes[0].join();
        assertThat(order).containsExactly(new Event.VantageLinked("tokyo"), new Event.VantageLost("tokyo"), new Event.VantageLinked("tokyo"));
    }

    @Test
    void anUnchangedPlanIsNotToldAgain() {
        tokyo();
        sent.clear();
        probers.follow(plan(journey("ask", "")), Set.of("tokyo"));
        assertThat(sent).isEmpty();
        probers.follow(plan(journey("ask", "new")), Set.of("tokyo"));
        assertThat(sent).hasSize(1);
    }

    @Test
    void clocksThatDriftApartMakeNothingLate() {
        var transit = new Transit();
        long ours = 0;
        for (int minute = 0; minute < 1_000; minute++) {
            ours += Duration.ofMinutes(1).toNanos();
            var theirs = Duration.ofNanos(ours - ours / 10_000);
            assertThat(transit.of(theirs, ours)).as("a hundred millionths slow, minute %d", minute).isLessThan(Duration.ofMillis(50));
        }
    }
}

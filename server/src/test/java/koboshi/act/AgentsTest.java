package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.loop.Event;
import koboshi.resource.Origin;
import koboshi.signal.Fact;
import org.junit.jupiter.api.Test;

class AgentsTest {
    private final FakeLoop loop = new FakeLoop();
    private final Agents agents = new Agents(7, "/srv/koboshi", UnaryOperator.identity(), loop);
    private final FakeWire wire = new FakeWire();

    private static String hello(int protocol, String id) {
        return Json.write(new Frame.Hello(protocol, id, "boot-1"));
    }

    private Agents.Link linked(FakeWire to) {
        var link = agents.open(to);
        link.said(hello(Frame.PROTOCOL, "local"));
        return link;
    }

    private static String facts(long... seqs) {
        return Json.write(new Frame.Facts(LongStream.of(seqs)
                .mapToObj(seq -> new Frame.Numbered(seq, Scene.LIVE_QA, new Fact.Remarked("fact " + seq), Scene.NOW))
                .toList()));
    }

    @Test
    void anAgentIsWelcomedAndToldWhatItGuards() {
        agents.guard(List.of(Scene.service("local", Map.of()), Scene.service("host-2", Map.of())));
        linked(wire);
        assertThat(wire.sent).containsExactly(
                new Frame.Welcome(Frame.PROTOCOL, 7), new Frame.Grant(List.of(Scene.service("local", Map.of())), "/srv/koboshi"));
        assertThat(loop.heard).containsExactly(new Event.AgentLinked("local"));
        assertThat(agents.linked("local")).isTrue();
    }

    @Test
    void aChangedPlanIsToldToWhoeverIsLinked() {
        linked(wire);
        agents.guard(List.of(Scene.service("local", Map.of())));
        assertThat(wire.sent(Frame.Grant.class).getLast().services()).hasSize(1);
    }

    @Test
    void anotherProtocolIsRefusedInWordsAndNotLinked() {
        agents.open(wire).said(hello(Frame.PROTOCOL + 1, "local"));
        assertThat(wire.sent).singleElement().isInstanceOf(Frame.Refused.class);
        assertThat(wire.closed).containsExactly("another protocol");
        assertThat(agents.linked("local")).isFalse();
        assertThat(loop.heard).isEmpty();
    }

    @Test
    void factsAreAcknowledgedOnlyOnceTheyAreDurable() {
        linked(wire).said(facts(1, 2));
        assertThat(loop.heard(Event.Reported.class)).extracting(Event.Reported::seq).containsExactly(1L, 2L);
        assertThat(wire.sent(Frame.Ack.class)).isEmpty();
        loop.commit();
        assertThat(wire.sent(Frame.Ack.class)).containsExactly(new Frame.Ack(1), new Frame.Ack(2));
    }

    @Test
    void aFactThatIsNotTakenIsNotOvertakenByLaterOnes() {
        var link = linked(wire);
        loop.full = true;
        link.said(facts(1, 2));
        assertThat(loop.heard(Event.Reported.class)).isEmpty();
        assertThat(wire.closed).containsExactly("too busy; say it again");
    }

    @Test
    void aSecondAgentOfTheNameTakesTheFirstOnesPlaceAndNobodyIsLost() {
        var first = linked(wire);
        var second = new FakeWire();
        linked(second);
        first.left();
        assertThat(wire.closed).containsExactly("another agent dialled in as local");
        assertThat(loop.heard(Event.AgentLost.class)).isEmpty();
        agents.command(Scene.started(1, Verb.RESTART), "local", Duration.ofSeconds(20));
        assertThat(second.sent(Frame.Command.class)).hasSize(1);
        assertThat(wire.sent(Frame.Command.class)).isEmpty();
    }

    @Test
    void anAgentThatLeavesIsLost() {
        linked(wire).left();
        assertThat(loop.heard).containsExactly(new Event.AgentLinked("local"), new Event.AgentLost("local"));
        assertThat(agents.count()).isZero();
    }

    @Test
    void aCommandCarriesTheEpochAndItsTimeToLive() {
        linked(wire);
        agents.command(Scene.started(4, Verb.RESTART), "local", Duration.ofSeconds(20));
        assertThat(wire.sent(Frame.Command.class)).containsExactly(new Frame.Command(4, 7, Scene.LIVE_QA, Verb.RESTART, Duration.ofSeconds(20)));
    }

    @Test
    void aCommandToAnAgentThatIsAwayHasFailed() {
        agents.command(Scene.started(4, Verb.RESTART), "local", Duration.ofSeconds(20));
        assertThat(loop.outcomes(1)).containsExactly(new Event.ActEnded(4, new Outcome.Failed("the agent of local is away")));
    }

    @Test
    void anOutcomeIsTold() {
        linked(wire).said(Json.write(new Frame.Ended(4, Outcome.Done.plain("pid 5"))));
        assertThat(loop.outcomes(1)).containsExactly(new Event.ActEnded(4, Outcome.Done.plain("pid 5")));
    }

    @Test
    void secretsAreGrantedAndStandInNoOtherWord() {
        var secret = "hunter2-" + "x".repeat(20);
        var withSecret = Scene.service("local", Map.of("DB_PASSWORD", secret));
        var granting = new Agents(7, "/srv", service -> service.from(withSecret.origin()), loop);
        granting.guard(List.of(Scene.service("local", Map.of())));
        granting.open(wire).said(hello(Frame.PROTOCOL, "local"));
        var granted = (Origin.Run) wire.sent(Frame.Grant.class).getLast().services().getFirst().origin();
        assertThat(granted.environment()).containsEntry("DB_PASSWORD", secret);
        assertThat(granting.toString() + loop.heard).doesNotContain(secret);
    }
}

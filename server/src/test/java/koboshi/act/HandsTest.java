package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.loop.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandsTest {
    private final FakeLoop loop = new FakeLoop();
    private final Agents agents = new Agents(7, "/srv", UnaryOperator.identity(), loop);
    private final FakeWire wire = new FakeWire();
    private final Hands hands = new Hands(agents, new Callers(List.of()), (_, backend) -> new Outcome.Failed(backend + " is no server"), loop);
    private final State state = Scene.state();

    @BeforeEach
    void link() {
        agents.open(wire).said(Json.write(new Frame.Hello(Frame.PROTOCOL, "local", "boot-1")));
        wire.sent.clear();
    }

    private void follow(Entry entry, Instant now) {
        state.apply(entry, now);
        hands.follow(List.of(entry), state, now);
    }

    @Test
    void anActIsBegunWithTheTimeItHasLeft() {
        follow(Scene.started(1, Verb.RESTART), Scene.NOW.plusSeconds(5));
        assertThat(wire.sent).containsExactly(new Frame.Command(1, 7, Scene.LIVE_QA, Verb.RESTART, Duration.ofSeconds(15)));
    }

    @Test
    void anActThatIsOverdueIsNotGivenNegativeTime() {
        follow(Scene.started(1, Verb.RESTART), Scene.NOW.plusSeconds(60));
        assertThat(wire.sent(Frame.Command.class)).extracting(Frame.Command::ttl).containsExactly(Duration.ZERO);
    }

    @Test
    void aDoubtedRestartIsLookedAtAndNotDoneAgain() {
        follow(Scene.started(1, Verb.RESTART), Scene.NOW);
        wire.sent.clear();
        follow(Scene.doubted(1), Scene.NOW.plusSeconds(20));
        assertThat(wire.sent).containsExactly(new Frame.Observe(Scene.LIVE_QA));
    }

    @Test
    void aDoubtedCaptureIsDoneAgainUnderTheSameNumber() {
        follow(Scene.started(1, Verb.CAPTURE), Scene.NOW);
        wire.sent.clear();
        follow(Scene.doubted(1), Scene.NOW.plusSeconds(20));
        assertThat(wire.sent(Frame.Command.class)).extracting(Frame.Command::act).containsExactly(1L);
    }

    @Test
    void anAgentThatIsBackIsAskedAboutWhatIsInDoubtAndAboutNothingElse() {
        follow(Scene.started(1, Verb.RESTART), Scene.NOW);
        follow(Scene.doubted(1), Scene.NOW);
        follow(Scene.started(2, Verb.STOP), Scene.NOW);
        wire.sent.clear();
        hands.lookAgain("local", state, Scene.NOW);
        hands.lookAgain("host-2", state, Scene.NOW);
        assertThat(wire.sent).containsExactly(new Frame.Observe(Scene.LIVE_QA));
    }

    @Test
    void whatWasNotStartedMovesNoHand() {
        follow(new Entry.Noted("deploy", "1.4", "ci"), Scene.NOW);
        follow(Scene.doubted(99), Scene.NOW);
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void withoutAnotherWayTheLogIsTheCall() {
        follow(Scene.started(1, Verb.NOTIFY), Scene.NOW);
        assertThat(loop.outcomes(1).getFirst().outcome()).isEqualTo(Outcome.Done.plain("written to the log and the page"));
    }
}

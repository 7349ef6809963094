package koboshi.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.loop.State;
import koboshi.store.Await;
import org.junit.jupiter.api.Test;

/** A person is called until somebody took the call, or the loop gives it up. */
class CallsTest {
    private static final Outcome TAKEN = Outcome.Done.plain("taken");
    private static final Outcome SILENCE = new Outcome.Unknown("no answer");

    private final FakeLoop loop = new FakeLoop();
    private final Agents agents = new Agents(7, "/srv", UnaryOperator.identity(), loop);
    private final State state = Scene.state();
    private final List<Caller.Call> calls = Collections.synchronizedList(new ArrayList<>());
    private Hands hands = hands(call -> SILENCE);

    private Hands hands(Caller way) {
        return new Hands(agents, new Callers(List.of(call -> {
            calls.add(call);
            return way.call(call);
        })), (_, backend) -> new Outcome.Failed(backend + " is no server"), loop);
    }

    private void follow(Entry entry, Instant now) {
        state.apply(entry, now);
        hands.follow(List.of(entry), state, now);
    }

    private void called(int times) {
        Await.until(times + " calls", () -> loop.outcomes(times).size() == times);
        assertThat(calls).hasSize(times);
    }

    @Test
    void aCallNobodyAnsweredIsMadeAgainUnderTheSameKey() {
        follow(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        called(1);
        follow(Scene.doubted(5), Scene.NOW.plusSeconds(10));
        called(2);
        hands.follow(List.of(), state, Scene.NOW.plusSeconds(20));
        called(3);
        assertThat(calls).extracting(Caller.Call::key).containsOnly("act-5");
    }

    @Test
    void itIsNotMadeAgainWhileItIsBeingMadeOrAMomentAfter() {
        follow(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        called(1);
        follow(Scene.doubted(5), Scene.NOW.plusSeconds(1));
        hands.follow(List.of(), state, Scene.NOW.plusSeconds(4));
        assertThat(calls).hasSize(1);
    }

    @Test
    void aCallThatEndedIsNotMadeAgain() {
        follow(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        called(1);
        follow(Scene.doubted(5), Scene.NOW.plusSeconds(1));
        follow(new Entry.ActEnded(5, 1, TAKEN), Scene.NOW.plusSeconds(2));
        hands.follow(List.of(), state, Scene.NOW.plusSeconds(60));
        assertThat(calls).hasSize(1);
    }

    @Test
    void aCallLeftInDoubtByAnEarlierProcessIsMadeAgain() {
        state.apply(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        state.apply(Scene.doubted(5), Scene.NOW);
        hands.follow(List.of(), state, Scene.NOW.plusSeconds(60));
        called(1);
    }

    @Test
    void theLogDoesNotStandInForAWayThatFailed() {
        hands = hands(_ -> new Outcome.Failed("the webhook answered 500"));
        follow(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        assertThat(loop.outcomes(1).getFirst().outcome()).isEqualTo(new Outcome.Failed("the webhook answered 500"));
    }

    @Test
    void oneWayThatReachedSomebodyIsEnoughAndOneInDoubtIsNotOver() {
        var failed = new Outcome.Failed("500");
        assertThat(outcome(failed, SILENCE, TAKEN)).isEqualTo(TAKEN);
        assertThat(outcome(failed, SILENCE)).isEqualTo(SILENCE);
        assertThat(outcome(failed)).isEqualTo(failed);
    }

    private static Outcome outcome(Outcome... outcomes) {
        var ways = List.of(outcomes).stream().<Caller>map(outcome -> _ -> outcome).toList();
        return new Callers(ways).call(Caller.Call.unjournaled("1", "the disk is full"));
    }

    @Test
    void thePersonHearsWhatAndWhy() {
        follow(Scene.started(5, Verb.NOTIFY), Scene.NOW);
        called(1);
        assertThat(calls.getFirst()).hasToString("service/live-qa: runbook of silent (hear: no audio)");
        assertThat(Caller.Call.unjournaled("1", "the disk is full")).hasToString("team/all: (unjournaled) the disk is full");
    }
}

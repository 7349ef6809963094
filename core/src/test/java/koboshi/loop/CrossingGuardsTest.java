package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.journey.Journey;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

/** What is told late, and two guards that want the same server out. */
class CrossingGuardsTest {
    private final Web web = new Web("s1", "s2", "s3", "s4", "s5");

    private void slow(boolean bad) {
        web.house.tell(new Event.Answered("slow", Findings.of(List.of(Reading.of(Labels.of("channel", "c"), bad ? 3 : 1, bad)))));
        web.house.open(Verb.CAPTURE).ifPresent(_ -> web.house.captured());
    }

    private Run cleanBefore(Duration before) {
        return Run.clean(web.house.now.minus(before), Duration.ofMillis(400));
    }

    @Test
    void aCleanRunOfBeforeTheFallThatIsToldAfterItDelaysNothing() {
        web.falls("s2");
        web.falls("s3");
        web.ran("s3", cleanBefore(Duration.ofMillis(100)));
        web.done(Verb.EJECT);
        assertThat(web.begun(Verb.EJECT, "s3")).isTrue();
    }

    @Test
    void aCleanRunOfAfterTheFallSpeaksForTheServer() {
        web.falls("s2");
        web.falls("s3");
        web.pass(Duration.ofMillis(200));
        web.ran("s3", Run.clean(web.house.now, Duration.ofMillis(20)));
        web.done(Verb.EJECT);
        assertThat(web.begun(Verb.EJECT, "s3")).isFalse();
    }

    @Test
    void aSiblingsCleanBurstThatIsToldAfterTheFallUndoesNothing() {
        web.falls("s2");
        var clean = Run.clean(web.house.now.minusMillis(50), Duration.ofMillis(30));
        web.ran("s1", Collections.nCopies(Journey.BURST_OF_A_BACKEND, clean).toArray(Run[]::new));
        web.done(Verb.EJECT);
        web.held("s2");
        assertThat(web.seat("s2")).isInstanceOf(Seat.Out.class);
        web.passSeconds(2);
        assertThat(web.begun(Verb.READY, "s2")).isFalse();
    }

    @Test
    void whatTheJourneyCutOffIsRestartedByTheServicesGuardWithoutASecondDrain() {
        web.falls("s1");
        slow(true);
        assertThat(web.begun(Verb.DRAIN, "s1")).isFalse();
        web.done(Verb.EJECT);
        web.held("s1");
        web.passSeconds(1);
        assertThat(web.house.open(Verb.RESTART)).isPresent();
        assertThat(web.seat("s1")).isInstanceOf(Seat.Out.class);
    }

    @Test
    void whatDrainsForARestartIsCutOffWhenItFallsAndRestartedAtOnce() {
        slow(true);
        web.done(Verb.DRAIN);
        web.passSeconds(1);
        assertThat(web.house.open(Verb.RESTART)).isEmpty();
        web.falls("s1");
        web.done(Verb.EJECT);
        web.held("s1");
        web.passSeconds(1);
        assertThat(web.house.open(Verb.RESTART)).isPresent();
    }

    @Test
    void itStaysOutUntilBothAreThrough() {
        web.falls("s1");
        web.done(Verb.EJECT);
        web.held("s1");
        slow(true);
        web.passSeconds(1);
        for (int i = 0; i < 8; i++) {
            web.clean("s1", "s2", "s3", "s4", "s5");
        }
        assertThat(web.begun(Verb.READY, "s1")).isFalse();
        web.house.restarted("a", 200);
        slow(false);
        for (int i = 0; i < 5; i++) {
            slow(false);
            web.clean("s1", "s2", "s3", "s4", "s5");
        }
        assertThat(web.begun(Verb.READY, "s1")).isTrue();
    }

    @Test
    void aRestartThatFailsLeavesTheServerOut() {
        slow(true);
        web.done(Verb.DRAIN);
        web.falls("s1");
        web.done(Verb.EJECT);
        web.passSeconds(1);
        web.ends(Verb.RESTART, new Outcome.Failed("no such program"));
        web.passSeconds(10);
        assertThat(web.seat("s1")).isInstanceOf(Seat.Out.class);
    }
}

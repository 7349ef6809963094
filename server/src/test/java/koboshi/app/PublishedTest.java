package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.http.View;
import koboshi.http.ViewedGuard;
import koboshi.http.ViewedService.Pose;
import koboshi.http.ViewedService.Process;
import koboshi.loop.Event;
import koboshi.series.Labels;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;

class PublishedTest {
    private final Tale tale = new Tale();

    private Pose pose() {
        return tale.service().pose();
    }

    @Test
    void beforeItsAgentSpokeNothingIsKnown() {
        assertThat(pose()).isEqualTo(Pose.UNKNOWN);
        assertThat(tale.service().why()).isEqualTo("its agent has not said yet");
        assertThat(tale.service().process().state()).isEqualTo(Process.State.UNKNOWN);
    }

    @Test
    void itStandsWhileItsJourneysRunClean() {
        tale.standing();
        assertThat(pose()).isEqualTo(Pose.STANDING);
        assertThat(tale.service().journeys().getFirst().clean()).contains(true);
        assertThat(tale.service().process().pid()).contains(100L);
    }

    @Test
    void aFirstFailedRunTiltsIt() {
        tale.standing().failed();
        assertThat(pose()).isEqualTo(Pose.TILTING);
        assertThat(tale.service().incident()).as("opened, for it may heal before it is confirmed").isPresent();
    }

    @Test
    void aConfirmedFallLaysItDownUntilItIsRestarted() {
        tale.linked().started(100).clean(3).tell(new Event.FreezeOrdered("mina", "a deploy")).fallen();
        assertThat(pose()).isEqualTo(Pose.LYING);
        assertThat(tale.service().why()).isEqualTo("hear: no answer");
        assertThat(tale.view().freeze()).hasValueSatisfying(freeze -> assertThat(freeze.by()).isEqualTo("operator:mina"));
    }

    private static Tale crowded(Verb then) {
        var guard = new Guard("crowd", new Condition.Gives("questions_waiting > 50"), Optional.of(Tale.LIVE_QA), Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE);
        var tale = new Tale(new Duty(guard, new Runbook(List.of(then), Optional.empty(), Brakes.DEFAULT))).standing();
        return tale.tell(new Event.Answered("crowd", Findings.of(List.of(Reading.of(Labels.of(), 60, true)))));
    }

    @Test
    void aNumberBeyondItsLineThatIsOnlyWatchedTiltsItWhileItsJourneysRunClean() {
        var tale = crowded(Verb.NOTIFY);
        assertThat(tale.view().incidents().getFirst().fired()).isTrue();
        assertThat(tale.service().pose()).isEqualTo(Pose.TILTING);
        assertThat(tale.failed().service().pose()).as("and it does not answer either").isEqualTo(Pose.LYING);
    }

    @Test
    void aNumberThatIsActedUponLaysItDown() {
        assertThat(crowded(Verb.EJECT).service().pose()).isEqualTo(Pose.LYING);
    }

    @Test
    void whileItIsRestartedAndProvedItRises() {
        tale.standing().fallen().ends(Verb.CAPTURE);
        assertThat(tale.view().acts()).extracting(View.RunningAct::verb).containsExactly(Verb.RESTART);
        assertThat(pose()).isEqualTo(Pose.RISING);
        tale.fact(new Fact.Exited(100, Fact.Cause.ORDERED, "signal 9", List.of(), Duration.ZERO)).started(101).ends(Verb.RESTART);
        assertThat(pose()).isEqualTo(Pose.RISING);
        tale.clean(6);
        assertThat(pose()).isEqualTo(Pose.STANDING);
        assertThat(tale.view().incidents().getFirst().open()).isFalse();
    }

    @Test
    void aProcessThatEndedLiesAndSaysWhy() {
        tale.standing().fact(new Fact.Exited(100, Fact.Cause.OUT_OF_MEMORY, "512MiB", List.of(), Duration.ZERO));
        assertThat(pose()).isEqualTo(Pose.LYING);
        assertThat(tale.service().why()).isEqualTo("OUT_OF_MEMORY: 512MiB");
        assertThat(tale.service().process().state()).isEqualTo(Process.State.DOWN);
    }

    @Test
    void aKeeperThatGaveUpIsSaid() {
        tale.standing().fact(new Fact.Exhausted(5, Duration.ofMinutes(10)));
        assertThat(pose()).isEqualTo(Pose.LYING);
        assertThat(tale.service().process().state()).isEqualTo(Process.State.EXHAUSTED);
    }

    @Test
    void withoutItsAgentAndWithoutACleanRunItIsUnknownThoughItRanOnce() {
        tale.linked().started(100).tell(new Event.AgentLost("local"));
        assertThat(pose()).isEqualTo(Pose.UNKNOWN);
        tale.clean(1);
        assertThat(pose()).as("it answers, whoever keeps it").isEqualTo(Pose.STANDING);
        assertThat(tale.service().agent().linked()).isFalse();
    }

    @Test
    void guardsAreShownWithWhatTheyWaitForAndWhyTheyCannotJudge() {
        assertThat(guard("silent").standing()).isEqualTo(ViewedGuard.Standing.UNKNOWN);
        assertThat(guard("silent").why()).isEqualTo("its agent has not said yet");
        tale.standing();
        assertThat(guard("silent").standing()).isEqualTo(ViewedGuard.Standing.INACTIVE);
        assertThat(guard("silent").why()).isEqualTo("journey ask");
        tale.fallen();
        assertThat(guard("silent").standing()).isEqualTo(ViewedGuard.Standing.FIRING);
    }

    private ViewedGuard guard(String key) {
        return tale.view().guards().stream().filter(guard -> guard.key().equals(key)).findFirst().orElseThrow();
    }
}

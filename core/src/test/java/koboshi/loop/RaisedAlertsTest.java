package koboshi.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.guard.Standing.Firing;
import koboshi.guard.Standing.Inactive;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;

/** Alerts that rules raise are judged by what the watch tells of them. */
class RaisedAlertsTest {
    private static final String DOWN = "alert:Down";

    private final House house = new House().adopt(House.adding(House.plan(0, Brakes.DEFAULT, "a"), House.alarm(DOWN, new Condition.Raised(DOWN)))).standing();

    private static Labels labels(String instance) {
        return Labels.of("alertname", "Down", "instance", instance);
    }

    private static Reading firing(String instance) {
        return new Reading(labels(instance), 1, true, instance + " does not answer", Optional.empty());
    }

    private static Reading pending(String instance) {
        return new Reading(labels(instance), 1, false, instance + " does not answer", Optional.empty());
    }

    private void told(Reading... readings) {
        house.tell(new Event.Answered(DOWN, Findings.of(Arrays.asList(readings))));
    }

    private void troubled(Reading... readings) {
        house.tell(new Event.Answered(DOWN, new Findings(Arrays.asList(readings), Optional.empty(), Duration.ZERO, Optional.of("rules.yml:3:5 fails"))));
    }

    private Standing standing(String instance) {
        return house.loop.state().standing(new GuardKey(DOWN, labels(instance)));
    }

    private List<String> calls() {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == Verb.NOTIFY).map(Entry.ActStarted::why).toList();
    }

    @Test
    void aPersonHearsTheWordsOfEachAlert() {
        told(firing("a"));
        house.ends(Verb.NOTIFY, Outcome.Done.plain("heard"));
        told(firing("a"), firing("b"));

        assertThat(calls()).containsExactly("a does not answer", "b does not answer");
        assertThat(house.written(Entry.IncidentOpened.class)).hasSize(1);
    }

    @Test
    void anAlertThatIsGoneIsOver() {
        told(firing("a"));
        told();

        assertThat(standing("a")).isInstanceOf(Inactive.class);
    }

    @Test
    void aPendingAlertCallsNobody() {
        told(pending("a"));

        assertThat(calls()).isEmpty();
    }

    @Test
    void anAlertThatIsOverBeforeItFiresIsANearMiss() {
        told(pending("a"));
        house.pass(Duration.ofSeconds(30));
        told(pending("a"));
        assertThat(house.written(Entry.StandingChanged.class)).as("said once").filteredOn(changed -> changed.key().guard().equals(DOWN)).hasSize(1);
        told();

        var missed = house.loop.state().incidents().getFirst();
        assertThat(missed.kind()).isEqualTo(Incident.Kind.NEAR_MISS);
        assertThat(missed.why()).isEqualTo("a does not answer");
        assertThat(calls()).isEmpty();
    }

    @Test
    void aTargetThatFailedOnceIsNoNearMiss() {
        told(new Reading(labels("a"), 1, false, "", Optional.empty()));
        told();

        assertThat(house.loop.state().incidents()).isEmpty();
    }

    @Test
    void anAlertIsNotOverBecauseItsRuleFails() {
        told(firing("a"));
        troubled();

        assertThat(standing("a")).isInstanceOf(Firing.class);
    }

    @Test
    void oneRuleThatFailsDoesNotHideTheAlertOfAnother() {
        troubled(firing("a"));

        assertThat(standing("a")).isInstanceOf(Firing.class);
    }

    @Test
    void aRestartWithinTheTimeAnAlertWaitsDoesNotEndIt() {
        told(firing("a"));
        house.restartKoboshi();
        troubled();
        told(pending("a"));
        house.pass(Duration.ofSeconds(1));

        assertThat(standing("a")).isInstanceOf(Firing.class);
        told();
        assertThat(standing("a")).isInstanceOf(Inactive.class);
    }

    private static Reading of(String service) {
        return new Reading(Labels.of("alertname", "Down", "service", service), 1, true, service + " errs", Optional.empty());
    }

    @Test
    void anAlertLabelledWithAServiceIsThatServicesMatterUntilItIsOver() {
        told(of("a"), of("nobody"));
        assertThat(house.written(Entry.IncidentOpened.class)).extracting(Entry.IncidentOpened::on).containsExactlyInAnyOrder(
                ResourceId.service("a"), new ResourceId("guard", DOWN));
        house.ends(Verb.NOTIFY, Outcome.Done.plain("heard"));
        house.restartKoboshi();
        troubled();
        house.pass(Duration.ofSeconds(1));
        assertThat(house.loop.state().openIncident(ResourceId.service("a"))).isPresent();
        told(of("nobody"));
        assertThat(house.loop.state().standing(new GuardKey(DOWN, of("a").labels()))).isInstanceOf(Inactive.class);
    }
}

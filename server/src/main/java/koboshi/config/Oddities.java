package koboshi.config;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** What can be followed but was probably not meant: things nobody watches, and hands that can never move. */
final class Oddities {
    private final Plan plan;
    private final Sections sections;
    private final Report report;

    private Oddities(Plan plan, Sections sections, Report report) {
        this.plan = plan;
        this.sections = sections;
        this.report = report;
    }

    /** @param plan without the built-in guards */
    static void warn(Plan plan, Sections sections, Report report) {
        var oddities = new Oddities(plan, sections, report);
        oddities.unwatched("journeys", oddities.journeys(), "no guard judges by this journey");
        oddities.unwatched("heartbeats", oddities.heartbeats(), "no guard watches this heartbeat");
        oddities.unwatched("vantages", oddities.vantages(), "no journey is run from this vantage");
        plan.services().values().forEach(oddities::tooHighAFloor);
    }

    private void unwatched(String section, Set<String> watched, String text) {
        sections.all(section).forEach((name, value) -> {
            if (!watched.contains(name)) {
                report.warn(value.named(), value.key(), text);
            }
        });
    }

    private Set<String> journeys() {
        var judged = conditions().filter(Condition.JourneyFails.class::isInstance).map(one -> ((Condition.JourneyFails) one).journey());
        var proving = plan.duties().values().stream().flatMap(duty -> duty.runbook().prove().stream()).map(Proof::journey);
        // A pool's journey is judged at each of its servers.
        var ofPools = plan.journeys().values().stream().filter(journey -> journey.service().kind().equals("pool")).map(Journey::name);
        return Stream.of(judged, proving, ofPools).flatMap(names -> names).collect(Collectors.toSet());
    }

    private Set<String> heartbeats() {
        return conditions()
                .filter(Condition.HeartbeatOverdue.class::isInstance)
                .map(one -> ((Condition.HeartbeatOverdue) one).heartbeat())
                .collect(Collectors.toSet());
    }

    private Set<String> vantages() {
        return plan.journeys().values().stream().flatMap(journey -> journey.quorum().stream()).flatMap(quorum -> quorum.from().stream()).collect(Collectors.toSet());
    }

    private Stream<Condition> conditions() {
        return plan.duties().values().stream().map(duty -> duty.guard().condition());
    }

    private void tooHighAFloor(Service service) {
        if (service.floor() == 0) {
            return;
        }
        long inRole = plan.services().values().stream().filter(other -> other.role().equals(service.role())).count();
        if (service.floor() >= inRole && takenDown(service.id())) {
            var value = sections.all("services").get(service.id().name());
            report.warn(value.named(), value.key(), "floor " + service.floor() + " with " + inRole + " in role " + service.role()
                    + ": its guards may never take it down");
        }
    }

    private boolean takenDown(ResourceId id) {
        return plan.duties().values().stream()
                .filter(duty -> duty.guard().on().filter(id::equals).isPresent())
                .map(Duty::runbook)
                .map(runbook -> runbook.then())
                .flatMap(Collection::stream)
                .anyMatch(Verb::disruptive);
    }
}

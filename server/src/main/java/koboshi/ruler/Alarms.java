package koboshi.ruler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.config.RuleFiles;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.promql.Query;
import koboshi.resource.ResourceId;
import koboshi.rule.Alert;
import koboshi.rule.Rule;
import koboshi.rule.RuleGroup;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/** Makes alerts of rules a matter of guards: a guard for each name of an alert, answered by what its rules found. */
final class Alarms {
    /** Each has a standing and a call of its own; a flood of label sets must not become a flood of calls. */
    private static final int MOST = 200;
    private static final String PREFIX = "alert:";
    private static final int LONGEST_TEXT = 1_000;
    private static final List<String> TELLING = List.of("summary", "message", "title", "description");

    private Alarms() {}

    /** Names that a resource cannot have become ones it can, and stay apart. */
    static String guard(String alert) {
        return PREFIX + ResourceId.plain(alert);
    }

    /** The alert of a rule behind what is raised; what is raised otherwise is called as it is. */
    static String alert(String raised) {
        return raised.startsWith(PREFIX) ? raised.substring(PREFIX.length()) : raised;
    }

    /** The plan with a guard for each alert; a guard that a person wrote under such a name stays. */
    static Plan guarding(Plan plan, RuleFiles rules) {
        var duties = new TreeMap<>(plan.duties());
        for (var file : rules.files()) {
            for (var group : file.groups()) {
                alerts(group).forEach(rule -> duties.merge(guard(rule.name()), duty(rule.name(), interval(group, rules)), Alarms::patient));
            }
        }
        return new Plan(plan.services(), plan.journeys(), duties, plan.pools());
    }

    /** Which guards the group's alerts answer, each once, in their order. */
    static Set<String> guards(RuleGroup group) {
        return alerts(group).map(rule -> guard(rule.name())).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<Rule> alerts(RuleGroup group) {
        return group.rules().stream().filter(Rule.Alerting.class::isInstance);
    }

    static Duration interval(RuleGroup group, RuleFiles rules) {
        return group.interval().isZero() ? rules.every() : group.interval();
    }

    /** Two evaluations pass after every start before an alert can be said to be over; that is nothing to call anybody for. */
    private static Duty duty(String alert, Duration interval) {
        var grace = interval.multipliedBy(4);
        var name = guard(alert);
        var guard = new Guard(name, new Condition.Raised(PREFIX + alert), Optional.empty(), Duration.ZERO, Duration.ZERO,
                grace.compareTo(Guard.UNKNOWN_GRACE) > 0 ? grace : Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private static Duty patient(Duty one, Duty other) {
        return one.guard().unknownGrace().compareTo(other.guard().unknownGrace()) >= 0 ? one : other;
    }

    /** A rule and the group it is evaluated in. */
    record Raising(GroupView group, RuleView rule) {}

    static Event.Answered answer(String guard, List<Raising> raising, Owners owners, Instant now) {
        var readings = new TreeMap<Labels, Reading>();
        for (var each : raising) {
            for (var alert : each.rule().active()) {
                var labels = owners.named(alert.labels());
                readings.merge(labels, reading(labels, alert), Alarms::worse);
            }
        }
        return new Event.Answered(guard, new Findings(bounded(List.copyOf(readings.values())), Optional.empty(), Duration.ZERO, firstTrouble(raising, now)));
    }

    private static Optional<String> firstTrouble(List<Raising> raising, Instant now) {
        for (var each : raising) {
            var trouble = trouble(each, now);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private static Reading worse(Reading one, Reading other) {
        return one.bad() || !other.bad() ? one : other;
    }

    private static Reading reading(Labels labels, Alert alert) {
        return reading(labels, alert.value(), alert.state() == Alert.State.FIRING, text(alert));
    }

    private static Reading reading(Labels labels, double value, boolean fires, String says) {
        return new Reading(labels, value, fires, says, Optional.empty());
    }

    private static List<Reading> bounded(List<Reading> all) {
        if (all.size() <= MOST) {
            return all;
        }
        var firing = all.stream().filter(Reading::bad).toList();
        if (firing.size() < MOST) {
            return firing;
        }
        var kept = new ArrayList<>(firing.subList(0, MOST - 1));
        var first = firing.getFirst().labels();
        kept.add(reading(Labels.of("alertname", first.get("alertname")), firing.size(), true,
                first.get("alertname") + ": " + firing.size() + " of it fire, more than the " + MOST + " that are told one by one"));
        return kept;
    }

    private static Optional<String> trouble(Raising raising, Instant now) {
        var group = raising.group();
        if (group.evaluated().isEmpty()) {
            return Optional.of("its rules have not been evaluated yet");
        }
        var rule = raising.rule();
        if (!rule.error().isEmpty()) {
            return Optional.of("its rule fails: " + rule.error() + " (" + rule.rule().place() + ")");
        }
        if (group.behind(now)) {
            return Optional.of("its rules are behind: not evaluated for " + group.late().toSeconds() + " s");
        }
        return group.settled() ? Optional.empty() : Optional.of("its rules were evaluated only once since the start");
    }

    /** What a person reads: what its annotations say, or else its labels and value. */
    static String text(Alert alert) {
        var said = TELLING.stream().map(alert.annotations()::get).filter(text -> text != null && !text.isBlank()).map(String::strip).distinct().limit(2).toList();
        var rest = alert.labels().without("alertname");
        var words = said.isEmpty() ? rest + " is " + Query.number(alert.value()) : String.join(" - ", said);
        var text = alert.labels().get("alertname") + ": " + words;
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}

package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import koboshi.rule.Alert.State;
import koboshi.series.Labels;

/** What an alerting rule remembers: its alerts by their labels. */
final class Standing {
    /** So long a resolved alert is remembered, for those who must be told of it. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final Map<Labels, Alert> alerts = new LinkedHashMap<>();

    /**
     * Takes in what the query found.
     *
     * @return the alerts that are pending or firing afterwards
     */
    List<Alert> take(Map<Labels, Alert> found, Rule.Alerting rule, Instant at) {
        found.forEach((labels, now) -> alerts.merge(labels, now, (before, _) -> before.active() ? before.again(now) : now));
        var active = new ArrayList<Alert>();
        for (var each = alerts.entrySet().iterator(); each.hasNext(); ) {
            var entry = each.next();
            var next = next(entry.getValue(), found.containsKey(entry.getKey()), rule, at);
            if (next == null) {
                each.remove();
                continue;
            }
            entry.setValue(next);
            if (next.active()) {
                active.add(next);
            }
        }
        return active;
    }

    /** @return null where it is forgotten */
    private static Alert next(Alert alert, boolean there, Rule.Alerting rule, Instant at) {
        if (there) {
            boolean due = alert.state() == State.PENDING && !at.isBefore(alert.activeAt().plus(rule.hold()));
            return due ? alert.fires(at) : alert;
        }
        return switch (alert.state()) {
            case PENDING -> null;
            case FIRING -> kept(alert, rule, at);
            case INACTIVE -> at.isAfter(alert.resolvedAt().plus(REMEMBERED)) ? null : alert;
        };
    }

    private static Alert kept(Alert alert, Rule.Alerting rule, Instant at) {
        // Counted from the first evaluation that missed it, as Prometheus does, not from the last that saw it.
        var since = alert.missingSince() == null ? at : alert.missingSince();
        return at.isBefore(since.plus(rule.keepFiring())) ? alert.missing(since) : alert.resolved(at);
    }

    void takeOver(Standing before) {
        alerts.putAll(before.alerts);
    }

    /** Puts others in the place of alerts, or beside them; none is taken away. */
    void put(List<Alert> restored) {
        restored.forEach(alert -> alerts.put(alert.labels(), alert));
    }

    void clear() {
        alerts.clear();
    }

    List<Alert> alerts() {
        return List.copyOf(alerts.values());
    }
}

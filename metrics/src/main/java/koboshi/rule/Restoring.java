package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import koboshi.rule.Alert.State;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Source;

/**
 * Takes up alerts where they were before a restart, as Prometheus does: from the series that say since when each is there.
 *
 * <p>An alert that was due already may fire at the next evaluation; another must wait for what it had left, and the grace at least, since nobody knows whether it
 * was there all along.
 */
final class Restoring {
    static final String ALERTS = "ALERTS";
    static final String SINCE = "ALERTS_FOR_STATE";
    /** After an outage longer than this an alert begins anew. */
    static final Duration OUTAGE = Duration.ofHours(1);
    /** An alert is pending so long at least after a restart, unless it was due before; one that is pending for less anyway begins anew. */
    static final Duration GRACE = Duration.ofMinutes(10);

    private final Source source;
    private final Instant at;

    Restoring(Source source, Instant at) {
        this.source = source;
        this.at = at;
    }

    void restore(Rule.Alerting rule, Standing standing) {
        boolean waits = rule.hold().compareTo(GRACE) >= 0;
        if (!waits && rule.keepFiring().isZero()) {
            return;
        }
        var before = last(SINCE, rule);
        if (waits) {
            standing.put(waiting(rule, standing, before));
        }
        if (!rule.keepFiring().isZero()) {
            standing.put(kept(rule, standing, before));
        }
    }

    /** What each series said last, unless it said that it ended; labels without the name. */
    private Map<Labels, Sample> last(String name, Rule.Alerting rule) {
        var matchers = List.of(new Matcher(Labels.NAME, true, name), new Matcher("alertname", true, rule.name()));
        var found = new HashMap<Labels, Sample>();
        for (var series : source.select(matchers, at.minus(OUTAGE).toEpochMilli(), at.toEpochMilli())) {
            var samples = series.samples();
            if (!samples.isEmpty() && !samples.getLast().stale()) {
                found.put(series.labels().without(Labels.NAME), samples.getLast());
            }
        }
        return found;
    }

    private List<Alert> waiting(Rule.Alerting rule, Standing standing, Map<Labels, Sample> before) {
        var restored = new ArrayList<Alert>();
        for (var alert : standing.alerts()) {
            var sample = before.get(Labels.of(Evaluator.written(rule, alert)));
            if (sample != null && alert.active()) {
                restored.add(alert.since(since(rule.hold(), sample)));
            }
        }
        return restored;
    }

    private Instant since(Duration hold, Sample last) {
        var began = Instant.ofEpochSecond((long) last.value());
        var lastSeen = Instant.ofEpochMilli(last.millis());
        var left = hold.minus(Duration.between(began, lastSeen));
        if (!left.isPositive()) {
            return began;
        }
        return left.compareTo(GRACE) < 0 ? at.plus(GRACE).minus(hold) : began.plus(Duration.between(lastSeen, at));
    }

    /** Those that fired, are not there now, and were to be kept firing for longer than the outage took. */
    private List<Alert> kept(Rule.Alerting rule, Standing standing, Map<Labels, Sample> before) {
        var kept = new ArrayList<Alert>();
        last(ALERTS, rule).forEach((labels, sample) -> {
            var plain = labels.without("alertstate");
            var lastSeen = Instant.ofEpochMilli(sample.millis());
            boolean firing = labels.get("alertstate").equals(State.FIRING.word());
            boolean there = standing.alerts().stream().anyMatch(alert -> Labels.of(Evaluator.written(rule, alert)).equals(plain));
            if (firing && !there && at.isBefore(lastSeen.plus(rule.keepFiring())) && ofRule(rule, plain)) {
                var since = before.get(plain);
                kept.add(Alert.kept(plain, since == null ? lastSeen : Instant.ofEpochSecond((long) since.value()), lastSeen));
            }
        });
        return kept;
    }

    /** Another rule of the same name may have written it: labels that are plain text must be the rule's own. */
    private static boolean ofRule(Rule.Alerting rule, Labels labels) {
        return rule.labels().entrySet().stream().allMatch(label -> !label.getValue().plain() || labels.get(label.getKey()).equals(label.getValue().text()));
    }
}

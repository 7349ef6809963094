package koboshi.ruler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.rule.Alert;
import koboshi.rule.Rule;

/**
 * What is known of one rule.
 *
 * @param error why its last evaluation failed, empty where it did not
 * @param evaluated the moment it was last evaluated for
 * @param alerts with those that are over since a short while
 */
public record RuleView(Rule rule, String error, Optional<Instant> evaluated, Duration took, List<Alert> alerts) {
    public RuleView {
        alerts = List.copyOf(alerts);
    }

    static RuleView fresh(Rule rule) {
        return new RuleView(rule, "", Optional.empty(), Duration.ZERO, List.of());
    }

    /** Pending or firing. */
    public List<Alert> active() {
        return alerts.stream().filter(Alert::active).toList();
    }
}

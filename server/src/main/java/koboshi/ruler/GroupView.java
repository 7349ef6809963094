package koboshi.ruler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.rule.RuleGroup;

/**
 * What is known of one group after its last evaluation.
 *
 * @param interval in force, also where the group does not say
 * @param settled whether it may be said of an alert that it is over; not so before the second evaluation after a start
 * @param evaluated the moment it was last evaluated for
 * @param failures of rules since the start
 * @param missed evaluations that were skipped because the group was behind
 */
public record GroupView(String file, RuleGroup group, Duration interval, boolean settled, Optional<Instant> evaluated, Duration took, long evaluations,
        long failures, long missed, List<RuleView> rules) {
    public GroupView {
        rules = List.copyOf(rules);
    }

    static GroupView fresh(String file, RuleGroup group, Duration interval) {
        return new GroupView(file, group, interval, false, Optional.empty(), Duration.ZERO, 0, 0, 0, group.rules().stream().map(RuleView::fresh).toList());
    }

    /** After which its rules are said to be behind. */
    Duration late() {
        return Duration.ofMillis(3 * interval.toMillis());
    }

    boolean behind(Instant now) {
        return evaluated.filter(at -> at.plus(late()).isBefore(now)).isPresent();
    }

    GroupView missing(long more) {
        return new GroupView(file, group, interval, settled, evaluated, took, evaluations, failures, missed + more, rules);
    }
}

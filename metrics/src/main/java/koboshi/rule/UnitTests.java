package koboshi.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import koboshi.promql.Options;
import koboshi.promql.Pulse;

/**
 * What one file tests: groups of rules, and the tests that each begin with fresh groups and no series.
 *
 * @param interval between two evaluations, of every group alike
 * @param order names of groups, those to be evaluated earlier first
 * @param fuzzy whether numbers may differ in their last bit
 */
public record UnitTests(Duration interval, List<String> order, boolean fuzzy, List<RuleGroup> groups, List<UnitTest> tests) {
    /** More evaluations of rules than this are a slip of the finger. */
    static final long MOST_EVALUATIONS = 5_000_000;

    /** Runs all of them; the pulse may end it. */
    public Verdict run(Options options, Pulse pulse) {
        var verdict = new Verdict.Builder();
        var asked = new Options(options.lookback(), interval, options.limits(), false, options.experimentalFunctions(), options.durationExpressions());
        tests.forEach(test -> new UnitTestRun(this, test, asked, pulse, verdict).run());
        return verdict.build();
    }

    /** Groups nobody named come with the first of the order. */
    List<RuleGroup> ordered() {
        var sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparingInt(group -> Math.max(0, order.indexOf(group.name()))));
        return sorted;
    }
}

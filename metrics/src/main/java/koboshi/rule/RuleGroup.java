package koboshi.rule;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other, each seeing what those before it wrote.
 *
 * @param interval how often; zero for what the server does by default
 * @param queryOffset how far in the past the queries are asked, for samples that arrive late
 * @param limit how many series or alerts one rule may give; zero for any number
 */
public record RuleGroup(String name, Duration interval, Duration queryOffset, int limit, List<Rule> rules) {
    public RuleGroup {
        rules = List.copyOf(rules);
    }
}

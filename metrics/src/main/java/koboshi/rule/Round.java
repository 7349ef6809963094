package koboshi.rule;

import java.util.List;

/**
 * What came of evaluating a group once.
 *
 * @param failures rules that have no result this time, so that what they said before still stands, or whose samples the sink did not all take
 * @param templates labels and annotations that could not be filled in, and hold the error instead
 */
public record Round(List<Trouble> failures, List<Trouble> templates) {
    /** @param part the label or annotation, empty for the rule itself */
    public record Trouble(Rule rule, String part, String message) {}
}

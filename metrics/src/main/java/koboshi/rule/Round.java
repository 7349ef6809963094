package koboshi.rule;

import java.util.List;

/**
 * What came of evaluating a group once.
 *
 * @param failures rules that have no result this time; what they said before still stands
 * @param templates labels and annotations that could not be filled in, and hold the error instead
 * @param refused samples the sink did not take
 */
public record Round(List<Trouble> failures, List<Trouble> templates, int refused) {
    /** @param part the label or annotation, empty for the rule itself */
    public record Trouble(Rule rule, String part, String message) {}
}

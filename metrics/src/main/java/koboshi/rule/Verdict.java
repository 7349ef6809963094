package koboshi.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import koboshi.promqltest.Finding;

/**
 * What came of the unit tests of a file.
 *
 * @param passed how many cases did
 * @param failed what was expected and what came
 * @param skipped cases that could not be judged
 * @param odd what nobody asked about, but somebody should know
 */
public record Verdict(int passed, List<Finding> failed, List<Finding> skipped, List<Finding> odd) {
    /** Grows case by case. */
    static final class Builder {
        private int passed;
        private final List<Finding> failed = new ArrayList<>();
        private final List<Finding> skipped = new ArrayList<>();
        private final Set<Finding> odd = new LinkedHashSet<>();

        void passed() {
            passed++;
        }

        void failed(int line, String text) {
            failed.add(new Finding(line, text));
        }

        void skipped(int line, String text) {
            skipped.add(new Finding(line, text));
        }

        /** Said once, however often it happens. */
        void odd(int line, String text) {
            odd.add(new Finding(line, text));
        }

        Verdict build() {
            return new Verdict(passed, List.copyOf(failed), List.copyOf(skipped), List.copyOf(odd));
        }
    }
}

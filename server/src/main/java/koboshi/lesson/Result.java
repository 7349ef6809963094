package koboshi.lesson;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a lesson.
 *
 * @param passed expectations that held
 * @param failures what was not as the lesson says
 * @param known what was not either, but is marked as known
 * @param story everything that happened, one line each, in words
 * @param mistakes in its text; then it was not played
 */
public record Result(Path file, int passed, List<Failure> failures, List<Failure> known, List<String> story, List<Mistake> mistakes) {
    public Result {
        failures = List.copyOf(failures);
        known = List.copyOf(known);
        story = List.copyOf(story);
        mistakes = List.copyOf(mistakes);
    }

    public boolean readable() {
        return mistakes.isEmpty();
    }

    public boolean held() {
        return readable() && failures.isEmpty();
    }

    /**
     * A line that did not hold.
     *
     * @param expected the line as it was written
     * @param instead what was so instead
     * @param timeline what happened around its moment, in words
     */
    public record Failure(int line, int column, String expected, String instead, List<String> timeline) {
        public Failure {
            timeline = List.copyOf(timeline);
        }

        @Override
        public String toString() {
            return expected + "; instead: " + instead;
        }
    }

    /** Everything that is wrong, one line each. */
    public List<String> problems() {
        return readable()
                ? failures.stream().map(failure -> file + ":" + failure.line() + ":" + failure.column() + ": " + failure).toList()
                : mistakes.stream().map(Mistake::toString).toList();
    }
}

package koboshi.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything found while reading, so that a person mends a file once and not line by line. */
final class Report {
    /** Nobody reads more; a file of a million mistakes must not cost a million messages. */
    private static final int MOST = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void problem(Place place, String key, String expected, Optional<String> nearest) {
        add(problems, place, key, expected, nearest);
    }

    void problem(Place place, String key, String expected) {
        problem(place, key, expected, Optional.empty());
    }

    void warn(Place place, String key, String text) {
        add(warnings, place, key, text, Optional.empty());
    }

    private static void add(List<Problem> list, Place place, String key, String text, Optional<String> nearest) {
        if (list.size() < MOST) {
            list.add(new Problem(place.file(), place.line(), place.column(), key, text, nearest));
        }
    }

    boolean full() {
        return problems.size() >= MOST;
    }

    List<Problem> problems() {
        return problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(Problem.BY_PLACE).toList();
    }

    void orThrow() throws Problems {
        if (!problems.isEmpty()) {
            throw new Problems(problems());
        }
    }
}

package koboshi.journey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request of a journey and what must come back.
 *
 * @param url may contain {@code ${name}} for a captured value, as may header values and the body
 * @param headers sent with the request
 * @param captures values kept for later steps, by name
 */
public record Step(
        String name,
        String method,
        String url,
        Map<String, String> headers,
        Optional<String> body,
        Expectation expect,
        Map<String, Capture> captures) {
    public Step {
        headers = Map.copyOf(headers);
        captures = Map.copyOf(captures);
    }

    /**
     * What an answer must be.
     *
     * @param statuses any of these; empty for 200 to 299
     * @param headers by name, compared without regard to case of the name
     * @param contains each must be in the body
     * @param json what must stand at each JSON pointer
     */
    public record Expectation(List<Integer> statuses, Map<String, String> headers, List<String> contains, Map<String, String> json) {
        public static final Expectation SUCCESS = new Expectation(List.of(), Map.of(), List.of(), Map.of());

        public Expectation {
            statuses = List.copyOf(statuses);
            headers = Map.copyOf(headers);
            contains = List.copyOf(contains);
            json = Map.copyOf(json);
        }

        public boolean accepts(int status) {
            return statuses.isEmpty() ? status / 100 == 2 : statuses.contains(status);
        }
    }

    /** Where in an answer a value is found. */
    public sealed interface Capture {
        record Json(String pointer) implements Capture {}

        record Header(String name) implements Capture {}

        /** The first group of the first match in the body. */
        record Regex(String pattern) implements Capture {}
    }
}

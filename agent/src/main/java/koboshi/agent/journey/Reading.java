package koboshi.agent.journey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import koboshi.agent.link.Json;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** A text that came, and whether it says what a step expects. */
final class Reading {
    private final String kind;
    private final String text;
    private final Script script;
    private Optional<JsonNode> tree = Optional.empty();

    /** @param kind what it is, as "a body" */
    Reading(String kind, String text, Script script) {
        this.kind = kind;
        this.text = text;
        this.script = script;
    }

    /** Whether it says all of that; what is no JSON does not. */
    boolean says(Step.Wording wording) {
        try {
            return trouble(wording).isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** What was expected and what came instead; empty when all is well. */
    Optional<String> trouble(Step.Wording wording) {
        return first(wording.contains(), this::contains)
                .or(() -> first(wording.matches(), this::matches))
                .or(() -> first(List.copyOf(wording.json().entrySet()), each -> json(each.getKey(), each.getValue())));
    }

    private static <T> Optional<String> first(List<T> wanted, Function<T, Optional<String>> look) {
        for (var each : wanted) {
            var trouble = look.apply(each);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private Optional<String> contains(String wanted) {
        return text.contains(wanted) ? Optional.empty() : Optional.of(expected(kind + " with " + quoted(wanted), text));
    }

    private Optional<String> matches(String pattern) {
        return Measured.first(pattern, text).isPresent() ? Optional.empty() : Optional.of(expected(kind + " with a match of " + pattern, text));
    }

    private Optional<String> json(String pointer, String value) {
        var found = at(pointer);
        return found.filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(expected(quoted(value) + " at " + pointer, found.orElse("nothing there")));
    }

    /**
     * @param elsewhere finds what is not in the text
     * @throws IllegalArgumentException naming what was not found
     */
    Map<String, String> captured(Map<String, Capture> captures, Function<Capture, Optional<String>> elsewhere) {
        var values = new HashMap<String, String>();
        captures.forEach((name, capture) -> values.put(name, found(capture, elsewhere).orElseThrow(
                () -> new IllegalArgumentException(expected(words(capture) + " for ${" + name + "}", text)))));
        return values;
    }

    private Optional<String> found(Capture capture, Function<Capture, Optional<String>> elsewhere) {
        return switch (capture) {
            case Capture.Json(var pointer) -> at(pointer);
            case Capture.Regex(var pattern) -> Measured.first(pattern, text);
            case Capture.Whole() -> Optional.of(text);
            case Capture.Header _, Capture.Exit _ -> elsewhere.apply(capture);
        };
    }

    private static String words(Capture capture) {
        return switch (capture) {
            case Capture.Json(var pointer) -> "a value at " + pointer;
            case Capture.Header(var name) -> "a header " + name;
            case Capture.Regex(var pattern) -> "a match of " + pattern;
            case Capture.Whole() -> "a text";
            case Capture.Exit() -> "an exit code";
        };
    }

    /** As text: {@code 3}, {@code true}, {@code ask}; objects and arrays as JSON. */
    private Optional<String> at(String pointer) {
        var node = tree().at(JsonPointer.compile(pointer));
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.isValueNode() ? node.asString() : node.toString());
    }

    private JsonNode tree() {
        try {
            var read = tree.orElseGet(() -> Json.mapper().readTree(text));
            tree = Optional.of(read);
            return read;
        } catch (JacksonException _) {
            throw new IllegalArgumentException(expected("JSON", text));
        }
    }

    String expected(String what, String came) {
        return "expected " + what + ", came " + script.shown(came);
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }
}

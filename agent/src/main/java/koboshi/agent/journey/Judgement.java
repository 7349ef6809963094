package koboshi.agent.journey;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Whether an answer is what a step expects, and what later steps take from it. Pure. */
final class Judgement {
    private static final int SHOWN = 200;

    private final Answer answer;
    private Optional<JsonNode> tree = Optional.empty();

    Judgement(Answer answer) {
        this.answer = answer;
    }

    /** What was expected and what came instead; empty when all is well. Who answered comes first: another's answer proves nothing. */
    Optional<String> trouble(Step step, Optional<Journey.Identity> identity) {
        return identity.flatMap(who -> header(who.header(), who.value()))
                .or(() -> status(step.expect()))
                .or(() -> first(step.expect().headers(), this::header))
                .or(() -> step.expect().contains().stream().map(this::contains).flatMap(Optional::stream).findFirst())
                .or(() -> first(step.expect().json(), this::json));
    }

    private Optional<String> status(Step.Expectation expect) {
        var wanted = expect.statuses().isEmpty() ? "200 to 299" : expect.statuses().toString();
        return expect.accepts(answer.status()) ? Optional.empty() : Optional.of("expected status " + wanted + ", came " + answer.status() + ": " + shortened(answer.text()));
    }

    private Optional<String> contains(String text) {
        return answer.text().contains(text) ? Optional.empty() : Optional.of(expected("a body with " + quoted(text), answer.text()));
    }

    private Optional<String> header(String name, String value) {
        return answer.header(name).filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(expected("header " + name + " " + quoted(value), answer.header(name).orElse("no such header")));
    }

    private Optional<String> json(String pointer, String value) {
        var found = at(pointer);
        return found.filter(value::equals).isPresent()
                ? Optional.empty()
                : Optional.of(expected(quoted(value) + " at " + pointer, found.orElse("nothing there")));
    }

    private static Optional<String> first(Map<String, String> wanted, BiFunction<String, String, Optional<String>> look) {
        return wanted.entrySet().stream().map(each -> look.apply(each.getKey(), each.getValue())).flatMap(Optional::stream).findFirst();
    }

    /** @throws IllegalArgumentException naming what was not found */
    Map<String, String> captured(Map<String, Step.Capture> captures) {
        var values = new HashMap<String, String>();
        captures.forEach((name, capture) -> values.put(name, found(capture).orElseThrow(
                () -> new IllegalArgumentException(expected(words(capture) + " for ${" + name + "}", answer.text())))));
        return values;
    }

    private Optional<String> found(Step.Capture capture) {
        return switch (capture) {
            case Step.Capture.Json(var pointer) -> at(pointer);
            case Step.Capture.Header(var name) -> answer.header(name);
            case Step.Capture.Regex(var pattern) -> matched(pattern);
        };
    }

    private static String words(Step.Capture capture) {
        return switch (capture) {
            case Step.Capture.Json(var pointer) -> "a value at " + pointer;
            case Step.Capture.Header(var name) -> "a header " + name;
            case Step.Capture.Regex(var pattern) -> "a match of " + pattern;
        };
    }

    private Optional<String> matched(String pattern) {
        try {
            var match = Pattern.compile(pattern).matcher(answer.text());
            return match.find() ? Optional.of(match.groupCount() > 0 ? match.group(1) : match.group()) : Optional.empty();
        } catch (PatternSyntaxException trouble) {
            throw new IllegalArgumentException("not a pattern: " + trouble.getMessage(), trouble);
        }
    }

    /** As text: {@code 3}, {@code true}, {@code ask}; objects and arrays as JSON. */
    private Optional<String> at(String pointer) {
        var node = tree().at(JsonPointer.compile(pointer));
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.isValueNode() ? node.asString() : node.toString());
    }

    private JsonNode tree() {
        try {
            var read = tree.orElseGet(() -> Json.mapper().readTree(answer.text()));
            tree = Optional.of(read);
            return read;
        } catch (JacksonException _) {
            throw new IllegalArgumentException(expected("JSON", answer.text()));
        }
    }

    private static String expected(String what, String came) {
        return "expected " + what + ", came " + shortened(came);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    static String shortened(String text) {
        var line = text.replaceAll("\\s+", " ").trim();
        return line.isEmpty() ? "nothing" : line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}

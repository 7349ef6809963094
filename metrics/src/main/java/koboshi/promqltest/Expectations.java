package koboshi.promqltest;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import koboshi.promql.Annotation;
import koboshi.promql.Answer;

/** What a case expects besides its values. */
final class Expectations {
    private final List<Text> failures = new ArrayList<>();
    private final List<Text> warnings = new ArrayList<>();
    private final List<Text> infos = new ArrayList<>();
    private boolean noWarning;
    private boolean noInfo;
    private boolean ordered;
    private boolean mayFail;
    private String string;
    private Grid grid;

    /** A text that is to be met; any will do where nothing was said of it. */
    private record Text(String written, Predicate<String> test) {}

    /** Where the samples of a range vector lie. */
    record Grid(long from, long to, long step) {}

    /** @param line what follows "expect" */
    void add(String line) {
        var words = line.split("\\s+", 2);
        var rest = words.length > 1 ? words[1].strip() : "";
        switch (words[0]) {
            case "fail" -> {
                mayFail = true;
                failures.add(text(rest));
            }
            case "warn" -> warnings.add(text(rest));
            case "info" -> infos.add(text(rest));
            case "no_warn" -> noWarning = true;
            case "no_info" -> noInfo = true;
            case "ordered" -> ordered = true;
            case "string" -> string = rest.substring(1, rest.length() - 1);
            case "range" -> grid = grid(rest);
            default -> throw new ScriptError("unknown expectation: " + line);
        }
    }

    private static Text text(String rest) {
        if (rest.startsWith("msg:")) {
            var wanted = rest.substring(4).strip();
            return new Text(wanted, wanted::equals);
        }
        if (rest.startsWith("regex:")) {
            var pattern = Pattern.compile(rest.substring(6).strip());
            return new Text(rest, text -> pattern.matcher(text).find());
        }
        return new Text("", _ -> true);
    }

    private static Grid grid(String rest) {
        var words = rest.split("\\s+");
        return new Grid(Script.millis(words[2]), Script.millis(words[4]), Script.millis(words[6]));
    }

    boolean fails() {
        return mayFail;
    }

    boolean ordered() {
        return ordered;
    }

    Optional<String> string() {
        return Optional.ofNullable(string);
    }

    Optional<Grid> grid() {
        return Optional.ofNullable(grid);
    }

    /** What is wrong with the way a query failed. */
    Optional<String> wrongFailure(String message) {
        return failures.stream().filter(text -> !text.test.test(message)).findFirst()
                .map(text -> "expected to fail with \"" + text.written + "\" but got \"" + message + "\"");
    }

    /** What is wrong with the annotations of an answer. */
    Optional<String> wrongAnnotations(Answer answer) {
        return wrong("warning", warnings, noWarning, answer.texts(Annotation.Kind.WARNING))
                .or(() -> wrong("info", infos, noInfo, answer.texts(Annotation.Kind.INFO)));
    }

    private static Optional<String> wrong(String kind, List<Text> expected, boolean none, List<String> actual) {
        if (none && !actual.isEmpty()) {
            return Optional.of("expected no " + kind + " but got " + actual);
        }
        for (var text : expected) {
            if (actual.stream().noneMatch(text.test)) {
                return Optional.of("expected " + kind + " \"" + text.written + "\" but got " + actual);
            }
        }
        for (var text : actual) {
            if (!expected.isEmpty() && expected.stream().noneMatch(each -> each.test.test(text))) {
                return Optional.of("unexpected " + kind + " " + text);
            }
        }
        return Optional.empty();
    }
}

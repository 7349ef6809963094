package koboshi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import koboshi.journey.Step.Capture;
import koboshi.journey.Step.Expectation;

/** Reads what an answer must be, and what is kept of it. */
final class ExpectationReader {
    private static final List<String> KEYS = List.of("status", "headers", "contains", "json");
    private static final List<String> CAPTURES = List.of("header", "regex");
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*+)*+");
    private static final int LONGEST = 1_000;

    private ExpectationReader() {}

    static Expectation expect(Value value) {
        var fields = value.fields(KEYS);
        var statuses = fields.get("status", ExpectationReader::statuses).orElse(List.of());
        var headers = fields.get("headers", one -> Optional.of(Headers.expected(one))).orElse(Map.of());
        var contains = fields.get("contains", ExpectationReader::contains).orElse(List.of());
        var json = fields.get("json", one -> Optional.of(json(one))).orElse(Map.of());
        return new Expectation(statuses, headers, contains, json);
    }

    private static Optional<List<Integer>> statuses(Value value) {
        return several(value, "a status or a list of them").map(all -> all.flatMap(one -> one.whole(100, 599).stream()).toList());
    }

    private static Optional<List<String>> contains(Value value) {
        return several(value, "text or a list of texts")
                .map(all -> all.flatMap(one -> one.anyText("text").stream().peek(text -> Templates.refuse(one, text))).toList());
    }

    private static Optional<Stream<Value>> several(Value value, String expected) {
        if (!value.isList()) {
            return Optional.of(Stream.of(value));
        }
        var items = value.items(expected).orElseThrow();
        if (items.isEmpty()) {
            value.problem("expected " + expected + ", found an empty list");
        }
        return Optional.of(items.stream());
    }

    private static Map<String, String> json(Value value) {
        var expected = new TreeMap<String, String>();
        value.entries("a mapping of JSON pointers").forEach((pointer, one) -> {
            if (isPointer(pointer)) {
                literal(one).ifPresent(text -> expected.put(pointer, text));
            } else {
                one.report().problem(one.named(), one.key(), "expected a JSON pointer such as /answers/0/id", pointer(pointer));
            }
        });
        return expected;
    }

    private static Optional<String> literal(Value value) {
        var text = value.isNothing() ? Optional.of("null") : value.anyText("text, a number, true, false or null");
        text.ifPresent(written -> Templates.refuse(value, written));
        return text;
    }

    static Map<String, Capture> captures(Value value) {
        var captures = new TreeMap<String, Capture>();
        value.entries("a mapping of names").forEach((name, one) -> {
            if (!Templates.NAME.matcher(name).matches()) {
                var proposal = Optional.of(name.replaceAll("[^A-Za-z0-9_]", "_")).filter(text -> Templates.NAME.matcher(text).matches());
                one.report().problem(one.named(), one.key(), "expected a name of letters, digits and _", proposal);
            }
            capture(one).ifPresent(capture -> captures.put(name, capture));
        });
        return captures;
    }

    private static Optional<Capture> capture(Value value) {
        if (!value.isMapping()) {
            return value.anyText("a JSON pointer such as /id, {header: Name} or {regex: \"id=([0-9]+)\"}").flatMap(text -> pointed(value, text));
        }
        var fields = value.fields(CAPTURES);
        return fields.exactlyOne(CAPTURES).flatMap(key -> key.equals("header")
                ? fields.get(key, Headers::name).map(Capture.Header::new)
                : fields.get(key, ExpectationReader::regex).map(Capture.Regex::new));
    }

    private static Optional<Capture> pointed(Value value, String text) {
        if (isPointer(text)) {
            return Optional.of(new Capture.Json(text));
        }
        value.problem("expected a JSON pointer such as /id, {header: Name} or {regex: \"id=([0-9]+)\"}", pointer(text));
        return Optional.empty();
    }

    private static boolean isPointer(String text) {
        return text.length() <= LONGEST && POINTER.matcher(text).matches();
    }

    /** {@code id}, {@code $.a.b} and {@code a/b} all mean a pointer. */
    private static Optional<String> pointer(String text) {
        var pointer = "/" + text.replaceAll("^\\$?[./]?", "").replace('.', '/');
        return isPointer(pointer) && pointer.length() > 1 && !pointer.contains(" ") ? Optional.of(pointer) : Optional.empty();
    }

    private static Optional<String> regex(Value value) {
        return value.text("a regular expression with one group").filter(text -> {
            try {
                if (text.length() <= LONGEST / 5 && Pattern.compile(text).matcher("").groupCount() >= 1) {
                    return true;
                }
                value.problem("expected a regular expression with a group, such as id=([0-9]+), of at most 200 characters");
            } catch (PatternSyntaxException unreadable) {
                value.problem("expected a regular expression; " + unreadable.getDescription() + " at character " + (unreadable.getIndex() + 1));
            }
            return false;
        });
    }
}

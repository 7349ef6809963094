package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import koboshi.journey.Step.Capture;
import koboshi.journey.Step.Expectation;
import koboshi.journey.Step.Wording;

/** Reads what an answer must be, and what is kept of it. */
final class ExpectationReader {
    private static final List<String> KEYS = List.of("status", "headers", "contains", "matches", "json", "within", "certificate");
    private static final List<String> CAPTURES = List.of("header", "regex");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_CERTIFICATE = Duration.ofHours(1);
    private static final Duration LONGEST_CERTIFICATE = Duration.ofDays(3650);
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*+)*+");
    private static final int LONGEST = 1_000;

    private ExpectationReader() {}

    static Expectation expect(Value value, boolean secure) {
        var fields = value.fields(KEYS);
        var statuses = fields.get("status", ExpectationReader::statuses).orElse(List.of());
        var headers = fields.get("headers", one -> Optional.of(Headers.expected(one))).orElse(Map.of());
        var body = wording(fields);
        return new Expectation(statuses, headers, body.contains(), body.json(), body.matches(), within(fields), certificate(fields, secure));
    }

    /** What a text must say: {@code contains}, {@code matches} and {@code json} of a mapping that may hold more. */
    static Wording wording(Fields fields) {
        return new Wording(
                fields.get("contains", ExpectationReader::contains).orElse(List.of()),
                fields.get("matches", ExpectationReader::matches).orElse(List.of()),
                fields.get("json", one -> Optional.of(json(one))).orElse(Map.of()));
    }

    static Optional<Duration> within(Fields fields) {
        return fields.get("within", one -> one.duration(SHORTEST, LONGEST_STEP));
    }

    static Optional<Duration> certificate(Fields fields, boolean secure) {
        if (!secure) {
            fields.refuse(List.of("certificate"), "a connection without TLS shows none; expected it beside an https address or tls");
        }
        return fields.get("certificate", one -> one.duration(SHORTEST_CERTIFICATE, LONGEST_CERTIFICATE));
    }

    private static Optional<List<String>> matches(Value value) {
        return several(value, "a regular expression or a list of them").map(all -> all.flatMap(one -> regex(one, 0).stream()).toList());
    }

    private static Optional<List<Integer>> statuses(Value value) {
        return several(value, "a status or a list of them").map(all -> all.flatMap(ExpectationReader::ofStatus).distinct().toList());
    }

    /** {@code 404}, or a class of them such as {@code 2xx}. */
    private static Stream<Integer> ofStatus(Value value) {
        var kind = value.isText() ? value.anyText("a status").filter(text -> text.matches("[1-5]xx")) : Optional.<String>empty();
        return kind.map(text -> (text.charAt(0) - '0') * 100)
                .map(first -> IntStream.range(first, first + 100).boxed())
                .orElseGet(() -> value.whole(100, 599).stream());
    }

    static Optional<List<Integer>> numbers(Value value, String expected, int least, int most) {
        return several(value, expected).map(all -> all.flatMap(one -> one.whole(least, most).stream()).toList());
    }

    private static Optional<List<String>> contains(Value value) {
        return several(value, "text or a list of texts")
                .map(all -> all.flatMap(one -> one.anyText("text").stream().peek(text -> Templates.refuse(one, text))).toList());
    }

    static Optional<Stream<Value>> several(Value value, String expected) {
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

    /** Of an HTTP answer. */
    static Map<String, Capture> captures(Value value) {
        return captures(value, CAPTURES, Map.of());
    }

    /**
     * Of a text that has no headers.
     *
     * @param words that stand for a value, such as {@code exit}
     */
    static Map<String, Capture> captures(Value value, Map<String, Capture> words) {
        return captures(value, List.of("regex"), words);
    }

    private static Map<String, Capture> captures(Value value, List<String> kinds, Map<String, Capture> words) {
        var captures = new TreeMap<String, Capture>();
        value.entries("a mapping of names").forEach((name, one) -> {
            if (!Templates.NAME.matcher(name).matches()) {
                var proposal = Optional.of(name.replaceAll("[^A-Za-z0-9_]", "_")).filter(text -> Templates.NAME.matcher(text).matches());
                one.report().problem(one.named(), one.key(), "expected a name of letters, digits and _", proposal);
            }
            capture(one, kinds, words).ifPresent(capture -> captures.put(name, capture));
        });
        return captures;
    }

    private static Optional<Capture> capture(Value value, List<String> kinds, Map<String, Capture> words) {
        if (!value.isMapping()) {
            var expected = expected(kinds, words);
            return value.anyText(expected).flatMap(text -> Optional.ofNullable(words.get(text)).or(() -> pointed(value, text, expected, words)));
        }
        var fields = value.fields(kinds);
        return fields.exactlyOne(kinds).flatMap(key -> key.equals("header")
                ? fields.get(key, Headers::name).map(Capture.Header::new)
                : fields.get(key, one -> regex(one, 1)).map(Capture.Regex::new));
    }

    private static String expected(List<String> kinds, Map<String, Capture> words) {
        var named = new TreeMap<>(words).keySet().stream().map(word -> word + ", ").collect(Collectors.joining());
        return named + "a JSON pointer such as /id, " + (kinds.contains("header") ? "{header: Name} " : "") + "or {regex: \"id=([0-9]+)\"}";
    }

    private static Optional<Capture> pointed(Value value, String text, String expected, Map<String, Capture> words) {
        if (isPointer(text)) {
            return Optional.of(new Capture.Json(text));
        }
        value.problem("expected " + expected, Spelling.nearest(text, words.keySet()).or(() -> pointer(text)));
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

    /** @param groups how many it must have at least */
    private static Optional<String> regex(Value value, int groups) {
        return value.text(groups > 0 ? "a regular expression with one group" : "a regular expression").filter(text -> {
            try {
                if (text.length() <= LONGEST / 5 && Pattern.compile(text).matcher("").groupCount() >= groups) {
                    return true;
                }
                value.problem("expected a regular expression" + (groups > 0 ? " with a group, such as id=([0-9]+)," : "") + " of at most 200 characters");
            } catch (PatternSyntaxException unreadable) {
                value.problem("expected a regular expression; " + unreadable.getDescription() + " at character " + (unreadable.getIndex() + 1));
            }
            return false;
        });
    }
}

package koboshi.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import koboshi.journey.Journey.Identity;

/** Reads HTTP header names and values. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("connection", "content-length", "expect", "host", "upgrade");
    private static final List<String> IDENTITY = List.of("header", "value");

    private Headers() {}

    /** Headers of an answer, and what they must be. */
    static Map<String, String> expected(Value value) {
        return read(value, (_, _) -> {}, one -> one.anyText("text").map(text -> {
            Templates.refuse(one, text);
            return line(one, text);
        }));
    }

    private static Map<String, String> read(Value value, BiConsumer<String, Value> named, Function<Value, Optional<String>> written) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        value.entries("a mapping of headers").forEach((name, one) -> {
            if (fit(name, one) && headers.containsKey(name)) {
                one.report().problem(one.named(), one.key(), "written twice but for the case of its letters");
            }
            named.accept(name, one);
            written.apply(one).ifPresent(text -> headers.put(name, text));
        });
        return headers;
    }

    /** Headers to send. */
    static Map<String, String> sent(Value value, Set<String> captured) {
        return read(value, (name, one) -> refuseOwn(name, one), one -> {
            var text = Templates.textOrSecret(one, captured);
            return one.isMapping() ? text : text.map(written -> line(one, written));
        });
    }

    private static void refuseOwn(String name, Value one) {
        if (SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT)) || name.toLowerCase(Locale.ROOT).startsWith("sec-websocket-")) {
            one.report().problem(one.named(), one.key(), "is set by the HTTP client; expected another header");
        }
        if (Secrets.soundsSecret(name) && one.isText() && !one.anyText("text").orElse("").contains("${")) {
            one.warn("looks like a secret; everybody who may see the journey can read it; expected {env: NAME}, {file: path} or a text with ${env:NAME}");
        }
    }

    static Optional<String> name(Value value) {
        return value.matching(NAME, "the name of a header");
    }

    static Optional<Identity> identity(Value value) {
        var fields = value.fields(IDENTITY);
        var header = fields.need("header", "the name of a header", Headers::name);
        var text = fields.need("value", "what the header must be", one -> one.text().map(written -> line(one, written)));
        return header.flatMap(name -> text.map(expected -> new Identity(name, expected)));
    }

    private static boolean fit(String name, Value value) {
        boolean fit = NAME.matcher(name).matches();
        if (!fit) {
            value.report().problem(value.named(), value.key(), "expected the name of a header");
        }
        return fit;
    }

    private static String line(Value value, String text) {
        if (text.chars().anyMatch(character -> character < ' ' && character != '\t')) {
            value.problem("expected one line without control characters");
        }
        return text;
    }
}

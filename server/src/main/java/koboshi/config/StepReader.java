package koboshi.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.journey.Step;
import koboshi.journey.Step.Expectation;

/** Reads one step of a journey. What it does stands under a key of its own, which says what else may stand beside it. */
final class StepReader {
    static final List<String> KINDS = List.of("get", "post", "put", "delete", "head", "tcp", "tls", "websocket", "dns", "exec");
    private static final List<String> KEYS = keys("json", "body", "headers", "expect", "capture");

    private StepReader() {}

    /** Also the other kinds, so that two of them are told as such. */
    static List<String> keys(String... others) {
        return Stream.of(Stream.of("name"), KINDS.stream(), Stream.of(others)).flatMap(keys -> keys).toList();
    }

    /** @param captured by earlier steps; what is heard within this one is added */
    static Optional<? extends Step> read(Value value, Set<String> captured) {
        var kind = KINDS.stream().filter(value.names()::contains).findFirst().orElse("get");
        return switch (kind) {
            case "tcp", "tls" -> TalkReader.read(value, captured);
            case "websocket" -> SocketReader.read(value, captured);
            case "dns" -> LookupReader.read(value, captured);
            case "exec" -> ProgramReader.read(value, captured);
            default -> request(value, captured);
        };
    }

    private static Optional<Step.Http> request(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        var method = fields.exactlyOne(KINDS);
        var url = method.flatMap(key -> fields.get(key, one -> url(one, captured)));
        var body = body(fields, captured);
        method.filter(key -> key.equals("get") || key.equals("head"))
                .ifPresent(key -> fields.refuse(List.of("json", "body"), "cannot be sent by " + key + "; expected post, put or delete"));
        var headers = headers(fields, captured);
        // Where the address is wrong nothing is known of TLS, and nothing is said of it.
        boolean secure = url.filter(address -> !address.toLowerCase(Locale.ROOT).startsWith("https:")).isEmpty();
        var expect = fields.get("expect", one -> Optional.of(ExpectationReader.expect(one, secure))).orElse(Expectation.SUCCESS);
        var captures = fields.get("capture", one -> Optional.of(ExpectationReader.captures(one))).orElse(Map.of());
        var name = fields.get("name", Value::text);
        return url.map(address -> {
            var verb = method.orElseThrow().toUpperCase(Locale.ROOT);
            return new Step.Http(name.orElseGet(() -> verb + " " + pathOf(address)), verb, address, headers, body, expect, captures);
        });
    }

    private static Optional<String> url(Value value, Set<String> captured) {
        return value.text("an address starting with http:// or https://").filter(text -> {
            Templates.check(value, text, captured);
            return Addresses.http(value, Templates.filled(text)).isPresent();
        });
    }

    static String pathOf(String url) {
        var path = url.replaceFirst("(?i)^[a-z]+://[^/?#]*", "");
        return path.isEmpty() ? "/" : path;
    }

    private static Optional<String> body(Fields fields, Set<String> captured) {
        if (fields.has("json")) {
            fields.refuse(List.of("body"), "cannot stand beside json; expected only one of json, body");
        }
        var json = fields.get("json", value -> Json.text(value).map(text -> Templates.sentAsJson(value, text, captured)));
        return json.or(() -> fields.get("body", value -> Templates.textOrSecret(value, captured)));
    }

    private static Map<String, String> headers(Fields fields, Set<String> captured) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        fields.value("headers").ifPresent(value -> headers.putAll(Headers.sent(value, captured)));
        if (fields.has("json")) {
            headers.putIfAbsent("Content-Type", "application/json");
        }
        return headers;
    }
}

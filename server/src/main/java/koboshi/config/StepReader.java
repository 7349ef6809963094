package koboshi.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import koboshi.journey.Step;
import koboshi.journey.Step.Expectation;

/** Reads one request of a journey. */
final class StepReader {
    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "head");
    private static final List<String> KEYS =
            List.of("name", "get", "post", "put", "delete", "head", "json", "body", "headers", "expect", "capture");

    private StepReader() {}

    /** @param captured by earlier steps */
    static Optional<Step> read(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        var method = fields.exactlyOne(METHODS);
        var url = method.flatMap(key -> fields.get(key, one -> url(one, captured)));
        var body = body(fields, captured);
        method.filter(key -> key.equals("get") || key.equals("head"))
                .ifPresent(key -> fields.refuse(List.of("json", "body"), "cannot be sent by " + key + "; expected post, put or delete"));
        var headers = headers(fields, captured);
        var expect = fields.get("expect", one -> Optional.of(ExpectationReader.expect(one))).orElse(Expectation.SUCCESS);
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

    private static String pathOf(String url) {
        var path = url.replaceFirst("(?i)^https?://[^/?#]*", "");
        return path.isEmpty() ? "/" : path;
    }

    private static Optional<String> body(Fields fields, Set<String> captured) {
        if (fields.has("json")) {
            fields.refuse(List.of("body"), "cannot stand beside json; expected only one of json, body");
        }
        var json = fields.get("json", value -> checked(value, Json.text(value), captured));
        return json.or(() -> fields.get("body", value -> checked(value, value.anyText("text"), captured)));
    }

    private static Optional<String> checked(Value value, Optional<String> text, Set<String> captured) {
        text.ifPresent(body -> Templates.check(value, body, captured));
        return text;
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

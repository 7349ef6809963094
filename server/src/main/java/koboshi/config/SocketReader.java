package koboshi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.journey.Step;

/** Reads a step that exchanges messages over a WebSocket. */
final class SocketReader {
    private static final List<String> KEYS = StepReader.keys("headers", "say", "hear", "talk", "expect");
    private static final String ADDRESS = "an address starting with ws:// or wss://";

    private SocketReader() {}

    static Optional<Step.WebSocket> read(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        fields.exactlyOne(StepReader.KINDS);
        var url = fields.get("websocket", one -> url(one, captured));
        var headers = fields.get("headers", one -> Optional.of(Headers.sent(one, captured))).orElse(Map.of());
        var turns = TurnReader.read(fields, captured, true);
        var within = fields.value("expect").flatMap(one -> ExpectationReader.within(one.fields(List.of("within"))));
        var name = fields.get("name", Value::text);
        return url.map(address -> new Step.WebSocket(name.orElseGet(() -> "websocket " + StepReader.pathOf(address)), address, headers, turns, within));
    }

    private static Optional<String> url(Value value, Set<String> captured) {
        return value.text(ADDRESS).filter(text -> {
            Templates.check(value, text, captured);
            if (!text.matches("(?i)wss?://.*")) {
                var nearest = text.matches("(?i)https?://\\S+") ? Optional.of(text.replaceFirst("(?i)^http", "ws")) : Optional.<String>empty();
                value.problem("expected " + ADDRESS, nearest);
                return false;
            }
            return Addresses.http(value, Templates.filled(text).replaceFirst("(?i)^ws", "http")).isPresent();
        });
    }
}

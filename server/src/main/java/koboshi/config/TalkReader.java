package koboshi.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import koboshi.journey.Step;

/** Reads a step that speaks lines: {@code tcp} or {@code tls}. */
final class TalkReader {
    private static final List<String> KEYS = StepReader.keys("say", "hear", "talk", "expect");
    private static final List<String> EXPECT = List.of("within", "certificate");

    private TalkReader() {}

    static Optional<Step.Talk> read(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        var kind = fields.exactlyOne(StepReader.KINDS).orElseThrow();
        boolean secure = kind.equals("tls");
        var address = fields.get(kind, one -> address(one, captured));
        var turns = TurnReader.read(fields, captured, false);
        var expect = fields.value("expect").map(one -> one.fields(EXPECT));
        var within = expect.flatMap(ExpectationReader::within);
        var certificate = expect.flatMap(one -> ExpectationReader.certificate(one, secure));
        var name = fields.get("name", Value::text);
        return address.map(to -> new Step.Talk(name.orElse(kind + " " + to), to, secure, turns, within, certificate));
    }

    private static Optional<String> address(Value value, Set<String> captured) {
        return value.text("host:port such as 127.0.0.1:25").filter(text -> {
            Templates.check(value, text, captured);
            // A value captured or given may be the port, or all of it.
            boolean fit = text.matches("\\$\\{[^}]*}") || Settings.Listen.parse(Templates.filled(text.replaceAll("\\$\\{[^}]*}$", "1"))).isPresent();
            if (!fit) {
                value.problem("expected host:port such as 127.0.0.1:25, found " + Value.quoted(text));
            }
            return fit;
        });
    }
}

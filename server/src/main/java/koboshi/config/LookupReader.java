package koboshi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;

/** Reads a step that asks the name service. */
final class LookupReader {
    private static final List<String> KEYS = StepReader.keys("type", "server", "expect", "capture");
    private static final List<String> EXPECT = List.of("records", "count", "within");
    private static final List<String> TYPES = List.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SRV", "TXT");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9._${}-]{0,252}");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:]{2,45}]|[A-Za-z0-9._${}-]{1,253})(:[0-9]{1,5})?");
    private static final Map<String, Capture> WORDS = Map.of("record", new Capture.Whole());

    private LookupReader() {}

    static Optional<Step.Dns> read(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        fields.exactlyOne(StepReader.KINDS);
        var host = fields.get("dns", one -> checked(one, NAME, "a name such as shop.example", captured));
        var type = fields.get("type", one -> one.oneOf(TYPES)).orElse("A");
        var server = fields.get("server", one -> checked(one, SERVER, "the name server's host or host:port, such as 127.0.0.1:53", captured));
        var expect = fields.value("expect").map(one -> one.fields(EXPECT));
        var records = expect.flatMap(one -> one.get("records", LookupReader::records)).orElse(List.of());
        int atLeast = expect.flatMap(one -> one.get("count", count -> count.whole(0, 100))).orElse(1);
        var captures = fields.get("capture", one -> Optional.of(ExpectationReader.captures(one, WORDS))).orElse(Map.of());
        var within = expect.flatMap(ExpectationReader::within);
        var name = fields.get("name", Value::text);
        return host.map(asked -> new Step.Dns(name.orElse(type + " " + asked), asked, type, server, records, atLeast, captures, within));
    }

    private static Optional<String> checked(Value value, Pattern shape, String expected, Set<String> captured) {
        var text = value.matching(shape, expected);
        text.ifPresent(one -> Templates.check(value, one, captured));
        return text;
    }

    private static Optional<List<String>> records(Value value) {
        return ExpectationReader.several(value, "a record such as 10.0.0.1, or a list of them")
                .map(all -> all.flatMap(one -> one.text("a record such as 10.0.0.1").stream().peek(text -> Templates.refuse(one, text))).toList());
    }
}

package koboshi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import koboshi.journey.Step;
import koboshi.journey.Step.Capture;
import koboshi.journey.Step.Wording;

/** Reads a step that runs a program: whoever writes the configuration may run what we may. */
final class ProgramReader {
    private static final List<String> KEYS = StepReader.keys("directory", "environment", "input", "expect", "capture");
    private static final List<String> EXPECT = List.of("exit", "contains", "matches", "json", "within");
    private static final Map<String, Capture> WORDS = Map.of("exit", new Capture.Exit(), "output", new Capture.Whole());

    private ProgramReader() {}

    static Optional<Step.Exec> read(Value value, Set<String> captured) {
        var fields = value.fields(KEYS);
        fields.exactlyOne(StepReader.KINDS);
        var command = fields.get("exec", one -> command(one, captured));
        var directory = fields.get("directory", Value::path).or(() -> value.file("")).orElseThrow().toString();
        var environment = fields.get("environment", one -> Optional.of(environment(one, captured))).orElse(Map.of());
        var input = fields.get("input", one -> Templates.textOrSecret(one, captured));
        var expect = fields.value("expect").map(one -> one.fields(EXPECT));
        var exits = expect.flatMap(one -> one.get("exit", code -> ExpectationReader.numbers(code, "an exit code or a list of them", 0, 255))).orElse(List.of(0));
        var output = expect.map(ExpectationReader::wording).orElse(Wording.ANYTHING);
        var captures = fields.get("capture", one -> Optional.of(ExpectationReader.captures(one, WORDS))).orElse(Map.of());
        var within = expect.flatMap(ExpectationReader::within);
        var name = fields.get("name", Value::text);
        return command.map(words -> new Step.Exec(
                name.orElseGet(() -> "exec " + words.getFirst().replaceFirst(".*/", "")), words, directory, environment, input, exits, output, captures, within));
    }

    private static Optional<List<String>> command(Value value, Set<String> captured) {
        var words = CommandLine.read(value);
        words.ifPresent(all -> all.forEach(word -> Templates.check(value, word, captured)));
        return words;
    }

    private static Map<String, String> environment(Value value, Set<String> captured) {
        var environment = new TreeMap<String, String>();
        value.entries("a mapping of variables").forEach((name, one) -> {
            if (!Secrets.VARIABLE.matcher(name).matches()) {
                one.report().problem(one.named(), one.key(), "expected the name of a variable: letters, digits and _");
            }
            if (Secrets.soundsSecret(name) && one.isText() && !one.anyText("text").orElse("").contains("${")) {
                one.warn("looks like a secret; expected {env: NAME} or {file: path}");
            }
            Templates.textOrSecret(one, captured).ifPresent(text -> environment.put(name, text));
        });
        return environment;
    }
}

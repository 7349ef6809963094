package koboshi.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads references to secrets: {@code {env: NAME}} or {@code {file: path}}. */
final class Secrets {
    static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final List<String> KEYS = List.of("env", "file");
    private static final Pattern SOUNDS_SECRET = Pattern.compile(
            "(?i)(.*[_-])?(password|passwd|secret|token|credentials?|(api|private|access|secret)[_-]?key)|authorization|cookie");

    private Secrets() {}

    /** What stands there is never repeated in a problem: somebody may have written the secret itself. */
    static Optional<Secret> read(Value value) {
        if (!value.isMapping() || !KEYS.containsAll(value.names())) {
            var slip = value.names().stream().flatMap(name -> Spelling.nearest(name, KEYS).stream()).findFirst();
            value.problem("expected {env: NAME} or {file: path}; a secret itself never stands in this file", slip);
            return Optional.empty();
        }
        var fields = value.fields(KEYS);
        var secret = fields.exactlyOne(KEYS).flatMap(key -> fields.get(key, key.equals("env") ? Secrets::variable : Secrets::file));
        secret.flatMap(Secret::trouble).ifPresent(value::warn);
        return secret;
    }

    /** A reference within a text, such as {@code env:NAME}. */
    static Optional<Secret> referred(Value value, String kind, String name) {
        var secret = kind.equals("env")
                ? Optional.of(name).filter(text -> VARIABLE.matcher(text).matches()).<Secret>map(Secret.Environment::new)
                : value.file(name).<Secret>map(Secret.File::new);
        if (secret.isEmpty()) {
            value.problem("expected ${env:NAME} with the name of an environment variable, or ${file:path}");
        }
        secret.flatMap(Secret::trouble).ifPresent(value::warn);
        return secret;
    }

    private static Optional<Secret> variable(Value value) {
        var name = value.text("a variable's name").filter(text -> VARIABLE.matcher(text).matches());
        if (name.isEmpty() && !value.isList() && !value.isMapping()) {
            value.problem("expected the name of an environment variable");
        }
        return name.map(Secret.Environment::new);
    }

    private static Optional<Secret> file(Value value) {
        return value.path().map(Secret.File::new);
    }

    static boolean soundsSecret(String name) {
        return SOUNDS_SECRET.matcher(name).matches();
    }
}

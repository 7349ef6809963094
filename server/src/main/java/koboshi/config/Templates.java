package koboshi.config;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the places in a text: {@code ${name}} must have been captured by an earlier step, or the journey could never run; {@code ${env:NAME}} and
 * {@code ${file:path}} say where a secret is kept.
 */
final class Templates {
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]{0,4000})(}?)");
    private static final Pattern REFERENCE = Pattern.compile("(env|file):(.+)");

    private Templates() {}

    /** Of a text that others come to see, such as an address. */
    static void check(Value value, String text, Set<String> captured) {
        PLACE.matcher(text).results().forEach(place -> {
            if (REFERENCE.matcher(place.group(1)).matches()) {
                value.problem("others see this text; expected secrets in headers, bodies and what is said only");
            } else {
                named(value, place, captured);
            }
        });
    }

    /** The text with each secret's place as the runner reads it: paths are absolute. */
    static String sent(Value value, String text, Set<String> captured) {
        return sent(value, text, captured, "");
    }

    /** As {@link #sent}, for text within the quotes of JSON. */
    static String sentAsJson(Value value, String text, Set<String> captured) {
        return sent(value, text, captured, "json:");
    }

    private static String sent(Value value, String text, Set<String> captured, String spelling) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(place(value, place, captured, spelling)));
    }

    private static String place(Value value, MatchResult place, Set<String> captured, String spelling) {
        var reference = REFERENCE.matcher(place.group(1));
        if (place.group(2).isEmpty() || !reference.matches()) {
            named(value, place, captured);
            return place.group();
        }
        return Secrets.referred(value, reference.group(1), reference.group(2)).map(secret -> written(secret, spelling)).orElse("");
    }

    /** How a journey says where the secret is kept. */
    static String written(Secret secret, String spelling) {
        return switch (secret) {
            case Secret.Environment(var name) -> "${" + spelling + "env:" + name + "}";
            case Secret.Written _ -> throw new IllegalStateException("a secret is never written in a file of ours");
            case Secret.File(var path) -> "${" + spelling + "file:" + path + "}";
        };
    }

    private static void named(Value value, MatchResult place, Set<String> captured) {
        var name = place.group(1);
        if (place.group(2).isEmpty() || !NAME.matcher(name).matches()) {
            value.problem("${ begins the name of a captured value; expected ${name} of letters, digits and _");
        } else if (!captured.contains(name)) {
            value.problem("${" + name + "} is not captured by an earlier step" + known(captured), Spelling.nearest(name, captured));
        }
    }

    private static String known(Set<String> captured) {
        return captured.isEmpty() ? "; no step before this one captures anything" : "; expected one of " + Spelling.list(captured);
    }

    /** What is expected of an answer is compared as it is written. */
    static void refuse(Value value, String text) {
        if (text.contains("${")) {
            value.problem("captured values are filled into addresses, headers and bodies only; expected text without ${");
        }
    }

    /** The text with every place filled by a letter, to see whether an address can be one. */
    static String filled(String text) {
        return PLACE.matcher(text).replaceAll("x");
    }

    /** Text to send, or where the secret is kept that is sent instead. */
    static Optional<String> textOrSecret(Value value, Set<String> captured) {
        return value.isMapping()
                ? Secrets.read(value).map(secret -> written(secret, ""))
                : value.anyText("text, {env: NAME} or {file: path}").map(text -> sent(value, text, captured));
    }
}

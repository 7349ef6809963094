package koboshi.journey;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with {@code ${name}} where a captured value goes, and {@code ${env:NAME}} or {@code ${file:/path}} where a secret goes.
 *
 * <p>{@code json:} before such a reference says that the secret stands within quotes of JSON. A journey is written down and shown; so it holds where a secret is kept, never the secret.
 */
public final class Template {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*|(?:json:)?(?:env:[A-Za-z_][A-Za-z0-9_]*|file:[^}]+))}");

    private Template() {}

    /** The names the text asks for, in order; secrets as {@code env:NAME}. */
    public static List<String> names(String text) {
        return PLACE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** Whether the name is a reference to a secret. */
    public static boolean isSecret(String name) {
        return name.indexOf(':') >= 0;
    }

    /** @throws IllegalArgumentException naming the first value that was never captured; a secret counts as one */
    public static String fill(String text, Map<String, String> values) {
        return fill(text, values, reference -> missing(reference, null));
    }

    /**
     * What is filled in is not read again: a captured text that looks like a place stays as it is.
     *
     * @param secrets gives the secret behind a reference such as {@code env:NAME}
     * @throws IllegalArgumentException naming the first value that was never captured
     */
    public static String fill(String text, Map<String, String> values, UnaryOperator<String> secrets) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        return PLACE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values, secrets)));
    }

    private static String value(String name, Map<String, String> values, UnaryOperator<String> secrets) {
        return isSecret(name) ? secrets.apply(name) : missing(name, values.get(name));
    }

    private static String missing(String name, String value) {
        if (value == null) {
            throw new IllegalArgumentException("${" + name + "} was not captured by an earlier step");
        }
        return value;
    }
}

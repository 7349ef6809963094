package koboshi.config;

import java.util.Set;
import java.util.regex.Pattern;

/** Checks the {@code ${name}} in a text: each must have been captured by an earlier step, or the journey could never run. */
final class Templates {
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]{0,100})(}?)");

    private Templates() {}

    static void check(Value value, String text, Set<String> captured) {
        PLACE.matcher(text).results().forEach(place -> {
            var name = place.group(1);
            if (place.group(2).isEmpty() || !NAME.matcher(name).matches()) {
                value.problem("${ begins the name of a captured value; expected ${name} of letters, digits and _");
            } else if (!captured.contains(name)) {
                value.problem("${" + name + "} is not captured by an earlier step" + known(captured), Spelling.nearest(name, captured));
            }
        });
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
}

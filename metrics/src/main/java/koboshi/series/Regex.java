package koboshi.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/** Anchored RE2 patterns, with the plain ones (words, alternations of words, a word and anything after it, a word with dots) answered without an automaton. */
public final class Regex {
    private static final String SPECIAL = "\\.+*?()[]{}^$|";

    private Regex() {}

    static Predicate<String> compile(String pattern) {
        if (literal(pattern)) {
            return pattern::equals;
        }
        if (pattern.equals(".*")) {
            // A dot matches a newline too, as in Prometheus.
            return _ -> true;
        }
        if (pattern.equals(".+")) {
            return text -> !text.isEmpty();
        }
        var words = pattern.split("\\|", -1);
        if (Arrays.stream(words).allMatch(Regex::literal)) {
            return Set.copyOf(Arrays.asList(words))::contains;
        }
        return prefixed(pattern);
    }

    private static Predicate<String> prefixed(String pattern) {
        if (pattern.endsWith(".*") && literal(pattern.substring(0, pattern.length() - 2))) {
            var prefix = pattern.substring(0, pattern.length() - 2);
            return text -> text.startsWith(prefix);
        }
        if (literal(pattern.replace(".", ""))) {
            var letters = pattern.codePoints().toArray();
            return text -> dotted(letters, text);
        }
        var compiled = pattern(pattern);
        return text -> compiled.matcher(text).matches();
    }

    /** As in {@code 5..}: where a dot stands, any letter. */
    private static boolean dotted(int[] letters, String text) {
        int at = 0;
        for (int letter : letters) {
            if (at == text.length()) {
                return false;
            }
            int here = text.codePointAt(at);
            if (letter != '.' && letter != here) {
                return false;
            }
            at += Character.charCount(here);
        }
        return at == text.length();
    }

    /**
     * The pattern as an automaton, to be matched as a whole.
     *
     * @throws PatternSyntaxException if it is none, or one whose repetitions grow beyond all bounds
     */
    public static Pattern pattern(String pattern) {
        if (!Expansion.withinBounds(pattern)) {
            throw new PatternSyntaxException("repetitions expand beyond " + Expansion.LIMIT, pattern);
        }
        // The group keeps an alternation inside the anchors; the flag lets a dot match a newline.
        return Pattern.compile("(?s:" + pattern + ")");
    }

    private static boolean literal(String pattern) {
        return pattern.chars().allMatch(c -> SPECIAL.indexOf(c) < 0);
    }
}

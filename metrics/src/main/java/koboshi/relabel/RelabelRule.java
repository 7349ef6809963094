package koboshi.relabel;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import koboshi.series.Regex;

/**
 * One rule, as it is written. Two rules of the same words are equal.
 *
 * @param sources labels whose values are joined and matched
 * @param separator between them
 * @param regex matched as a whole, in RE2's syntax
 * @param modulus of {@link Action#HASHMOD}; 0 where there is none
 * @param target the label that is written; may name groups, such as {@code $1}, in a {@link Action#REPLACE}
 * @param replacement what is written, with {@code $1} or {@code ${name}} for what groups matched
 */
public record RelabelRule(List<String> sources, String separator, String regex, long modulus, String target, String replacement, Action action) {
    public static final String ALL = "(.*)";
    public static final String FIRST_GROUP = "$1";

    public RelabelRule {
        sources = List.copyOf(sources);
    }

    /** Why this cannot be a regex, or null. */
    public static String troubleOf(String regex) {
        try {
            Regex.pattern(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getDescription();
        }
    }
}

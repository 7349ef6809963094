package koboshi.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import koboshi.series.Regex;

/** Rules, one after the other. Safe for use by many threads. */
public final class Relabelling {
    public static final Relabelling NONE = new Relabelling(List.of());

    private final List<RelabelRule> rules;
    private final List<Pattern> patterns;

    private Relabelling(List<RelabelRule> rules) {
        this.rules = List.copyOf(rules);
        patterns = rules.stream().map(rule -> Regex.pattern(rule.regex())).toList();
    }

    /** @throws com.google.re2j.PatternSyntaxException for a regex that is none */
    public static Relabelling of(List<RelabelRule> rules) {
        return rules.isEmpty() ? NONE : new Relabelling(rules);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Rewrites labels where they are. An empty value means that the label is not there.
     *
     * @return whether what has these labels stays; if not, the labels may be half rewritten
     */
    public boolean apply(Map<String, String> labels) {
        for (int i = 0; i < rules.size(); i++) {
            if (!apply(rules.get(i), patterns.get(i), labels)) {
                return false;
            }
        }
        labels.values().removeIf(String::isEmpty);
        return true;
    }

    private static boolean apply(RelabelRule rule, Pattern pattern, Map<String, String> labels) {
        var joined = rule.sources().stream().map(name -> labels.getOrDefault(name, "")).collect(Collectors.joining(rule.separator()));
        switch (rule.action()) {
            case DROP -> {
                return !pattern.matches(joined);
            }
            case KEEP -> {
                return pattern.matches(joined);
            }
            case DROPEQUAL -> {
                return !joined.equals(labels.getOrDefault(rule.target(), ""));
            }
            case KEEPEQUAL -> {
                return joined.equals(labels.getOrDefault(rule.target(), ""));
            }
            case REPLACE -> replace(rule, pattern.matcher(joined), labels);
            case LOWERCASE -> set(labels, rule.target(), joined.toLowerCase(Locale.ROOT));
            case UPPERCASE -> set(labels, rule.target(), joined.toUpperCase(Locale.ROOT));
            case HASHMOD -> set(labels, rule.target(), Long.toUnsignedString(Long.remainderUnsigned(hash(joined), rule.modulus())));
            case LABELMAP -> map(rule, pattern, labels);
            case LABELDROP -> labels.keySet().removeIf(pattern::matches);
            case LABELKEEP -> labels.keySet().removeIf(name -> !pattern.matches(name));
        }
        return true;
    }

    private static void replace(RelabelRule rule, Matcher matcher, Map<String, String> labels) {
        if (!matcher.matches()) {
            return;
        }
        var target = expand(rule.target(), matcher);
        if (!target.isEmpty()) {
            set(labels, target, expand(rule.replacement(), matcher));
        }
    }

    /** What the names matched is written over a copy, so that no new label is mapped again. */
    private static void map(RelabelRule rule, Pattern pattern, Map<String, String> labels) {
        new TreeMap<>(labels).forEach((name, value) -> {
            var matcher = pattern.matcher(name);
            if (matcher.matches()) {
                set(labels, expand(rule.replacement(), matcher), value);
            }
        });
    }

    private static void set(Map<String, String> labels, String name, String value) {
        if (value.isEmpty()) {
            labels.remove(name);
        } else if (!name.isEmpty()) {
            labels.put(name, value);
        }
    }

    /** The last eight bytes of the MD5, as Prometheus takes them: several servers must share targets out in the same way. */
    private static long hash(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong(Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /**
     * Puts what groups matched for {@code $1}, {@code $name} and {@code ${name}}; a name goes as far as letters, digits and underscores do, {@code $$} is
     * a dollar, and a group that is not there is nothing.
     */
    static String expand(String template, Matcher matcher) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        var out = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '$' || i + 1 == template.length()) {
                out.append(c);
            } else if (template.charAt(i + 1) == '$') {
                out.append('$');
                i++;
            } else {
                i = reference(template, i, matcher, out);
            }
        }
        return out.toString();
    }

    /** @return the last character of the reference */
    private static int reference(String template, int dollar, Matcher matcher, StringBuilder out) {
        boolean braces = template.charAt(dollar + 1) == '{';
        int from = braces ? dollar + 2 : dollar + 1;
        int to = from;
        while (to < template.length() && (Character.isLetterOrDigit(template.charAt(to)) || template.charAt(to) == '_')) {
            to++;
        }
        boolean whole = to > from && (!braces || to < template.length() && template.charAt(to) == '}');
        if (!whole) {
            out.append('$');
            return dollar;
        }
        out.append(group(template.substring(from, to), matcher));
        return braces ? to : to - 1;
    }

    private static String group(String name, Matcher matcher) {
        try {
            boolean number = name.chars().allMatch(c -> c >= '0' && c <= '9');
            var found = number ? numbered(name, matcher) : matcher.group(name);
            return found == null ? "" : found;
        } catch (IllegalArgumentException _) {
            // No group is called so, which stands for nothing, as in Go.
            return "";
        }
    }

    private static String numbered(String name, Matcher matcher) {
        int number = name.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(name);
        return number <= matcher.groupCount() ? matcher.group(number) : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Relabelling that && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}

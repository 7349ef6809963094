package koboshi.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Function;

/** Works on text: titles, patterns, names of hosts. */
final class Wording {
    private static final int LONGEST_PATTERN = 1_000;
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)}|(\\w+))");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private Wording() {}

    /** The first letter of each word in upper case, the others as they are. */
    static String title(String text) {
        var out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            boolean letter = Character.isLetterOrDigit(c) || c == '_' || inside && Character.getType(c) == Character.NON_SPACING_MARK;
            out.appendCodePoint(letter && !inside ? Character.toTitleCase(c) : c);
            inside = letter;
        }
        return out.toString();
    }

    static Pattern pattern(String text) {
        if (text.length() > LONGEST_PATTERN) {
            throw new TemplateError("pattern is longer than " + LONGEST_PATTERN + " characters");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new TemplateError("error parsing regexp: " + e.getMessage());
        }
    }

    /** {@code $1}, {@code $name} and {@code ${name}} stand for what a group matched, {@code $$} for a dollar. */
    static String replaceAll(String pattern, String replacement, String text, Rendering rendering) {
        return replaced(pattern(pattern), text, matcher -> rendering.spend(filled(replacement, matcher)));
    }

    private static String replaced(Pattern pattern, String text, Function<Matcher, String> by) {
        var matcher = pattern.matcher(text);
        var out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            out.append(text, from, matcher.start()).append(by.apply(matcher));
            from = matcher.end();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static String filled(String replacement, Matcher matcher) {
        return replaced(REFERENCE, replacement, reference -> {
            var name = reference.group(2) != null ? reference.group(2) : reference.group(3);
            return name == null ? "$" : group(name, matcher);
        });
    }

    private static String group(String name, Matcher matcher) {
        boolean numbered = name.matches("\\d{1,4}");
        boolean there = numbered ? Integer.parseInt(name) <= matcher.groupCount() : matcher.pattern().namedGroups().containsKey(name);
        if (!there) {
            return "";
        }
        var matched = numbered ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
        return matched == null ? "" : matched;
    }

    static String stripPort(String address) {
        int colon = portColon(address);
        return colon < 0 ? address : unbracketed(address.substring(0, colon));
    }

    /** The host's own name, with its port; an address stays whole. */
    static String stripDomain(String address) {
        int colon = portColon(address);
        var host = colon < 0 ? address : unbracketed(address.substring(0, colon));
        if (ADDRESS.matcher(host).matches()) {
            return address;
        }
        var own = host.split("\\.", 2)[0];
        boolean port = colon >= 0 && colon + 1 < address.length();
        return port ? own + address.substring(colon) : own;
    }

    /** Where the port begins, or -1 where there is none or the address cannot be told apart. */
    private static int portColon(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return -1;
        }
        var host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(']') == host.length() - 1;
        boolean plain = host.indexOf(':') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0;
        return bracketed || plain ? colon : -1;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}

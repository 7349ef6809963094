package koboshi.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Works on text: titles, patterns, names of hosts. */
final class Wording {
    private static final int LONGEST_PATTERN = 1_000;
    private static final java.util.regex.Pattern REFERENCE = java.util.regex.Pattern.compile("\\$(?:(\\$)|\\{(\\w+)}|(\\w+))");
    private static final java.util.regex.Pattern ADDRESS =
            java.util.regex.Pattern.compile("(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

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
        var matcher = pattern(pattern).matcher(text);
        var out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            out.append(text, from, matcher.start()).append(rendering.spend(filled(replacement, matcher)));
            from = matcher.end();
        }
        return out.append(text, from, text.length()).toString();
    }

    private static String filled(String replacement, Matcher matcher) {
        return REFERENCE.matcher(replacement).replaceAll(reference -> {
            var name = reference.group(2) != null ? reference.group(2) : reference.group(3);
            return java.util.regex.Matcher.quoteReplacement(name == null ? "$" : group(name, matcher));
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

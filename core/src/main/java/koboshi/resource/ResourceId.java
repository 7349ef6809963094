package koboshi.resource;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a thing is called for good: {@code kind/name}, never an address.
 *
 * <p>A machine deleted for its confusable name is one of the accounts this project answers, so an identity says its kind.
 */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@/:-]*");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_LETTERS = 60;

    public ResourceId {
        if (!KIND.matcher(kind).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a resource: " + kind + "/" + name + " (expected kind/name, such as service/live-qa)");
        }
    }

    public static ResourceId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a resource: " + text + " (expected kind/name, such as service/live-qa)");
        }
        return new ResourceId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** A text that cannot be part of a name becomes one that can; two that differ stay apart. */
    public static String plain(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        var plain = text.replaceAll("[^A-Za-z0-9._-]+", "-");
        return plain.substring(0, Math.min(MOST_LETTERS, plain.length())) + "-" + HexFormat.of().toHexDigits(text.hashCode());
    }

    public static ResourceId service(String name) {
        return new ResourceId("service", name);
    }

    @Override
    public int compareTo(ResourceId other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}

package koboshi.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The identity of a series: label names and values, sorted by name, none empty.
 *
 * <p>An empty value means the same as an absent label, as in the Prometheus data model, so such pairs are dropped at the door.
 */
public final class Labels implements Comparable<Labels> {
    public static final String NAME = "__name__";
    public static final Labels NONE = new Labels(new String[0]);

    private static final Pattern PLAIN_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** name, value, name, value ... */
    private final String[] pairs;
    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    public static Labels of(Map<String, String> labels) {
        var sorted = new TreeMap<>(labels);
        sorted.values().removeIf(String::isEmpty);
        var pairs = new String[sorted.size() * 2];
        int at = 0;
        for (var label : sorted.entrySet()) {
            pairs[at++] = label.getKey();
            pairs[at++] = label.getValue();
        }
        return pairs.length == 0 ? NONE : new Labels(pairs);
    }

    /** @param namesAndValues name, value, name, value ... in any order, no name twice */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a label without a value: " + Arrays.toString(namesAndValues));
        }
        if (inOrder(namesAndValues)) {
            return namesAndValues.length == 0 ? NONE : new Labels(namesAndValues.clone());
        }
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (labels.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("label " + namesAndValues[i] + " twice");
            }
        }
        return of(labels);
    }

    /** Whether they lie as they are kept, which is so for whatever was kept before. */
    private static boolean inOrder(String[] pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].isEmpty() || i > 0 && pairs[i - 2].compareTo(pairs[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The label's value, or the empty string where there is none. */
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    public String name() {
        return get(NAME);
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < pairs.length; i += 2) {
            each.accept(pairs[i], pairs[i + 1]);
        }
    }

    public Map<String, String> asMap() {
        var map = new TreeMap<String, String>();
        forEach(map::put);
        return map;
    }

    public Labels with(String name, String value) {
        var map = asMap();
        map.put(name, value);
        return of(map);
    }

    public Labels without(String name) {
        return get(name).isEmpty() ? this : filtered(label -> !label.equals(name));
    }

    /** The same labels with each text put for another equal to it, so that many series can share one copy. */
    public Labels map(UnaryOperator<String> equal) {
        var same = pairs.clone();
        for (int i = 0; i < same.length; i++) {
            same[i] = equal.apply(same[i]);
        }
        return same.length == 0 ? this : new Labels(same);
    }

    /** These labels, but for the named. */
    public Labels withoutAll(Collection<String> names) {
        return filtered(label -> !names.contains(label));
    }

    /** The named labels alone. */
    public Labels only(Collection<String> names) {
        return filtered(names::contains);
    }

    private Labels filtered(Predicate<String> kept) {
        var left = new String[pairs.length];
        int size = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (kept.test(pairs[i])) {
                left[size++] = pairs[i];
                left[size++] = pairs[i + 1];
            }
        }
        return size == pairs.length ? this : size == 0 ? NONE : new Labels(Arrays.copyOf(left, size));
    }

    @Override
    public int compareTo(Labels other) {
        return Arrays.compare(pairs, other.pairs);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As Prometheus writes it: {@code name{label="value"}}, with names that are no plain words in quotes. */
    @Override
    public String toString() {
        var inside = new ArrayList<String>();
        var name = name();
        boolean plainName = PLAIN_METRIC.matcher(name).matches();
        if (!plainName && !name.isEmpty()) {
            inside.add(quoted(name));
        }
        forEach((label, value) -> {
            if (!label.equals(NAME)) {
                inside.add((PLAIN_LABEL.matcher(label).matches() ? label : quoted(label)) + "=" + quoted(value));
            }
        });
        var braces = inside.isEmpty() && plainName ? "" : "{" + String.join(",", inside) + "}";
        return plainName ? name + braces : braces;
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

package koboshi.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a file, and where it stands. Asked for a shape it does not have, it reports that and answers nothing.
 *
 * @param key the path of keys to it
 * @param named where its own key stands
 */
record Value(Report report, SourceFile file, String key, Place named, Node node) {
    static Value root(Report report, SourceFile file, Node node) {
        return new Value(report, file, "", Place.of(file.name(), node.getStartMark()), node);
    }

    static String path(String parent, String name) {
        var shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
        return parent.isEmpty() ? shown : parent + "." + shown;
    }

    Place place() {
        return Place.of(file.name(), node.getStartMark());
    }

    void problem(String expected) {
        problem(expected, Optional.empty());
    }

    void problem(String expected, Optional<String> nearest) {
        report.problem(place(), key, expected, nearest);
    }

    /** What is wrong within its text, at a character of it. */
    void problemAt(String text, int index, String expected) {
        report.problem(ScalarPlace.of(file, node, text, index), key, expected);
    }

    void warn(String text) {
        report.warn(place(), key, text);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isText() {
        return node instanceof ScalarNode && !isNothing();
    }

    /** A key with nothing behind it, as when everything below it is commented out. */
    boolean isNothing() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    /** As {@link #isNothing}, or a tilde, which stands for nothing in files others wrote. */
    boolean isNull() {
        return isNothing() || node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals("~");
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode _ when isNothing() -> "nothing";
            default -> "text";
        };
    }

    <T> Optional<T> wrong(String expected) {
        problem("expected " + expected + ", found " + kind());
        return Optional.empty();
    }

    private <T> Optional<T> wrong(String written, String expected, Optional<String> nearest) {
        problem(expected + ", found " + quoted(written), nearest);
        return Optional.empty();
    }

    static String quoted(String text) {
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + '"';
    }

    /** Numbers and flags count as the text they are written as. */
    Optional<String> anyText(String expected) {
        return node instanceof ScalarNode scalar && !isNothing() ? Optional.of(scalar.getValue()) : wrong(expected);
    }

    Optional<String> text() {
        return text("text");
    }

    Optional<String> text(String expected) {
        var text = anyText(expected);
        if (text.filter(String::isBlank).isPresent()) {
            problem("expected " + expected + ", found blank text");
            return Optional.empty();
        }
        return text;
    }

    Optional<String> matching(Pattern shape, String expected) {
        return text(expected)
                .flatMap(text -> shape.matcher(text).matches() ? Optional.of(text) : wrong(text, "expected " + expected, Optional.empty()));
    }

    /** One of the given words. */
    Optional<String> oneOf(Collection<String> words) {
        return oneOf(words, text -> Spelling.nearest(text, words));
    }

    Optional<String> oneOf(Collection<String> words, Function<String, Optional<String>> nearest) {
        var expected = words.isEmpty() ? "a name that is defined, and none of this kind is" : "one of " + Spelling.list(words);
        return text(expected).flatMap(text -> {
            if (words.contains(text)) {
                return Optional.of(text);
            }
            // Comparing every wrong name with every right one took 40 seconds in a file of 5,000.
            return wrong(text, "expected " + expected, report.full() ? Optional.empty() : nearest.apply(text));
        });
    }

    Optional<Boolean> flag() {
        return text("true or false").flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            case "True", "TRUE", "yes", "Yes", "on", "1" -> wrong(text, "expected true or false", Optional.of("true"));
            case "False", "FALSE", "no", "No", "off", "0" -> wrong(text, "expected true or false", Optional.of("false"));
            default -> wrong(text, "expected true or false", Optional.empty());
        });
    }

    Optional<Integer> whole(int least, int most) {
        var expected = "a whole number from " + least + " to " + most;
        return text(expected).flatMap(text -> {
            boolean number = text.matches("-?\\d{1,9}");
            return number && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most
                    ? Optional.of(Integer.parseInt(text))
                    : wrong(text, "expected " + expected, Optional.empty());
        });
    }

    Optional<Duration> duration(Duration least, Duration most) {
        return text("a duration such as 30s or 1m30s").flatMap(text -> {
            var duration = Durations.tried(text);
            if (duration.isEmpty()) {
                return wrong(text, "expected a duration such as 30s or 1m30s", Durations.nearest(text));
            }
            boolean within = duration.get().compareTo(least) >= 0 && duration.get().compareTo(most) <= 0;
            return within ? duration : wrong(text, "expected from " + Durations.text(least) + " to " + Durations.text(most), Optional.empty());
        });
    }

    /** A path, taken from the folder of the file it is written in. */
    Optional<Path> path() {
        return text("a path").flatMap(text -> {
            if (text.startsWith("~") || text.contains("${")) {
                problem("expected a path as it is; ~ and ${...} are not expanded");
                return Optional.empty();
            }
            try {
                return Optional.of(file.folder().resolve(text).toAbsolutePath().normalize());
            } catch (InvalidPathException _) {
                return wrong("a path");
            }
        });
    }

    /** A path within its text, as {@link #path}; nothing where it is none. */
    Optional<Path> file(String path) {
        try {
            return Optional.of(file.folder().resolve(path).toAbsolutePath().normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    Optional<List<Value>> items(String expected) {
        if (!(node instanceof SequenceNode list)) {
            return wrong(expected);
        }
        return Optional.of(IntStream.range(0, list.getValue().size()).mapToObj(at -> item(list.getValue().get(at), at)).toList());
    }

    private Value item(Node item, int at) {
        return new Value(report, file, key + "[" + at + "]", Place.of(file.name(), item.getStartMark()), item);
    }

    /** The values of a mapping whose keys the writer chose; nothing at all counts as an empty one. */
    Map<String, Value> entries(String expected) {
        var entries = new LinkedHashMap<String, Value>();
        if (node instanceof MappingNode mapping) {
            for (var tuple : mapping.getValue()) {
                var name = name(tuple);
                var place = Place.of(file.name(), tuple.getKeyNode().getStartMark());
                entries.putIfAbsent(name, new Value(report, file, path(key, name), place, tuple.getValueNode()));
            }
        } else if (!isNothing()) {
            wrong(expected);
        }
        return entries;
    }

    /** The names below one of its keys, whatever else is wrong; reports nothing. */
    Set<String> keys(String key) {
        return under(node, key).map(Value::names).orElse(Set.of());
    }

    Set<String> names() {
        return names(node);
    }

    private static Optional<Node> under(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().filter(field -> name(field).equals(key)).map(NodeTuple::getValueNode).findFirst()
                : Optional.empty();
    }

    private static Set<String> names(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue().stream().map(Value::name).collect(Collectors.toSet()) : Set.of();
    }

    private static String name(NodeTuple field) {
        return ((ScalarNode) field.getKeyNode()).getValue();
    }

    Fields fields(List<String> known) {
        return new Fields(this, known);
    }
}

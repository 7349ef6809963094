package liveqa.preflight;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A place in the attestation file that knows its line: whoever wrote it wrong is told where. */
record YamlNode(Path file, Node node, String name) {
    /** The values by key; only these keys may occur. */
    Map<String, YamlNode> fields(Set<String> known) throws AttestProblem {
        var fields = new HashMap<String, YamlNode>();
        if (isEmpty()) return fields;
        if (!(node instanceof MappingNode mapping)) throw problem("expected keys and values (" + String.join(", ", known) + ")");
        for (var tuple : mapping.getValue()) {
            var key = new YamlNode(file, tuple.getKeyNode(), name);
            if (key.text() == null || !known.contains(key.text())) throw key.problem(unknown(key.text(), known));
            var value = new YamlNode(file, tuple.getValueNode(), name.isEmpty() ? key.text() : name + "." + key.text());
            if (fields.put(key.text(), value) != null) throw key.problem("the key " + key.text() + " is there twice");
        }
        return fields;
    }

    private static String unknown(String key, Set<String> known) {
        var nearest = key == null ? "" : Spelling.nearest(key, known).map(word -> "did you mean " + word + "? ").orElse("");
        return "unknown key " + key + "; " + nearest + "expected: " + String.join(", ", known.stream().sorted().toList());
    }

    List<YamlNode> items() throws AttestProblem {
        if (isEmpty()) return List.of();
        if (!(node instanceof SequenceNode sequence)) throw problem("expected a list: lines beginning with \"- \"");
        var items = new ArrayList<YamlNode>();
        for (var item : sequence.getValue()) items.add(new YamlNode(file, item, name + "[" + items.size() + "]"));
        return items;
    }

    /** The text, or null where nothing was filled in yet. */
    String text() throws AttestProblem {
        if (!(node instanceof ScalarNode scalar)) throw problem("expected one value");
        var value = scalar.getValue().strip();
        return value.isEmpty() || value.equals("~") || value.equals("null") ? null : value;
    }

    /** A day that is tomorrow here may be today where the writer lives. */
    LocalDate date(LocalDate today) throws AttestProblem {
        var text = text();
        if (text == null) return null;
        try {
            var date = LocalDate.parse(text);
            if (date.isAfter(today.plusDays(1))) throw problem("the day " + date + " has not come yet; write the day on which it was done");
            return date;
        } catch (DateTimeException e) {
            throw problem("expected a day such as 2026-04-01, found " + text);
        }
    }

    private boolean isEmpty() throws AttestProblem {
        return node instanceof ScalarNode && text() == null;
    }

    AttestProblem problem(String what) {
        var place = node.getStartMark().map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1)).orElse("");
        return new AttestProblem(file + place + ": " + (name.isEmpty() ? "" : name + ": ") + what);
    }
}

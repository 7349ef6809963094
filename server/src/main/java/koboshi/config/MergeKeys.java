package koboshi.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Takes in what stands behind {@code <<}: the keys of another mapping, or of several, that a mapping does not write itself. */
final class MergeKeys {
    private MergeKeys() {}

    /** Changes the tree, whose depth and size have been checked. */
    static Node merge(Node node) {
        switch (node) {
            case MappingNode mapping -> {
                mapping.getValue().forEach(field -> merge(field.getValueNode()));
                mapping.setValue(merged(mapping.getValue()));
            }
            case SequenceNode list -> list.getValue().forEach(MergeKeys::merge);
            default -> {}
        }
        return node;
    }

    private static List<NodeTuple> merged(List<NodeTuple> fields) {
        var own = new ArrayList<>(fields.stream().filter(field -> !merges(field)).toList());
        var names = new HashSet<>(own.stream().map(MergeKeys::name).toList());
        fields.stream().filter(MergeKeys::merges).flatMap(field -> sources(field).stream()).flatMap(source -> source.getValue().stream())
                .filter(field -> names.add(name(field))).forEach(own::add);
        return own;
    }

    private static String name(NodeTuple field) {
        return ((ScalarNode) field.getKeyNode()).getValue();
    }

    /** Anything but mappings is left standing, to be told as a key nobody knows. */
    private static boolean merges(NodeTuple field) {
        return name(field).equals("<<") && !sources(field).isEmpty();
    }

    private static List<MappingNode> sources(NodeTuple field) {
        return switch (field.getValueNode()) {
            case MappingNode one -> List.of(one);
            case SequenceNode list when list.getValue().stream().allMatch(MappingNode.class::isInstance) ->
                    list.getValue().stream().map(MappingNode.class::cast).toList();
            default -> List.of();
        };
    }
}

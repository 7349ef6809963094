package koboshi.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Turns a YAML value into the JSON text that is sent; keys keep their order. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static Optional<String> text(Value value) {
        try {
            return Optional.of(MAPPER.writeValueAsString(plain(value.node())));
        } catch (NumberFormatException | JacksonException _) {
            value.problem("expected what JSON can say: a number in it is none");
            return Optional.empty();
        }
    }

    private static Object plain(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                var fields = new LinkedHashMap<String, Object>();
                mapping.getValue().forEach(field -> fields.putIfAbsent(((ScalarNode) field.getKeyNode()).getValue(), plain(field.getValueNode())));
                yield fields;
            }
            case SequenceNode list -> {
                var items = new ArrayList<Object>();
                list.getValue().forEach(item -> items.add(plain(item)));
                yield items;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new IllegalStateException("an alias left in a composed tree");
        };
    }

    private static Object scalar(ScalarNode node) {
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(node.getValue());
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(node.getValue());
        }
        return node.getValue();
    }

    /** Digits are kept as written; a number too long to be one is refused before it costs time. */
    private static BigDecimal number(String text) {
        if (text.length() > 60) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(text);
    }
}

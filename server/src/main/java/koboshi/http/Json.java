package koboshi.http;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads strictly and writes plainly. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Of text we wrote ourselves. */
    static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** @throws JacksonException saying where it stopped being JSON */
    static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }

    /** Values one behind the other, or those of an array. */
    static MappingIterator<JsonNode> records(byte[] bytes) {
        return MAPPER.readerFor(JsonNode.class).readValues(bytes);
    }

    /** A time with milliseconds, or null. */
    static String time(Optional<Instant> moment) {
        return moment.map(Json::time).orElse(null);
    }

    static String time(Instant moment) {
        return moment.toString();
    }
}

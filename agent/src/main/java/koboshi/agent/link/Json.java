package koboshi.agent.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Core's records as JSON, on the link and in the journal.
 *
 * <p>A sealed type says which it is under {@code is}; an identity is {@code kind/name}; an amount is a number of bytes; times are ISO 8601;
 * what is optional is there or not. A property nobody knows is passed over, for a newer peer may say more; an unknown {@code is} is an error,
 * for it would be a fact or an entry lost.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new AnnotationIntrospectorPair(new KindNames(), new JacksonAnnotationIntrospector()))
            .addModule(words())
            .changeDefaultPropertyInclusion(_ -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    /** For trees and for records outside core; immutable. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** @param as the sealed type the reader will ask for, so that the name under {@code is} is written */
    public static <T> String write(T value, Class<T> as) {
        return MAPPER.writerFor(as).writeValueAsString(value);
    }

    /** @throws IllegalArgumentException naming what could not be read, and where */
    public static <T> T read(String text, Class<T> as) {
        try {
            return MAPPER.readValue(text, as);
        } catch (JacksonException trouble) {
            throw new IllegalArgumentException("not a " + as.getSimpleName() + ": " + trouble.getMessage(), trouble);
        }
    }

    /** @throws IllegalArgumentException when it is larger than a frame may be */
    public static String write(Frame frame) {
        var text = write(frame, Frame.class);
        if (text.length() > Frame.MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > Frame.MAX_BYTES) {
            throw new IllegalArgumentException("a frame of more than " + Frame.MAX_BYTES + " bytes: " + KindNames.name(frame.getClass()));
        }
        return text;
    }

    /** @throws IllegalArgumentException naming what could not be read, and where */
    public static Frame frame(String text) {
        return read(text, Frame.class);
    }

    private static SimpleModule words() {
        return new SimpleModule("koboshi")
                .addSerializer(ResourceId.class, new AsText<>())
                .addDeserializer(ResourceId.class, new FromText())
                .addSerializer(Bytes.class, new AsCount())
                .addDeserializer(Bytes.class, new FromCount())
                .addSerializer(Labels.class, new AsObject())
                .addDeserializer(Labels.class, new FromObject())
                .addSerializer(Matcher.class, new AsMatch())
                .addDeserializer(Matcher.class, new FromMatch())
                .addKeySerializer(ResourceId.class, new AsKey());
    }

    private static final class AsText<T> extends ValueSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }

    private static final class AsKey extends ValueSerializer<ResourceId> {
        @Override
        public void serialize(ResourceId value, JsonGenerator json, SerializationContext context) {
            json.writeName(value.toString());
        }
    }

    private static final class FromText extends ValueDeserializer<ResourceId> {
        @Override
        public ResourceId deserialize(JsonParser json, DeserializationContext context) {
            return ResourceId.parse(json.getString());
        }
    }

    private static final class AsCount extends ValueSerializer<Bytes> {
        @Override
        public void serialize(Bytes value, JsonGenerator json, SerializationContext context) {
            json.writeNumber(value.count());
        }
    }

    private static final class FromCount extends ValueDeserializer<Bytes> {
        @Override
        public Bytes deserialize(JsonParser json, DeserializationContext context) {
            return new Bytes(json.getLongValue());
        }
    }

    private static final class AsObject extends ValueSerializer<Labels> {
        @Override
        public void serialize(Labels value, JsonGenerator json, SerializationContext context) {
            json.writePOJO(value.asMap());
        }
    }

    private static final class FromObject extends ValueDeserializer<Labels> {
        private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};

        @Override
        public Labels deserialize(JsonParser json, DeserializationContext context) {
            return Labels.of(json.<Map<String, String>>readValueAs(PAIRS));
        }
    }

    /** What a guard's selector may say: equal to a value, or not. Patterns have no place in the journal yet. */
    private record Match(String label, boolean equal, String value) {}

    private static final class AsMatch extends ValueSerializer<Matcher> {
        @Override
        public void serialize(Matcher value, JsonGenerator json, SerializationContext context) {
            json.writePOJO(new Match(value.label(), value.equal(), value.value()));
        }
    }

    private static final class FromMatch extends ValueDeserializer<Matcher> {
        @Override
        public Matcher deserialize(JsonParser json, DeserializationContext context) {
            var match = json.readValueAs(Match.class);
            return new Matcher(match.label(), match.equal(), match.value());
        }
    }
}

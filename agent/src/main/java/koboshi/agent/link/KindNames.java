package koboshi.agent.link;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Gives every record of a sealed interface of ours its name in JSON: {@code "is": "act-started"} for {@code ActStarted}.
 *
 * <p>Core carries no annotations, and a list of types kept by hand would be one record short some day; what is sealed is asked of the class.
 */
final class KindNames extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;
    private static final JsonTypeInfo.Value IS = JsonTypeInfo.Value.construct(
            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "is", null, false, true, null);

    @Override
    public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass && isKind(annotated.getRawType()) ? IS : null;
    }

    @Override
    public List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass && annotated.getRawType().isSealed()
                ? Arrays.stream(annotated.getRawType().getPermittedSubclasses()).map(kind -> new NamedType(kind, name(kind))).toList()
                : null;
    }

    @Override
    public String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
        return isKind(type.getRawType()) ? name(type.getRawType()) : null;
    }

    private static boolean isKind(Class<?> type) {
        return type.getName().startsWith("koboshi.") && Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces())).anyMatch(Class::isSealed);
    }

    static String name(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}

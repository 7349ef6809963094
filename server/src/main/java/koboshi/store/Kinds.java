package koboshi.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published types of entries: their names, their versions, and how an older version is read today.
 *
 * <p>A published type never changes its meaning. When its shape must change, its version here goes up by one and a step from the version
 * before is added to {@link #STEPS}; the golden journals of earlier releases prove that they still read.
 */
final class Kinds {
    /** Types whose shape changed since they were first published; all others are version 1. */
    private static final Map<String, Integer> VERSIONS = Map.of();

    /** From the version in the key, as {@code type@version}, to the next. */
    private static final Map<String, UnaryOperator<ObjectNode>> STEPS = Map.of();

    private static final Set<String> KNOWN =
            Arrays.stream(Entry.class.getPermittedSubclasses()).map(Kinds::name).collect(Collectors.toUnmodifiableSet());

    private Kinds() {}

    static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }

    static int version(String type) {
        return VERSIONS.getOrDefault(type, 1);
    }

    static String write(Entry entry) {
        return Json.write(entry, Entry.class);
    }

    /** @throws UnreadableJournal when this release does not know the type or the version */
    static Entry read(long offset, String type, int version, String json) {
        if (!KNOWN.contains(type) || version > version(type)) {
            throw new UnreadableJournal("entry " + offset + " is of type " + type + " version " + version
                    + ", which this release does not know: it was written by a newer one; start that one, or restore the backup it made before its upgrade");
        }
        return version == version(type) ? Json.read(json, Entry.class) : upcast(type, version, json);
    }

    private static Entry upcast(String type, int from, String json) {
        var node = (ObjectNode) Json.mapper().readTree(json);
        for (int version = from; version < version(type); version++) {
            node = STEPS.get(type + "@" + version).apply(node);
        }
        return Json.read(node.toString(), Entry.class);
    }
}

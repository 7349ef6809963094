package koboshi.store;

import java.util.Arrays;
import java.util.Locale;
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
 * <p>A published type never changes its meaning. When its shape must change, its version in {@link #PUBLISHED} goes up by one and a step from
 * the version before is added; the golden journals of earlier releases prove that they still read.
 *
 * @param versions of the types whose shape changed since they were first published; all others are version 1
 * @param steps from the version in the key, as {@code type@version}, to the next
 */
record Kinds(Map<String, Integer> versions, Map<String, UnaryOperator<ObjectNode>> steps) {
    static final Kinds PUBLISHED = new Kinds(Map.of("journey-adopted", 2), Map.of("journey-adopted@1", Kinds::requests));

    private static final Set<String> KNOWN =
            Arrays.stream(Entry.class.getPermittedSubclasses()).map(Kinds::name).collect(Collectors.toUnmodifiableSet());

    static String name(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** All steps were HTTP requests then, and there was no cleaning up. */
    private static ObjectNode requests(ObjectNode entry) {
        if (entry.path("journey") instanceof ObjectNode journey) {
            journey.putArray("cleanUp");
            journey.path("steps").forEach(step -> request((ObjectNode) step));
        }
        return entry;
    }

    private static void request(ObjectNode step) {
        step.put("is", "http");
        if (step.path("expect") instanceof ObjectNode expect) {
            expect.putArray("matches");
        }
    }

    int version(String type) {
        return versions.getOrDefault(type, 1);
    }

    static String write(Entry entry) {
        return Json.write(entry, Entry.class);
    }

    /** @throws UnreadableJournal when this release does not know the type or the version */
    void refuseUnknown(long offset, String type, int version) {
        if (!KNOWN.contains(type) || version > version(type)) {
            throw new UnreadableJournal("entry " + offset + " is of type " + type + " version " + version
                    + ", which this release does not know: it was written by a newer one; start that one, or restore the backup it made before its upgrade");
        }
    }

    /** @throws UnreadableJournal when this release does not know the type or the version, or the entry is damaged */
    Entry read(long offset, String type, int version, String json) {
        refuseUnknown(offset, type, version);
        try {
            return Json.read(version == version(type) ? json : upcast(type, version, json), Entry.class);
        } catch (IllegalArgumentException damaged) {
            throw new UnreadableJournal("entry " + offset + " cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    private String upcast(String type, int from, String json) {
        var node = (ObjectNode) Json.mapper().readTree(json);
        for (int version = from; version < version(type); version++) {
            node = steps.get(type + "@" + version).apply(node);
        }
        return node.toString();
    }
}

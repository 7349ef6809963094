package koboshi.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import koboshi.action.Verb;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a person wants done.
 *
 * @param on empty for freeze and thaw, which concern all hands
 * @param offset of the state the person was looking at; empty for whoever did not look and wants it whatever happened
 */
record Order(Wanted wanted, Optional<ResourceId> on, String why, Optional<Long> offset) {
    private static final Set<String> KEYS = Set.of("verb", "on", "why", "offset");
    private static final int LONGEST_WHY = 1000;

    /** What can be ordered. */
    enum Wanted {
        CAPTURE,
        RESTART,
        STOP,
        START,
        RESTART_GENTLY,
        EJECT,
        DRAIN,
        READY,
        SWITCH,
        FREEZE,
        THAW;

        /** As it is written in a runbook. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean onAll() {
            return this == FREEZE || this == THAW;
        }
    }

    static Order parse(byte[] body) {
        var node = object(body, KEYS);
        var wanted = wanted(text(node, "verb"));
        return new Order(wanted, on(node, wanted), why(node), offset(node));
    }

    Event event(Person person) {
        return switch (wanted) {
            case CAPTURE, RESTART, STOP, START, RESTART_GENTLY, EJECT, DRAIN, READY -> new Event.Ordered(person.name(), Verb.valueOf(wanted.name()), on.orElseThrow(), why);
            case SWITCH -> new Event.SwitchOrdered(person.name(), on.orElseThrow(), why);
            case FREEZE -> new Event.FreezeOrdered(person.name(), why);
            case THAW -> new Event.ThawOrdered(person.name(), why);
        };
    }

    /** @throws Refused unless the body is a JSON object with none but these keys */
    static JsonNode object(byte[] body, Set<String> keys) {
        JsonNode node;
        try {
            node = Json.read(body);
        } catch (JacksonException e) {
            throw Refused.expected("not JSON: " + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw Refused.expected("expected a JSON object with " + listed(keys));
        }
        node.propertyNames().stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
            throw Refused.expected("unknown key \"" + key + "\": expected " + listed(keys));
        });
        return node;
    }

    private static String listed(Set<String> keys) {
        return keys.stream().sorted().collect(Collectors.joining(", "));
    }

    static String text(JsonNode node, String key) {
        var value = node.get(key);
        if (value == null || !value.isString() || value.stringValue().isBlank()) {
            throw Refused.expected("expected \"" + key + "\" as text");
        }
        return value.stringValue().strip();
    }

    private static Wanted wanted(String verb) {
        return Arrays.stream(Wanted.values())
                .filter(one -> one.word().equals(verb))
                .findFirst()
                .orElseThrow(() -> Refused.expected("unknown verb " + verb + ": expected "
                        + Nearest.to(verb, Arrays.stream(Wanted.values()).map(Wanted::word).toList())));
    }

    private static Optional<ResourceId> on(JsonNode node, Wanted wanted) {
        if (wanted.onAll()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ResourceId.parse(text(node, "on")));
        } catch (IllegalArgumentException e) {
            throw Refused.expected(e.getMessage());
        }
    }

    private static String why(JsonNode node) {
        var why = node.has("why") ? text(node, "why") : "";
        if (why.length() > LONGEST_WHY) {
            throw Refused.expected("expected a \"why\" of at most " + LONGEST_WHY + " characters");
        }
        return why;
    }

    private static Optional<Long> offset(JsonNode node) {
        var offset = node.get("offset");
        if (offset == null) {
            return Optional.empty();
        }
        if (!offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
            throw Refused.expected("expected \"offset\", the number from the /api/state you looked at");
        }
        return Optional.of(offset.longValue());
    }
}

package koboshi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping whose keys we chose. Keys it does not know are reported at once: silently ignoring one would leave somebody unguarded. */
final class Fields {
    private final Value owner;
    private final boolean sound;
    private final Map<String, Value> values;

    Fields(Value owner, List<String> known) {
        this.owner = owner;
        sound = owner.isMapping() || owner.isNothing();
        values = owner.entries("a mapping with " + Spelling.list(known));
        values.entrySet().removeIf(field -> unknown(field.getKey(), field.getValue(), known));
    }

    private static boolean unknown(String name, Value value, List<String> known) {
        if (known.contains(name)) {
            return false;
        }
        value.report().problem(value.named(), value.key(), "unknown key; expected one of " + Spelling.list(known), Spelling.nearest(name, known));
        return true;
    }

    Value owner() {
        return owner;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Value> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Nothing where the key is absent, or where its value was refused. */
    <T> Optional<T> get(String key, Function<Value, Optional<T>> reader) {
        return value(key).flatMap(reader);
    }

    <T> Optional<T> need(String key, String expected, Function<Value, Optional<T>> reader) {
        if (sound && !has(key)) {
            missing(key, expected);
        }
        return get(key, reader);
    }

    void missing(String key, String expected) {
        owner.report().problem(owner.named(), Value.path(owner.key(), key), "missing; expected " + expected);
    }

    /** The one key of several alternatives that is there; none or two are reported. */
    Optional<String> exactlyOne(List<String> alternatives) {
        var there = alternatives.stream().filter(this::has).toList();
        if (there.isEmpty() && sound) {
            owner.report().problem(owner.named(), owner.key(), "expected one of " + Spelling.list(alternatives));
        }
        if (there.size() > 1) {
            var second = values.get(there.get(1));
            var why = "cannot stand beside " + there.getFirst() + "; expected only one of " + Spelling.list(alternatives);
            owner.report().problem(second.named(), second.key(), why);
        }
        return there.stream().findFirst();
    }

    /** Reports keys that mean nothing beside another. */
    void refuse(List<String> keys, String why) {
        keys.stream().filter(this::has).map(values::get).forEach(value -> value.report().problem(value.named(), value.key(), why));
    }
}

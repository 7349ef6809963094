package koboshi.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files laid together: what stands at their top, and the definitions by section and name. */
final class Sections {
    private static final List<String> DEFINITIONS = List.of("vantages", "heartbeats", "services", "scrapes", "probes", "traffic", "journeys", "guards");
    private static final List<String> KEYS = List.of("listen", "names", "tokens", "state", "metrics", "logs", "senders", "notify", "source", "remote_write", "rules", "vantages", "heartbeats", "services", "scrapes", "probes", "traffic", "journeys", "guards");

    private final Map<String, Value> settings = new LinkedHashMap<>();
    private final Map<String, Map<String, Value>> definitions = new LinkedHashMap<>();

    Sections(List<Value> roots) {
        DEFINITIONS.forEach(section -> definitions.put(section, new LinkedHashMap<>()));
        roots.forEach(this::add);
    }

    private void add(Value root) {
        var fields = root.fields(KEYS);
        for (var key : KEYS) {
            fields.value(key).ifPresent(value -> {
                if (DEFINITIONS.contains(key)) {
                    value.entries("a mapping of names").forEach((name, one) -> once(definitions.get(key), name, one));
                } else {
                    once(settings, key, value);
                }
            });
        }
    }

    /** Within one file a key cannot come twice any more; between files it still can. */
    private static void once(Map<String, Value> into, String name, Value value) {
        var first = into.putIfAbsent(name, value);
        if (first != null) {
            value.report().problem(value.named(), value.key(), "written twice; first at " + first.named());
        }
    }

    Optional<Value> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    Map<String, Value> all(String section) {
        return definitions.get(section);
    }

    Names names() {
        return new Names(all("services").keySet(), all("journeys").keySet(), all("heartbeats").keySet(), all("traffic").keySet(), all("vantages").keySet());
    }
}

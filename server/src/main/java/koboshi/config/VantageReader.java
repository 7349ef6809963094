package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import koboshi.journey.Quorum;

/** Reads from where journeys are run: the vantages there are, and those of one journey. */
final class VantageReader {
    /** A prober dials again within five seconds; one that is started anew takes a little longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> OFF = Set.of("off", "false");
    private static final String LIST = "a list of vantages such as [here, tokyo, osaka]";

    private VantageReader() {}

    /** All of them, save our own place. */
    static Set<String> all(Map<String, Value> definitions) {
        var vantages = new TreeSet<String>();
        definitions.forEach((name, value) -> {
            if (Names.fit(name, value, Names.NAME) && isOther(name, value)) {
                vantages.add(name);
            }
        });
        return vantages;
    }

    /** How long each may be away before a person is called; of one whose alarm is off nothing. */
    static Map<String, Duration> patience(Map<String, Value> definitions) {
        var patience = new TreeMap<String, Duration>();
        definitions.forEach((name, value) -> alarm(value).ifPresent(time -> patience.put(name, time)));
        return patience;
    }

    private static Optional<Duration> alarm(Value value) {
        if (value.isNothing()) {
            return Optional.of(PATIENCE);
        }
        var alarm = value.fields(List.of("alarm")).value("alarm");
        if (alarm.flatMap(VantageReader::written).filter(OFF::contains).isPresent()) {
            return Optional.empty();
        }
        return alarm.isEmpty() ? Optional.of(PATIENCE) : alarm.flatMap(VantageReader::time);
    }

    private static Optional<Duration> time(Value alarm) {
        var nonsense = written(alarm).filter(text -> Durations.tried(text).isEmpty());
        nonsense.ifPresent(text -> alarm.problem("expected a duration such as 30s, or off, found " + Value.quoted(text), Durations.nearest(text)));
        return nonsense.isPresent() ? Optional.empty() : alarm.duration(Duration.ofSeconds(1), Duration.ofDays(1));
    }

    private static Optional<String> written(Value value) {
        return value.isText() ? value.text() : Optional.empty();
    }

    private static boolean isOther(String name, Value value) {
        if (name.equals(Quorum.HERE)) {
            value.report().problem(value.named(), value.key(), "always there, and needs no prober; expected the name of another place");
        }
        return !name.equals(Quorum.HERE);
    }

    /** Of one journey; from here alone where nothing is said. */
    static Quorum quorum(Fields fields, Set<String> known) {
        var from = fields.get("from", value -> from(value, known)).orElse(Quorum.ALONE.from());
        if (!fields.has("from")) {
            fields.refuse(List.of("quorum"), "means nothing without from; expected " + LIST + " there");
        }
        // By how many are written: who misspelt one should not be told of the quorum as well.
        int written = fields.value("from").filter(Value::isList).flatMap(value -> value.items(LIST)).map(List::size).filter(size -> size > 0).orElse(1);
        var needed = fields.has("from") ? fields.get("quorum", value -> value.whole(1, written)) : Optional.<Integer>empty();
        return needed.map(many -> new Quorum(from, many)).orElseGet(() -> Quorum.majority(from));
    }

    private static Optional<List<String>> from(Value value, Set<String> known) {
        var items = value.items(LIST);
        items.filter(List::isEmpty).ifPresent(_ -> value.problem("expected " + LIST + ", found none"));
        var named = new ArrayList<String>();
        items.orElse(List.of()).forEach(item -> item.oneOf(known).ifPresent(name -> {
            if (named.contains(name)) {
                item.problem("named twice");
            } else {
                named.add(name);
            }
        }));
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }
}

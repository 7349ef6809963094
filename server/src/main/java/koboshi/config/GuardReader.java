package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import koboshi.action.Duty;
import koboshi.config.Settings.Heartbeat;
import koboshi.guard.Comparison;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.journey.Journey;
import koboshi.resource.ResourceId;

/** Reads one guard and binds it to its runbook. */
final class GuardReader {
    private static final List<String> CONDITIONS = List.of("journey", "when", "absent", "heartbeat");
    private static final List<String> KEYS = List.of(
            "journey", "when", "absent", "over", "heartbeat", "on", "for", "keep_firing_for", "unknown_grace", "then", "prove", "brakes");
    private static final Duration DAY = Duration.ofDays(1);
    /** Longer than any series anybody writes, and short enough for the patterns that read it. */
    private static final int LONGEST_SERIES = 1_000;

    private final Names names;
    private final Set<String> services;
    private final Map<String, Heartbeat> heartbeats;
    private final Map<String, Journey> journeys;
    private final RunbookReader runbooks;

    GuardReader(Names names, Map<String, Heartbeat> heartbeats, Map<String, Journey> journeys, RunbookReader runbooks) {
        this.names = names;
        services = names.services().stream().map(name -> "service/" + name).collect(Collectors.toCollection(TreeSet::new));
        this.heartbeats = heartbeats;
        this.journeys = journeys;
        this.runbooks = runbooks;
    }

    Optional<Duty> read(String name, Value value) {
        if (!Names.fit(name, value, Names.GUARD)) {
            return Optional.empty();
        }
        var fields = value.fields(KEYS);
        var condition = fields.exactlyOne(CONDITIONS).flatMap(key -> condition(key, fields));
        if (!fields.has("absent")) {
            fields.refuse(List.of("over"), "has no effect without absent; expected for, or absent beside it");
        }
        var journey = fields.has("journey") ? condition.map(failing -> ((Condition.JourneyFails) failing).journey()) : Optional.<String>empty();
        var on = fields.get("on", this::service).or(() -> fields.has("on") ? Optional.empty() : journey.map(journeys::get).map(Journey::service));
        var runbook = runbooks.read(fields, on, journey);
        return condition.map(holds -> new Duty(guard(name, holds, on, fields), runbook));
    }

    private static Guard guard(String name, Condition condition, Optional<ResourceId> on, Fields fields) {
        Function<Value, Optional<Duration>> upToADay = one -> one.duration(Duration.ZERO, DAY);
        return new Guard(
                name,
                condition,
                on,
                fields.get("for", upToADay).orElse(Duration.ZERO),
                fields.get("keep_firing_for", upToADay).orElse(Duration.ZERO),
                fields.get("unknown_grace", upToADay).orElse(Guard.UNKNOWN_GRACE));
    }

    private Optional<? extends Condition> condition(String key, Fields fields) {
        return switch (key) {
            case "journey" -> fields.get(key, one -> one.oneOf(names.journeys())).map(Condition.JourneyFails::new);
            case "heartbeat" -> fields.get(key, one -> one.oneOf(names.heartbeats())).map(heartbeats::get).map(GuardReader.overdue(fields));
            case "when" -> fields.get(key, one -> parsed(one, "a series and a number such as questions_waiting > 50", GuardReader::comparison));
            case "absent" -> absent(fields);
            default -> throw new IllegalArgumentException("no condition: " + key);
        };
    }

    /** A number too large for a double would be infinite, and its guard would never fire. */
    private static Condition.Compares comparison(String text) {
        var compares = Comparison.parse(text);
        if (!Double.isFinite(compares.comparison().threshold())) {
            throw new IllegalArgumentException("expected a number that a double can hold");
        }
        return compares;
    }

    private static Function<Heartbeat, Condition> overdue(Fields fields) {
        return beat -> new Condition.HeartbeatOverdue(fields.get("heartbeat", Value::text).orElseThrow(), beat.every(), beat.grace());
    }

    private static Optional<Condition> absent(Fields fields) {
        var over = fields.need("over", "how long no sample may come, such as 2m", one -> one.duration(Duration.ofSeconds(1), DAY));
        var selector = fields.get("absent", one -> parsed(one, "a series such as queue_seconds{channel=\"live\"}", Selector::parse));
        return selector.flatMap(series -> over.map(window -> new Condition.Absent(series, window)));
    }

    private static <T> Optional<T> parsed(Value value, String expected, Function<String, T> parser) {
        return value.text(expected).flatMap(text -> {
            try {
                if (text.length() <= LONGEST_SERIES) {
                    return Optional.of(parser.apply(text));
                }
                value.problem("expected " + expected + ", of at most " + LONGEST_SERIES + " characters");
            } catch (IllegalArgumentException unreadable) {
                value.problem(unreadable.getMessage());
            }
            return Optional.empty();
        });
    }

    private Optional<ResourceId> service(Value value) {
        return value.oneOf(services, text -> Spelling.nearest(text.contains("/") ? text : "service/" + text, services))
                .map(text -> ResourceId.service(text.substring("service/".length())));
    }
}

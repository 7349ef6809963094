package koboshi.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import koboshi.action.Duty;
import koboshi.config.Settings.Heartbeat;
import koboshi.guard.Condition;
import koboshi.guard.Eye;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.guard.Unseasonable;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Reads one guard and binds it to its runbook. */
final class GuardReader {
    private static final List<String> CONDITIONS = List.of("journey", "when", "absent", "heartbeat", "exhaustion", "anomaly");
    private static final List<String> KEYS = List.of(
            "journey", "when", "absent", "over", "heartbeat", "exhaustion", "anomaly", "on", "for", "keep_firing_for", "unknown_grace", "then", "prove", "brakes");
    private static final Duration DAY = Duration.ofDays(1);
    /** Of a season, for its times to be told apart. */
    private static final int FEWEST_STEPS = 24;
    /** Of a long season, where nobody says how many. */
    private static final int USUAL_STEPS = 2_000;
    /** What is foreseen comes and goes about the moment it is first worth saying. */
    private static final Duration FORESIGHT_WAVERS = Duration.ofMinutes(1);
    /** Longer than any series anybody writes, and short enough for the patterns that read it. */
    private static final int LONGEST_SERIES = 1_000;

    private final Names names;
    private final Set<String> services;
    private final Map<String, Heartbeat> heartbeats;
    private final Map<String, Journey> journeys;
    private final RunbookReader runbooks;
    private final ExhaustionReader exhaustion;

    GuardReader(Names names, Map<String, Heartbeat> heartbeats, Map<ResourceId, Service> known, Map<String, Journey> journeys, Collection<Pool> pools) {
        this.names = names;
        services = names.services().stream().map(name -> "service/" + name).collect(Collectors.toCollection(TreeSet::new));
        this.heartbeats = heartbeats;
        this.journeys = journeys;
        this.runbooks = new RunbookReader(names, known, pools.stream().flatMap(pool -> pool.members().stream()).flatMap(member -> member.service().stream()).collect(Collectors.toSet()));
        this.exhaustion = new ExhaustionReader(known, this::service);
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
        var named = condition.flatMap(GuardReader::named).or(() -> journey.map(journeys::get).map(Journey::service));
        var on = fields.get("on", this::service).or(() -> fields.has("on") ? Optional.empty() : named);
        var runbook = runbooks.read(fields, on, journey);
        return condition.map(holds -> new Duty(guard(name, holds, on, fields), runbook));
    }

    /** The service a condition names by itself. */
    private static Optional<ResourceId> named(Condition condition) {
        return condition instanceof Condition.RunsOut runsOut ? runsOut.service().map(ResourceId::service) : Optional.empty();
    }

    private static Guard guard(String name, Condition condition, Optional<ResourceId> on, Fields fields) {
        Function<Value, Optional<Duration>> upToADay = one -> one.duration(Duration.ZERO, DAY);
        return new Guard(
                name,
                condition,
                on,
                fields.get("for", upToADay).orElse(Duration.ZERO),
                fields.get("keep_firing_for", upToADay).orElseGet(() -> wavers(condition)),
                fields.get("unknown_grace", upToADay).orElse(Guard.UNKNOWN_GRACE));
    }

    /** What comes and goes by its nature is one alarm all the same. */
    private static Duration wavers(Condition condition) {
        return switch (condition) {
            case Condition.RunsOut _ -> FORESIGHT_WAVERS;
            case Condition.Strange(_, var every, _) -> every.multipliedBy(Unseasonable.BURST + Eye.LATEST);
            default -> Duration.ZERO;
        };
    }

    private Optional<? extends Condition> condition(String key, Fields fields) {
        return switch (key) {
            case "journey" -> fields.get(key, one -> one.oneOf(names.journeys())).map(Condition.JourneyFails::new);
            case "heartbeat" -> fields.get(key, one -> one.oneOf(names.heartbeats())).map(heartbeats::get).map(GuardReader.overdue(fields));
            case "when" -> fields.get(key, ConditionReader::promql).map(Condition.Gives::new);
            case "exhaustion" -> fields.get(key, one -> exhaustion.read(one, fields.get("on", this::service))).map(ExhaustionReader.Read::condition);
            case "anomaly" -> fields.get(key, GuardReader::strange);
            case "absent" -> absent(fields);
            default -> throw new IllegalArgumentException("no condition: " + key);
        };
    }

    private static Function<Heartbeat, Condition> overdue(Fields fields) {
        return beat -> new Condition.HeartbeatOverdue(fields.get("heartbeat", Value::text).orElseThrow(), beat.every(), beat.grace());
    }

    private static Optional<Condition> strange(Value value) {
        var fields = value.fields(List.of("of", "every", "season"));
        var expected = "a series or expression such as sum(rate(answers_total[5m]))";
        var of = fields.need("of", expected, one -> ConditionReader.read(one, expected, Unseasonable::refuseWhatHasNoValue));
        var shortest = (fields.has("every") ? Duration.ofSeconds(1) : Duration.ofMinutes(1)).multipliedBy(FEWEST_STEPS);
        var season = fields.get("season", one -> one.duration(shortest, Duration.ofDays(14))).orElse(DAY);
        var every = fields.get("every", one -> every(one, season)).orElseGet(() -> usualEvery(season));
        return of.map(expression -> new Condition.Strange(expression, every, season));
    }

    private static Duration usualEvery(Duration season) {
        var part = season.dividedBy(USUAL_STEPS);
        return part.compareTo(Duration.ofMinutes(1)) > 0 ? part : Duration.ofMinutes(1);
    }

    /** Short enough to tell the times of a season apart, and long enough that all seasons looked at are one answer. */
    private static Optional<Duration> every(Value value, Duration season) {
        var longest = season.dividedBy(FEWEST_STEPS);
        var every = value.duration(Duration.ofSeconds(1), longest.compareTo(Duration.ofHours(1)) < 0 ? longest : Duration.ofHours(1));
        long seasons = season.multipliedBy(Unseasonable.SEASONS).toMillis();
        if (every.isPresent() && seasons / every.get().toMillis() >= Unseasonable.MOST_STEPS) {
            var least = Duration.ofSeconds(seasons / Unseasonable.MOST_STEPS / 1000 + 1);
            value.problem("too short for a season of " + Durations.text(season) + ", of which the last " + Unseasonable.SEASONS
                    + " are read at once; expected at least " + Durations.text(least));
            return Optional.empty();
        }
        return every;
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

package koboshi.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.action.Brakes;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Reads what a guard does when it fires, and holds it against the service it would be done to. */
final class RunbookReader {
    private static final List<String> VERBS = Arrays.stream(Verb.values()).map(RunbookReader::word).toList();
    private static final String THEN = "a list of " + Spelling.list(VERBS) + ", or [] to only watch";
    private static final Duration WITHOUT_WARM_UP = Duration.ofSeconds(30);

    private final Names names;
    private final Map<ResourceId, Service> services;
    private final Set<ResourceId> behindBalancers;

    /** @param behindBalancers services whose traffic can be moved */
    RunbookReader(Names names, Map<ResourceId, Service> services, Set<ResourceId> behindBalancers) {
        this.behindBalancers = behindBalancers;
        this.names = names;
        this.services = services;
    }

    /**
     * @param on what the verbs are done to
     * @param journey the one the guard judges by, if it does
     */
    Runbook read(Fields fields, Optional<ResourceId> on, Optional<String> journey) {
        var then = fields.need("then", THEN, RunbookReader::verbs).orElse(List.of());
        var brakes = fields.get("brakes", RunbookReader::brakes).orElse(Brakes.DEFAULT);
        var standard = WITHOUT_WARM_UP.plus(on.map(services::get).map(Service::warmUp).orElse(Service.WARM_UP));
        var prove = fields.get("prove", value -> proof(value, journey, standard));
        hold(fields, then, on);
        boolean raises = then.contains(Verb.START) || then.stream().anyMatch(Verb::replaces);
        if (raises && journey.isEmpty() && !fields.has("prove")) {
            var text = "nothing proves that the restart helped; add prove: {journey: ..., within: 60s}";
            fields.owner().report().warn(fields.owner().named(), fields.owner().key(), text);
        }
        return new Runbook(then, raises ? prove.or(() -> journey.map(name -> new Proof(name, standard))) : prove, brakes);
    }

    private static Optional<List<Verb>> verbs(Value value) {
        return value.items(THEN).map(items -> {
            var verbs = items.stream().flatMap(item -> item.oneOf(VERBS).stream().map(RunbookReader::verb)).toList();
            if (verbs.stream().distinct().count() < verbs.size()) {
                value.problem("expected every verb once");
            }
            return verbs;
        });
    }

    private static String word(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Verb verb(String word) {
        return Verb.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Optional<Brakes> brakes(Value value) {
        return brakes(value, Brakes.DEFAULT);
    }

    /** @param usual what holds where nothing is said */
    static Optional<Brakes> brakes(Value value, Brakes usual) {
        var fields = value.fields(List.of("per_hour", "cool_down", "dry_run", "approval"));
        int perHour = fields.get("per_hour", one -> one.whole(1, 60)).orElse(usual.perHour());
        var coolDown = fields.get("cool_down", one -> one.duration(Duration.ZERO, Duration.ofDays(1))).orElse(usual.coolDown());
        boolean dryRun = fields.get("dry_run", Value::flag).orElse(false);
        boolean approval = fields.get("approval", Value::flag).orElse(false);
        return Optional.of(new Brakes(perHour, coolDown, dryRun, approval));
    }

    private Optional<Proof> proof(Value value, Optional<String> journey, Duration standard) {
        var fields = value.fields(List.of("journey", "within"));
        var within = fields.get("within", one -> one.duration(Duration.ofSeconds(1), Duration.ofHours(1))).orElse(standard);
        if (journey.isEmpty() && !fields.has("journey")) {
            fields.missing("journey", "the journey that must run clean again");
        }
        var by = fields.has("journey") ? fields.get("journey", one -> one.oneOf(names.journeys())) : journey;
        return by.map(name -> new Proof(name, within));
    }

    /** Whether the verbs can be done at all. */
    private void hold(Fields fields, List<Verb> then, Optional<ResourceId> on) {
        var byAgent = then.stream().filter(verb -> verb != Verb.NOTIFY).findFirst();
        if (byAgent.isPresent() && on.isEmpty() && !fields.has("on") && !fields.has("journey")) {
            fields.missing("on", "the service to " + word(byAgent.get()) + ", such as service/NAME");
        }
        var service = on.map(services::get);
        then.stream()
                .filter(Verb::byBalancer)
                .findFirst()
                .filter(_ -> service.isPresent() && !behindBalancers.contains(on.orElseThrow()))
                .ifPresent(verb -> fields.value("then").orElseThrow().problem("cannot " + word(verb) + " " + on.orElseThrow()
                        + ", which stands behind no balancer; expected it as service: of a server in traffic:"));
        then.stream()
                .filter(verb -> verb.changes() && !verb.byBalancer())
                .findFirst()
                .filter(_ -> service.filter(Service::onlyWatched).isPresent())
                .ifPresent(verb -> fields.value("then").orElseThrow().problem("cannot " + word(verb) + " " + on.orElseThrow()
                        + ", which is adopted without a start command; expected adopt: {start: ...} there"));
    }
}

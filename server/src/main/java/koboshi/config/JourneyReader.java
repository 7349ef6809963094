package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import koboshi.journey.Confirm;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.resource.ResourceId;

/** Reads one journey. */
final class JourneyReader {
    private static final List<String> KEYS = List.of("service", "pool", "every", "timeout", "within", "identity", "from", "quorum", "confirm", "steps", "finally");
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int MOST_STEPS = 50;
    private static final int MOST_CLEANING = 20;

    private final Names names;

    JourneyReader(Names names) {
        this.names = names;
    }

    Optional<Journey> read(String name, Value value) {
        if (!Names.fit(name, value, Names.NAME)) {
            return Optional.empty();
        }
        var fields = value.fields(KEYS);
        var subject = subject(fields);
        var every = fields.get("every", one -> one.duration(Duration.ofMillis(100), Duration.ofHours(1))).orElse(IDLE);
        var timeout = fields.get("timeout", one -> one.duration(Duration.ofMillis(1), Duration.ofMinutes(1))).orElse(IDLE);
        var identity = fields.get("identity", Headers::identity);
        var within = fields.get("within", one -> within(one, timeout));
        var captured = new TreeSet<String>(fields.has("pool") ? Set.of("server") : Set.of());
        var steps = fields.need("steps", "a list of steps", one -> steps(one, captured, MOST_STEPS));
        var cleanUp = fields.get("finally", one -> steps(one, captured, MOST_CLEANING)).orElse(List.of());
        var quorum = VantageReader.quorum(fields, names.vantages());
        var confirm = fields.get("confirm", one -> one.oneOf(List.of("burst", "next-run"))).filter("next-run"::equals).map(_ -> Confirm.NEXT_RUN);
        return subject.flatMap(found -> steps.map(all -> new Journey(name, found, every, timeout, identity, all, Optional.empty(), within, cleanUp, Optional.empty(), confirm).seenBy(quorum)));
    }

    /** A pool's journey is run against each of its servers. */
    private Optional<ResourceId> subject(Fields fields) {
        if (fields.has("pool")) {
            fields.refuse(List.of("service"), "cannot stand beside pool; expected only one of pool, service");
            return subject("pool", fields.get("pool", one -> one.oneOf(names.pools())), names.pools());
        }
        return subject("service", fields.need("service", "the service it speaks for", one -> one.oneOf(names.services())), names.services());
    }

    private static Optional<ResourceId> subject(String kind, Optional<String> named, Set<String> known) {
        return named.filter(known::contains).filter(found -> Names.NAME.matcher(found).matches()).map(found -> new ResourceId(kind, found));
    }

    private static Optional<Duration> within(Value value, Duration timeout) {
        return value.duration(Duration.ofMillis(1), Duration.ofMinutes(1)).filter(within -> {
            boolean below = within.compareTo(timeout) < 0;
            if (!below) {
                value.problem("expected less than the timeout, " + Durations.text(timeout));
            }
            return below;
        });
    }

    /** @param captured by the steps before; what these capture is added */
    private static Optional<List<Step>> steps(Value value, Set<String> captured, int most) {
        var items = value.items("a list of steps");
        items.filter(all -> all.isEmpty() || all.size() > most)
                .ifPresent(all -> value.problem("expected 1 to " + most + " steps, found " + all.size()));
        return items.map(all -> inOrder(all, captured));
    }

    private static List<Step> inOrder(List<Value> items, Set<String> captured) {
        var steps = new ArrayList<Step>();
        for (var item : items) {
            StepReader.read(item, captured).ifPresent(steps::add);
            // Taken from the file rather than from the step: a step with another mistake still captures what it says.
            captured.addAll(item.keys("capture"));
        }
        return steps;
    }
}

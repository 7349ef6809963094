package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import koboshi.guard.Condition;
import koboshi.guard.Exhaustion;
import koboshi.guard.HeldMemory;
import koboshi.resource.Bytes;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Reads what must not run out: how far it may go, and how long before it is worth acting. */
final class ExhaustionReader {
    private static final Duration WITHIN = Duration.ofMinutes(30);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration SHORTEST_HISTORY = Duration.ofMinutes(2);
    private static final int HISTORIES = 4;
    private static final double CONFIDENCE = 0.99;

    private final Map<ResourceId, Service> services;
    private final Function<Value, Optional<ResourceId>> service;

    ExhaustionReader(Map<ResourceId, Service> services, Function<Value, Optional<ResourceId>> service) {
        this.services = services;
        this.service = service;
    }

    /** @param on what the verbs are done to, if it is said here */
    record Read(Condition.RunsOut condition, Optional<ResourceId> on) {}

    private record Line(double at, boolean falling, boolean bytes) {}

    /** @param outside the service named beside it, for which its own limit stands */
    Optional<Read> read(Value value, Optional<ResourceId> outside) {
        var fields = value.fields(List.of("of", "on", "limit", "floor", "within", "history", "confidence"));
        var on = fields.get("on", service).or(() -> outside);
        var of = of(fields, on);
        var line = line(fields, on.map(services::get));
        var within = fields.get("within", one -> one.duration(SHORTEST, LONGEST)).orElse(WITHIN);
        var standard = within.multipliedBy(HISTORIES);
        var history = fields.get("history", one -> one.duration(SHORTEST_HISTORY, LONGEST))
                .orElse(standard.compareTo(SHORTEST_HISTORY) < 0 ? SHORTEST_HISTORY : standard);
        double confidence = fields.get("confidence", ExhaustionReader::confidence).orElse(CONFIDENCE);
        return of.flatMap(expression -> line.map(limit -> new Read(
                new Condition.RunsOut(
                        expression, on.map(ResourceId::name), limit.at(), limit.falling(), limit.bytes(), within, history, confidence),
                on)));
    }

    /** Of a service that could not be read itself nothing more is asked for. */
    private Optional<String> of(Fields fields, Optional<ResourceId> on) {
        if (on.isPresent() && !fields.has("of")) {
            return on.map(services::get).map(HeldMemory::byAnybody);
        }
        return fields.need("of", "a series or expression such as process_resident_memory_bytes", one ->
                ConditionReader.read(one, "a series or expression such as process_resident_memory_bytes", text -> Exhaustion.of(anything(text))));
    }

    private static Condition.RunsOut anything(String of) {
        return new Condition.RunsOut(of, Optional.empty(), 0, false, false, WITHIN, WITHIN, CONFIDENCE);
    }

    private static Optional<Line> line(Fields fields, Optional<Service> service) {
        if (fields.has("floor")) {
            fields.refuse(List.of("limit"), "cannot stand beside floor; expected only one of limit, floor");
            return fields.get("floor", value -> amount(value, true));
        }
        var own = service.flatMap(Service::memoryLimit).map(limit -> new Line(limit.count(), false, true));
        if (fields.has("limit")) {
            return fields.get("limit", value -> amount(value, false));
        }
        if (own.isEmpty()) {
            fields.missing("limit", "where it ends, such as 512MiB, or memory: {limit} at its service");
        }
        return own;
    }

    /** A number with a unit is an amount of memory, one without is whatever is measured. */
    private static Optional<Line> amount(Value value, boolean falling) {
        var expected = "a number, or an amount such as 512MiB";
        return value.text(expected).flatMap(text -> {
            try {
                boolean plain = text.matches("[-+.0-9eE]+");
                double number = plain ? Double.parseDouble(text) : Bytes.parse(text).count();
                if (Double.isFinite(number)) {
                    return Optional.of(new Line(number, falling, !plain));
                }
            } catch (IllegalArgumentException _) {
                // Told below, in the same words as any other that is none.
            }
            value.problem("expected " + expected + ", found " + Value.quoted(text));
            return Optional.empty();
        });
    }

    private static Optional<Double> confidence(Value value) {
        var expected = "a number from 0.5 to 0.9999, such as 0.99";
        return value.text(expected).flatMap(text -> {
            double number = text.matches("0?\\.\\d{1,6}") ? Double.parseDouble(text) : 0;
            if (number >= 0.5 && number <= 0.9999) {
                return Optional.of(number);
            }
            value.problem("expected " + expected + ", found " + Value.quoted(text));
            return Optional.empty();
        });
    }
}

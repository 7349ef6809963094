package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Burn;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Objective;
import koboshi.resource.ResourceId;

/** Reads a service's objective and makes its two guards: one for a budget that burns fast, one for a budget that burns slowly. */
final class ObjectiveReader {
    private static final List<String> KEYS = List.of("name", "good", "total", "target", "over");
    private static final Duration OVER = Duration.ofDays(30);
    /** Shorter, and the briefest window would be of seconds. */
    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final String TARGET = "a share from 50% to 99.999%, such as 99%";

    private ObjectiveReader() {}

    /** The guards of every service that has an objective. */
    static void read(Map<String, Value> services, Map<String, Duty> into) {
        services.forEach((name, service) -> {
            if (service.isMapping() && Names.NAME.matcher(name).matches()) {
                Optional.ofNullable(service.entries("a service").get("objective")).flatMap(ObjectiveReader::objective).ifPresent(objective -> {
                    put(into, "burns-fast:" + name, new Condition.Burns(objective, true), ResourceId.service(name));
                    put(into, "burns-slowly:" + name, new Condition.Burns(objective, false), ResourceId.service(name));
                });
            }
        });
    }

    private static void put(Map<String, Duty> into, String name, Condition condition, ResourceId on) {
        into.putIfAbsent(name, new Duty(Guard.of(name, condition, on), Runbook.CALL_A_PERSON));
    }

    private static Optional<Objective> objective(Value value) {
        var fields = value.fields(KEYS);
        var name = fields.get("name", Value::text).orElse("objective");
        var good = fields.need("good", "a rate such as sum(rate(answers_valid_total[5m]))", ObjectiveReader::rate);
        var total = fields.need("total", "a rate such as sum(rate(answers_total[5m]))", ObjectiveReader::rate);
        good.ifPresent(well -> total.ifPresent(all -> fields.get("good", one -> alike(one, well, all))));
        var target = fields.need("target", TARGET, ObjectiveReader::share);
        var over = fields.get("over", one -> one.duration(SHORTEST, LONGEST)).orElse(OVER);
        return good.flatMap(well -> total.flatMap(all -> target.map(share -> new Objective(name, well, all, share, over))));
    }

    private static Optional<String> rate(Value value) {
        return ConditionReader.read(value, "a rate such as sum(rate(answers_total[5m]))", Burn::refuseWhatIsNoRate);
    }

    private static Optional<String> alike(Value good, String well, String all) {
        try {
            Burn.refuseWhatIsApart(well, all);
        } catch (IllegalArgumentException apart) {
            good.problem(apart.getMessage());
        }
        return Optional.of(well);
    }

    private static Optional<Double> share(Value value) {
        return value.text(TARGET).flatMap(text -> {
            double share = text.matches("\\d{1,3}(\\.\\d{1,6})?%") ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : text.matches("0?\\.\\d{1,8}") ? Double.parseDouble(text) : 0;
            if (share >= 0.5 && share <= 0.99999) {
                return Optional.of(share);
            }
            value.problem("expected " + TARGET + ", found " + Value.quoted(text));
            return Optional.empty();
        });
    }
}

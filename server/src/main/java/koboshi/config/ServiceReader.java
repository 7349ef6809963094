package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.action.Brakes;
import koboshi.resource.Bytes;
import koboshi.resource.Gentle;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.resource.Swap;

/** Reads one service. Its variables that are secrets are set apart: a service is journaled, a secret never. */
final class ServiceReader {
    private static final List<String> KEYS = List.of(
            "run", "adopt", "directory", "environment", "memory", "keep", "warm_up", "stop_grace", "role", "floor", "host", "log", "page", "panel",
            "metrics", "objective");
    private static final Bytes LEAST_MEMORY = Bytes.mebi(1);
    private static final Pattern AMOUNT = Pattern.compile("\\s*(\\d{1,6})\\s*([kKmMgGtT]?)([iI]?)[bB]?\\s*");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Map<ResourceId, Map<String, Secret>> secrets;
    private final ScrapeReader scrapes;
    private final Map<ResourceId, Brakes> softLines = new TreeMap<>();

    ServiceReader(Map<ResourceId, Map<String, Secret>> secrets, ScrapeReader scrapes) {
        this.secrets = secrets;
        this.scrapes = scrapes;
    }

    /** How what is done above the soft line is braked, where it is said. */
    Map<ResourceId, Brakes> softLines() {
        return softLines;
    }

    Optional<Service> read(String name, Value value) {
        if (!Names.fit(name, value, Names.NAME)) {
            return Optional.empty();
        }
        var id = ResourceId.service(name);
        var fields = value.fields(KEYS);
        var origin = origin(id, fields);
        var keep = fields.get("keep", ServiceReader::keep).orElse(Keep.DEFAULT);
        var role = fields.get("role", ServiceReader::name).orElse(name);
        var host = fields.get("host", ServiceReader::name).orElse(Service.THIS_HOST);
        var floor = fields.get("floor", floorValue -> floorValue.whole(0, 1_000)).orElse(0);
        var memory = fields.get("memory", ServiceReader::memory);
        memory.flatMap(Memory::brakes).ifPresent(brakes -> softLines.put(id, brakes));
        var warmUp = fields.get("warm_up", warm -> warm.duration(Duration.ZERO, HOUR)).orElse(Service.WARM_UP);
        var stopGrace = fields.get("stop_grace", grace -> grace.duration(Duration.ZERO, HOUR)).orElse(Service.STOP_GRACE);
        var log = fields.get("log", Value::path).map(Object::toString);
        var page = fields.get("page", Addresses::http).map(Object::toString);
        var panel = fields.get("panel", Addresses::http).map(Object::toString);
        fields.value("metrics").ifPresent(metrics -> scrapes.service(id, warmUp, metrics));
        return origin.map(from -> new Service(
                id, host, role, floor, from, keep, memory.map(Memory::limit), warmUp, stopGrace, log, page, panel, memory.map(Memory::gentle).orElse(Gentle.NONE),
                memory.flatMap(Memory::swap)));
    }

    private static Optional<String> name(Value value) {
        return value.matching(Names.NAME, "a name of letters, digits, - . and _");
    }

    private Optional<Origin> origin(ResourceId id, Fields fields) {
        return fields.exactlyOne(List.of("run", "adopt")).flatMap(key -> {
            if (key.equals("adopt")) {
                fields.refuse(List.of("directory", "environment"), "has no effect on an adopted process; expected only beside run");
                return fields.get("adopt", ServiceReader::adopt);
            }
            return fields.get("run", CommandLine::read).map(command -> run(id, command, fields));
        });
    }

    private Origin run(ResourceId id, List<String> command, Fields fields) {
        var directory = fields.get("directory", Value::path).orElse(fields.owner().file().folder());
        var environment = fields.get("environment", value -> Optional.of(environment(id, value))).orElse(Map.of());
        return new Origin.Run(command, directory.toString(), environment);
    }

    private static Optional<Origin> adopt(Value value) {
        var fields = value.fields(List.of("pid_file", "start"));
        var start = fields.get("start", CommandLine::read).orElse(List.of());
        return fields.need("pid_file", "the path of a file holding the process id", Value::path)
                .map(path -> new Origin.Adopt(path.toString(), start));
    }

    private Map<String, String> environment(ResourceId id, Value value) {
        var plain = new TreeMap<String, String>();
        var secret = new TreeMap<String, Secret>();
        value.entries("a mapping of variables").forEach((name, variable) -> {
            if (!Secrets.VARIABLE.matcher(name).matches()) {
                variable.report().problem(variable.named(), variable.key(), "expected a variable's name of letters, digits and _");
            } else if (variable.isMapping()) {
                Secrets.read(variable).ifPresent(found -> secret.put(name, found));
            } else {
                variable.anyText("text, {env: NAME} or {file: path}").ifPresent(text -> plain.put(name, literal(name, text, variable)));
            }
        });
        if (!secret.isEmpty()) {
            secrets.put(id, Map.copyOf(secret));
        }
        return plain;
    }

    private static String literal(String name, String text, Value variable) {
        if (Secrets.soundsSecret(name)) {
            variable.warn("looks like a secret and would be journaled; write {env: NAME} or {file: path}");
        }
        if (text.indexOf('\0') >= 0) {
            variable.problem("expected text without NUL characters");
        }
        return text;
    }

    /**
     * @param gentle how it is begun anew before it comes to its limit
     * @param brakes of that
     */
    private record Memory(Bytes limit, Gentle gentle, Optional<Swap> swap, Optional<Brakes> brakes) {}

    private static Optional<Memory> memory(Value value) {
        var fields = value.fields(List.of("limit", "swap", "soft", "quiet", "brakes"));
        var swap = fields.get("swap", one -> one.oneOf(List.of("none", "allowed"))).filter("allowed"::equals).map(_ -> Swap.ALLOWED);
        var limit = fields.need("limit", "an amount such as 512MiB", one -> amount(one, LEAST_MEMORY));
        var soft = fields.get("soft", one -> amount(one, LEAST_MEMORY));
        var quiet = fields.get("quiet", ConditionReader::promql);
        if (soft.isPresent() && limit.isPresent() && soft.get().count() >= limit.get().count()) {
            fields.value("soft").orElseThrow().problem("expected less than the limit, " + limit.get());
        }
        var brakes = fields.get("brakes", one -> RunbookReader.brakes(one, Brakes.DEFAULT));
        if (!fields.has("soft")) {
            fields.refuse(List.of("brakes"), "has an effect only beside soft; expected memory: {soft: ...} too");
        }
        return limit.map(most -> new Memory(most, new Gentle(soft, quiet), swap, brakes));
    }

    static Optional<Bytes> amount(Value value, Bytes least) {
        return value.text("an amount such as 512MiB").flatMap(text -> {
            try {
                var bytes = Bytes.parse(text);
                if (bytes.count() >= least.count()) {
                    return Optional.of(bytes);
                }
                value.problem("expected at least " + least + ", found " + Value.quoted(text), nearestAmount(text).filter(nearest -> !nearest.equals(text)));
            } catch (IllegalArgumentException | ArithmeticException _) {
                value.problem("expected an amount such as 512MiB or 2GiB, found " + Value.quoted(text), nearestAmount(text));
            }
            return Optional.empty();
        });
    }

    /** {@code 512}, {@code 512m}, {@code 512 Mi}, {@code 512mib}: all probably mean 512MiB. */
    private static Optional<String> nearestAmount(String text) {
        var match = AMOUNT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var power = match.group(2).isEmpty() ? "M" : match.group(2).toUpperCase(Locale.ROOT);
        return Optional.of(match.group(1) + power + "iB");
    }

    private static Optional<Keep> keep(Value value) {
        var fields = value.fields(List.of("times", "within", "first_wait", "longest_wait"));
        int times = fields.get("times", count -> count.whole(0, 1_000)).orElse(Keep.DEFAULT.times());
        var within = fields.get("within", window -> window.duration(Duration.ofSeconds(1), DAY)).orElse(Keep.DEFAULT.window());
        var first = fields.get("first_wait", wait -> wait.duration(Duration.ZERO, HOUR)).orElse(Keep.DEFAULT.firstWait());
        var longest = fields.get("longest_wait", wait -> wait.duration(Duration.ZERO, HOUR))
                .orElse(first.compareTo(Keep.DEFAULT.longestWait()) > 0 ? first : Keep.DEFAULT.longestWait());
        if (longest.compareTo(first) < 0) {
            value.problem("expected longest_wait (" + Durations.text(longest) + ") to be at least first_wait (" + Durations.text(first) + ")");
        }
        return Optional.of(new Keep(times, within, first, longest));
    }
}

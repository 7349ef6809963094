package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.integration.haproxy.Address;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** Reads the pools of servers behind balancers, and lays the journeys of each pool out over its servers. */
final class TrafficReader {
    private static final List<String> KEYS = List.of(
            "haproxy", "backend", "servers", "floor", "most_out", "drain", "back", "then", "brakes", "look");
    private static final List<String> VERBS = List.of("eject", "drain", "notify");
    private static final Pattern HAPROXYS_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final Pattern SERVER = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):\\d{1,5}");
    private static final Runbook USUAL = new Runbook(List.of(Verb.EJECT, Verb.NOTIFY), Optional.empty(), new Brakes(12, Duration.ZERO, false, false));
    private static final int MOST_BALANCERS = 20;
    private static final int MOST_SERVERS = 200;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Names names;
    private final Set<ResourceId> behind = new HashSet<>();
    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Traffic> traffic = new TreeMap<>();
    private final Map<String, Map<ResourceId, String>> addresses = new TreeMap<>();
    private final Map<String, Runbook> runbooks = new TreeMap<>();
    /** What is written of each server's ground. */
    private final Map<ResourceId, Value> grounds = new TreeMap<>();
    private final Map<String, Value> written = new TreeMap<>();

    TrafficReader(Names names) {
        this.names = names;
    }

    Map<String, Pool> pools() {
        return pools;
    }

    Map<String, Traffic> traffic() {
        return traffic;
    }

    void read(String name, Value value) {
        if (!Names.fit(name, value, Names.NAME)) {
            return;
        }
        var fields = value.fields(KEYS);
        var balancers = fields.need("haproxy", "the addresses of its Runtime API, such as [unix:/run/haproxy/admin.sock]", TrafficReader::balancers);
        var backend = fields.get("backend", one -> one.matching(HAPROXYS_NAME, "the name of a backend in haproxy.cfg")).orElse(name);
        var servers = fields.need("servers", "a mapping of servers as haproxy.cfg names them, such as s1: 10.0.0.1:8080", one -> servers(name, one));
        var floor = fields.get("floor", TrafficReader::floor).orElse(Floor.USUAL);
        var mostOut = fields.get("most_out", TrafficReader::percent).orElse(50);
        var drain = fields.get("drain", one -> one.duration(Duration.ZERO, Duration.ofDays(1))).orElse(Pool.DRAIN);
        var back = fields.get("back", TrafficReader::back).orElse(Pool.Back.DEFAULT);
        var look = fields.get("look", one -> one.duration(Duration.ofMillis(20), Duration.ofSeconds(2))).orElse(Traffic.LOOK);
        runbooks.put(name, runbook(fields));
        servers.ifPresent(found -> {
            written.put(name, value);
            refuseImpossible(fields, floor.servers(), found.size());
            warnOfOneGround(fields.value("servers").orElseThrow(), found, floor.servers());
            pools.put(name, new Pool(name, found.stream().map(Server::member).toList(), floor.servers(), floor.weight(), mostOut, drain, back));
            var own = new TreeMap<ResourceId, String>();
            found.forEach(server -> own.put(server.member().id(), server.name()));
            traffic.put(name, new Traffic(balancers.orElse(List.of()), backend, own, look));
            addresses.put(name, new TreeMap<>());
            found.forEach(server -> addresses.get(name).put(server.member().id(), server.address()));
        });
    }

    /** @param weight percent of the weight of all */
    private record Floor(int servers, Optional<Integer> weight) {
        private static final Floor USUAL = new Floor(1, Optional.empty());
    }

    private static Optional<Floor> floor(Value value) {
        if (!value.isMapping()) {
            return value.whole(0, MOST_SERVERS).map(servers -> new Floor(servers, Optional.empty()));
        }
        var fields = value.fields(List.of("servers", "weight"));
        return Optional.of(new Floor(fields.get("servers", one -> one.whole(0, MOST_SERVERS)).orElse(Floor.USUAL.servers()), fields.get("weight", TrafficReader::percent)));
    }

    private static void refuseImpossible(Fields fields, int floor, int servers) {
        if (floor >= servers) {
            fields.value("floor").or(() -> fields.value("servers")).orElseThrow()
                    .warn("with " + servers + " servers and a floor of " + floor + " none may ever be taken out");
        }
    }

    /** Redundancy that is only apparent. */
    private void warnOfOneGround(Value value, List<Server> found, int floor) {
        var under = new Grounds();
        for (var server : found) {
            under.server(server.name(), server.address());
            Optional.ofNullable(grounds.get(server.member().id())).flatMap(on -> on.items("a list of what it shares with others, such as [host-1, site-a, nas-2]"))
                    .ifPresent(items -> items.forEach(item -> item.matching(Names.NAME, "a name of letters, digits, - . and _").ifPresent(ground -> under.stands(server.name(), ground))));
        }
        under.single(floor, (ground, left) -> value.warn("if " + ground + " falls, " + left + " of " + found.size() + " servers are left, below what must stay: this redundancy is only apparent"));
    }

    private static Optional<List<String>> balancers(Value value) {
        var items = value.isList() ? value.items("a list of addresses").orElse(List.of()) : List.of(value);
        var found = new ArrayList<String>();
        for (var item : items) {
            item.text("an address such as unix:/run/haproxy/admin.sock or tcp://127.0.0.1:9999").ifPresent(text -> address(item, text).ifPresent(found::add));
        }
        if (items.isEmpty() || items.size() > MOST_BALANCERS) {
            value.problem("expected 1 to " + MOST_BALANCERS + " addresses");
        }
        return Optional.of(found);
    }

    private static Optional<String> address(Value value, String text) {
        try {
            Address.parse(text);
            return Optional.of(text);
        } catch (IllegalArgumentException unreadable) {
            value.problem(unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** @param name as haproxy.cfg has it */
    private record Server(String name, String address, Pool.Member member) {}

    private Optional<List<Server>> servers(String pool, Value value) {
        var found = new ArrayList<Server>();
        value.entries("a mapping of servers").forEach((name, one) -> {
            if (!HAPROXYS_NAME.matcher(name).matches() || !Names.NAME.matcher(name).matches()) {
                one.report().problem(one.named(), one.key(), "expected the name of a server in haproxy.cfg, of letters, digits, - . and _");
            } else {
                server(pool, name, one).ifPresent(found::add);
            }
        });
        for (var server : found) {
            server.member().service().filter(service -> !behind.add(service))
                    .ifPresent(service -> value.problem(service + " stands behind two servers; expected each behind one, or it would be restarted while the other takes traffic"));
        }
        if (found.size() > MOST_SERVERS) {
            value.problem("expected at most " + MOST_SERVERS + " servers");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private Optional<Server> server(String pool, String name, Value value) {
        var id = Pool.backend(pool, name);
        if (!value.isMapping()) {
            return hostAndPort(value).map(address -> new Server(name, address, new Pool.Member(id, Optional.empty())));
        }
        var fields = value.fields(List.of("address", "service", "stands_on"));
        fields.value("stands_on").ifPresent(on -> grounds.put(id, on));
        var service = fields.get("service", one -> one.oneOf(names.services())).map(ResourceId::service);
        return fields.need("address", "host:port, where its journeys are run", TrafficReader::hostAndPort)
                .map(address -> new Server(name, address, new Pool.Member(id, service)));
    }

    private static Optional<String> hostAndPort(Value value) {
        return value.matching(SERVER, "host:port, such as 10.0.0.1:8080");
    }

    private static Optional<Integer> percent(Value value) {
        return value.text("a share such as 50%").flatMap(text -> {
            if (text.matches("\\d{1,3}%") && Integer.parseInt(text.replace("%", "")) <= 100) {
                return Optional.of(Integer.parseInt(text.replace("%", "")));
            }
            value.problem("expected a share such as 50%, found " + Value.quoted(text), Optional.of(text + "%").filter(_ -> text.matches("\\d{1,2}")));
            return Optional.empty();
        });
    }

    private static Optional<Pool.Back> back(Value value) {
        var fields = value.fields(List.of("after", "longest", "clean", "ramp", "watch"));
        var usual = Pool.Back.DEFAULT;
        Function<Value, Optional<Duration>> upToAnHour = one -> one.duration(Duration.ZERO, HOUR);
        var after = fields.get("after", upToAnHour).orElse(usual.after());
        var longest = fields.get("longest", one -> one.duration(Duration.ZERO, Duration.ofDays(1))).orElse(usual.longest().compareTo(after) < 0 ? after : usual.longest());
        if (longest.compareTo(after) < 0) {
            fields.value("longest").orElse(value).problem("expected longest (" + Durations.text(longest) + ") to be at least after (" + Durations.text(after) + ")");
        }
        return Optional.of(new Pool.Back(
                after,
                longest,
                fields.get("clean", one -> one.whole(1, 100)).orElse(usual.clean()),
                fields.get("ramp", upToAnHour).orElse(usual.ramp()),
                fields.get("watch", upToAnHour).orElse(usual.watched())));
    }

    private static Runbook runbook(Fields fields) {
        var expected = "a list of " + Spelling.list(VERBS) + ", or [] to only watch";
        var then = fields.get("then", value -> value.items(expected)
                .map(items -> items.stream().flatMap(item -> item.oneOf(VERBS).stream().map(RunbookReader::verb)).toList()));
        return new Runbook(then.orElse(USUAL.then()), Optional.empty(), fields.get("brakes", value -> RunbookReader.brakes(value, USUAL.brakes())).orElse(USUAL.brakes()));
    }

    /**
     * A pool's journey is run against each of its servers, and a guard of the same name judges by it.
     *
     * @param guards as they are written, for what is wrong with them
     */
    void layOut(Map<String, Journey> journeys, Map<String, Duty> duties, Map<String, Value> guards) {
        duties.replaceAll((name, duty) -> withJourneysOfItsServer(duty, journeys, guards.get(name)));
        List.copyOf(journeys.values()).stream().filter(journey -> journey.service().kind().equals("pool")).forEach(journey -> {
            journeys.remove(journey.name());
            var pool = journey.service().name();
            addresses.getOrDefault(pool, Map.of()).forEach((backend, address) -> {
                var own = journey.against(laidOut(journey.name(), backend), backend, address);
                journeys.put(own.name(), own);
                var guard = Guard.of(own.name(), new Condition.JourneyFails(own.name()), backend);
                duties.put(own.name(), new Duty(guard, runbooks.get(pool)));
            });
        });
        pools.values().forEach(pool -> warnOfFaith(pool, journeys));
    }

    /** Where nothing is rehearsed, whatever a balancer calls up counts as well, and comes back unproven. */
    private void warnOfFaith(Pool pool, Map<String, Journey> journeys) {
        var blind = pool.members().stream()
                .filter(member -> journeys.values().stream().map(Journey::service).noneMatch(on -> on.equals(member.id()) || member.service().filter(on::equals).isPresent()))
                .map(member -> member.id().name())
                .toList();
        if (!blind.isEmpty()) {
            written.get(pool.name()).warn("no journey is run against " + String.join(", ", blind) + ", so what its balancer calls up counts as well; add journeys with pool: " + pool.name());
        }
    }

    private static String laidOut(String journey, ResourceId backend) {
        return journey + "@" + backend.name();
    }

    /** What proves an act upon a service is the pool's journey at the server where it answers. */
    private Duty withJourneysOfItsServer(Duty duty, Map<String, Journey> journeys, Value guard) {
        if (duty.guard().condition() instanceof Condition.JourneyFails(var journey) && ofPool(journey, journeys)) {
            guard.problem(journey + " is run against each server of its pool and judged there; expected the journey of a service");
        }
        var proof = duty.runbook().prove().filter(one -> ofPool(one.journey(), journeys));
        if (proof.isEmpty()) {
            return duty;
        }
        var server = duty.guard().on().flatMap(on -> serverOf(on, journeys.get(proof.get().journey()).service().name()));
        if (server.isEmpty()) {
            guard.problem(proof.get().journey() + " is run against each server of its pool; expected on: a service behind one of them");
            return duty;
        }
        var own = new Proof(laidOut(proof.get().journey(), server.get()), proof.get().within());
        return new Duty(duty.guard(), new Runbook(duty.runbook().then(), Optional.of(own), duty.runbook().brakes()));
    }

    private static boolean ofPool(String journey, Map<String, Journey> journeys) {
        return journeys.containsKey(journey) && journeys.get(journey).service().kind().equals("pool");
    }

    private Optional<ResourceId> serverOf(ResourceId service, String pool) {
        return Optional.ofNullable(pools.get(pool)).flatMap(known -> known.members().stream()
                .filter(member -> member.service().filter(service::equals).isPresent())
                .map(Pool.Member::id)
                .findFirst());
    }
}

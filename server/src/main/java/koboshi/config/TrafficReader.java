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
import java.util.stream.Collectors;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.integration.haproxy.Address;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** Reads the pools of servers behind balancers, and lays the journeys of each pool out over its servers. */
final class TrafficReader {
    private static final List<String> KEYS = List.of(
            "haproxy", "backend", "servers", "discover", "groups", "floor", "approval_below", "most_out", "drain", "back", "then", "brakes", "look");
    private static final List<String> VERBS = List.of("eject", "drain", "notify");
    private static final Pattern HAPROXYS_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final Pattern SERVER = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):\\d{1,5}");
    private static final Runbook USUAL = new Runbook(List.of(Verb.EJECT, Verb.NOTIFY), Optional.empty(), new Brakes(12, Duration.ZERO, false, false));
    private static final int MOST_BALANCERS = 20;
    private static final int MOST_SERVERS = Traffic.MOST_SERVERS;
    private static final Pattern SOME_NAMES = Pattern.compile("[A-Za-z0-9_.*-]{1,100}");
    /** On the loopback, where nothing is taken for a host that falls. */
    private static final String NOBODY_KNOWS = "127.0.0.1:1";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Names names;
    private final Set<ResourceId> behind = new HashSet<>();
    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Traffic> traffic = new TreeMap<>();
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
        var discovers = fields.get("discover", one -> one.matching(SOME_NAMES, "names of servers in haproxy.cfg, such as * or web-*"))
                .or(() -> fields.has("servers") && !fields.has("discover") ? Optional.empty() : Optional.of("*"));
        var servers = fields.has("servers") ? fields.get("servers", one -> servers(name, one, discovers)) : Optional.of(List.<Pool.Member>of());
        var floor = fields.get("floor", TrafficReader::floor).orElse(Floor.USUAL);
        var approvalBelow = fields.get("approval_below", one -> one.whole(1, MOST_SERVERS));
        var mostOut = fields.get("most_out", TrafficReader::percent).orElse(50);
        var drain = fields.get("drain", one -> one.duration(Duration.ZERO, Duration.ofDays(1))).orElse(Pool.DRAIN);
        var back = fields.get("back", TrafficReader::back).orElse(Pool.Back.DEFAULT);
        var look = fields.get("look", one -> one.duration(Duration.ofMillis(20), Duration.ofSeconds(2))).orElse(Traffic.LOOK);
        runbooks.put(name, runbook(fields));
        servers.ifPresent(found -> {
            written.put(name, value);
            if (!found.isEmpty() && found.stream().allMatch(server -> server.standsBy())) {
                fields.value("servers").orElseThrow().problem("all of them stand by; expected one at least that takes traffic");
            }
            approvalBelow.filter(line -> line <= floor.servers()).ifPresent(_ -> fields.value("approval_below").orElseThrow()
                    .warn("the floor of " + floor.servers() + " already refuses what would leave fewer, so nobody is ever asked"));
            if (discovers.isEmpty()) {
                refuseImpossible(fields, floor.servers(), found.size());
            }
            fields.value("servers").ifPresent(stood -> warnOfOneGround(stood, found, floor.servers()));
            pools.put(name, new Pool(name, found, floor.servers(), floor.weight(), mostOut, drain, back, discovers, approvalBelow, groups(name, fields, found)));
            traffic.put(name, new Traffic(balancers.orElse(List.of()), backend, look));
        });
    }

    private static Optional<Map<String, List<ResourceId>>> groups(String pool, Fields fields, List<Pool.Member> found) {
        var named = found.stream().map(Pool.Member::server).toList();
        var taken = new HashSet<String>();
        return fields.get("groups", value -> {
            var groups = new TreeMap<String, List<ResourceId>>();
            value.entries("a mapping of groups, such as blue: [s1, s2]").forEach((name, one) -> {
                if (Names.fit(name, one, Names.NAME)) {
                    groups.put(name, one.items("a list of servers").orElse(List.of()).stream().flatMap(item -> item.oneOf(named).filter(server -> only(server, taken, item)).stream())
                            .map(server -> Pool.backend(pool, server)).toList());
                }
            });
            if (groups.size() < 2 || groups.values().stream().anyMatch(List::isEmpty)) {
                value.problem("expected two groups at least, each with a server, such as {blue: [s1, s2], green: [s3, s4]}");
            }
            return Optional.of(groups);
        });
    }

    private static boolean only(String server, Set<String> taken, Value item) {
        boolean first = taken.add(server);
        if (!first) {
            item.problem(server + " is in a group already; expected each server in one only");
        }
        return first;
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
    private void warnOfOneGround(Value value, List<Pool.Member> found, int floor) {
        var under = new Grounds();
        for (var server : found) {
            under.server(server.server(), server.address().orElse(NOBODY_KNOWS));
            Optional.ofNullable(grounds.get(server.id())).flatMap(on -> on.items("a list of what it shares with others, such as [host-1, site-a, nas-2]"))
                    .ifPresent(items -> items.forEach(item -> item.matching(Names.NAME, "a name of letters, digits, - . and _").ifPresent(ground -> under.stands(server.server(), ground))));
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

    private Optional<List<Pool.Member>> servers(String pool, Value value, Optional<String> discovers) {
        var found = new ArrayList<Pool.Member>();
        var entries = value.entries("a mapping of servers as haproxy.cfg names them, such as s1: 10.0.0.1:8080");
        entries.forEach((name, one) -> {
            if (!HAPROXYS_NAME.matcher(name).matches() || !Names.NAME.matcher(name).matches()) {
                one.report().problem(one.named(), one.key(), "expected the name of a server in haproxy.cfg, of letters, digits, - . and _");
            } else {
                server(pool, name, one, discovers).ifPresent(found::add);
            }
        });
        if (entries.isEmpty() && (value.isMapping() || value.isNothing())) {
            value.problem("expected at least one server; or leave it out, and HAProxy is asked");
        }
        for (var server : found) {
            server.service().filter(service -> !behind.add(service))
                    .ifPresent(service -> value.problem(service + " stands behind two servers; expected each behind one, or it would be restarted while the other takes traffic"));
        }
        if (found.size() > MOST_SERVERS) {
            value.problem("expected at most " + MOST_SERVERS + " servers");
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** Where a balancer tells of servers, it tells their addresses too. */
    private Optional<Pool.Member> server(String pool, String name, Value value, Optional<String> discovers) {
        var id = Pool.backend(pool, name);
        if (!value.isMapping()) {
            return hostAndPort(value).map(address -> new Pool.Member(id, Optional.empty(), Optional.of(address)));
        }
        var fields = value.fields(List.of("address", "service", "stands_on", "standby"));
        fields.value("stands_on").ifPresent(on -> grounds.put(id, on));
        var service = fields.get("service", one -> one.oneOf(names.services())).map(ResourceId::service);
        if (discovers.isPresent() && !fields.has("address")) {
            discovers.filter(pattern -> !Traffic.matches(pattern, name)).ifPresent(pattern -> value.problem("expected its address, or a name that discover: " + pattern + " matches"));
            return Optional.of(new Pool.Member(id, service, Optional.empty(), standby(fields, service)));
        }
        return fields.need("address", "host:port, where its journeys are run, or discover: \"*\" beside servers, so that HAProxy is asked", TrafficReader::hostAndPort)
                .map(address -> new Pool.Member(id, service, Optional.of(address), standby(fields, service)));
    }

    /** What nobody could start or stop cannot be kept in reserve. */
    private static Optional<Boolean> standby(Fields fields, Optional<ResourceId> service) {
        var standby = fields.get("standby", Value::flag).filter(Boolean::booleanValue);
        if (standby.isPresent() && service.isEmpty()) {
            fields.value("standby").orElseThrow().problem("expected service: beside it, for a standby is started when it is needed and stopped again");
        }
        return standby;
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
     * What does not depend on which servers there are.
     *
     * @param guards as they are written, for what is wrong with them
     */
    Layout layout(Plan plan, Map<String, Value> guards, Map<String, Duration> patience) {
        plan.duties().forEach((name, duty) -> refuseWhatNoServerAnswers(duty, plan.journeys(), guards.get(name)));
        pools.values().forEach(pool -> warnOfFaith(pool, plan.journeys().values().stream().map(Journey::service).collect(Collectors.toSet())));
        return new Layout(plan, runbooks, patience);
    }

    /** Where nothing is rehearsed, whatever a balancer calls up counts as well, and comes back unproven. */
    private void warnOfFaith(Pool pool, Set<ResourceId> rehearsed) {
        if (rehearsed.contains(new ResourceId("pool", pool.name()))) {
            return;
        }
        var blind = pool.members().stream().filter(member -> member.service().filter(rehearsed::contains).isEmpty()).map(member -> member.id().name()).toList();
        if (!blind.isEmpty() || pool.discovers().isPresent()) {
            var whom = pool.discovers().isPresent() ? "the servers of " + pool.name() : String.join(", ", blind);
            written.get(pool.name()).warn("no journey is run against " + whom + ", so what its balancer calls up counts as well; add journeys with pool: " + pool.name());
        }
    }

    private void refuseWhatNoServerAnswers(Duty duty, Map<String, Journey> journeys, Value guard) {
        if (duty.guard().condition() instanceof Condition.JourneyFails(var journey) && ofPool(journey, journeys)) {
            guard.problem(journey + " is run against each server of its pool and judged there; expected the journey of a service");
        }
        duty.runbook().prove().map(Proof::journey).filter(journey -> ofPool(journey, journeys)).ifPresent(journey -> {
            var pool = Optional.ofNullable(pools.get(journeys.get(journey).service().name()));
            if (duty.guard().on().flatMap(on -> pool.flatMap(known -> Layout.serverOf(on, known))).isEmpty()) {
                guard.problem(journey + " is run against each server of its pool; expected on: a service behind one of them");
            }
        });
    }

    private static boolean ofPool(String journey, Map<String, Journey> journeys) {
        return journeys.containsKey(journey) && journeys.get(journey).service().kind().equals("pool");
    }
}

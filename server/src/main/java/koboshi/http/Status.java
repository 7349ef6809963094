package koboshi.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import koboshi.http.Route.Who;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.series.Labels;
import tools.jackson.databind.node.ObjectNode;

/** What clients of Prometheus ask about the server itself. */
final class Status {
    /** The API these doors speak: clients decide by it what they may ask. */
    private static final String SPEAKS = "2.55.0";
    private static final int LISTED = 10;
    private static final int MOST_LISTED = 10_000;
    private static final Duration LATELY = Duration.ofHours(2);

    /**
     * An address of the web: its scheme, who logs in, where it lies, and what comes behind that. A caller's address often has its secret in its path or its
     * parameters. What closes quotes and brackets is none of it.
     */
    private static final Pattern ADDRESS = Pattern.compile("(?i)(https?://)([^\\s/?#\"']*@)?([^\\s/?#\"']*)([/?#]\\S*?(?=[\"'\\])},;]*(?:\\s|$)))?");

    private final House house;
    private final Querying querying;
    private final InstantSource clock;

    Status(House house, Querying querying, InstantSource clock) {
        this.house = house;
        this.querying = querying;
        this.clock = clock;
    }

    List<Route> routes() {
        return Stream.of(
                        List.of(
                                told("/api/v1/status/buildinfo", this::build),
                                told("/api/v1/status/runtimeinfo", this::runtime),
                                told("/api/v1/status/flags", this::flags),
                                told("/api/v1/status/walreplay", () -> Json.object().put("min", 0).put("max", 0).put("current", 0)),
                                told("/api/v1/alertmanagers", Status::nobody),
                                new Route("GET", "/api/v1/status/config", Who.OPERATOR, false, visit -> querying.told(visit, _ -> configuration())),
                                Route.look("/api/v1/status/tsdb", visit -> querying.answered(visit, this::series))),
                        Querying.doors("/api/v1/query_exemplars", visit -> querying.told(visit, Status::exemplars)))
                .flatMap(List::stream)
                .toList();
    }

    private interface Shaped {
        ObjectNode shape();
    }

    private Route told(String path, Shaped shaped) {
        return Route.look(path, visit -> querying.told(visit, _ -> Querying.success(shaped.shape())));
    }

    private ObjectNode build() {
        return Json.object().put("version", SPEAKS).put("revision", "koboshi " + house.version()).put("branch", "").put("buildUser", "").put("buildDate", "")
                .put("goVersion", "");
    }

    private ObjectNode runtime() {
        var premises = house.premises();
        return Json.object()
                .put("startTime", premises.started().toString())
                .put("CWD", premises.folder())
                .put("hostname", hostname())
                .put("serverTime", clock.instant().toString())
                .put("reloadConfigSuccess", true)
                .put("lastConfigTime", premises.followed().toString())
                .put("corruptionCount", 0)
                .put("goroutineCount", Thread.activeCount())
                .put("GOMAXPROCS", Runtime.getRuntime().availableProcessors())
                .put("GOMEMLIMIT", Runtime.getRuntime().maxMemory())
                .put("GOGC", "")
                .put("GODEBUG", "")
                .put("storageRetention", premises.flags().getOrDefault("storage.tsdb.retention.time", ""));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            // A host that does not know its own name has none to show.
            return "";
        }
    }

    private Querying.Telling configuration() {
        return Querying.success(Json.object().put("yaml", shown(house.premises().configuration())));
    }

    /** As it was written but for what may be secret in an address. */
    static String shown(String configuration) {
        return ADDRESS.matcher(configuration).replaceAll(address -> Matcher.quoteReplacement(
                address.group(1) + (address.group(2) == null ? "" : "...@") + address.group(3) + (address.group(4) == null ? "" : "/...")));
    }

    private ObjectNode flags() {
        var shape = Json.object();
        new TreeMap<>(house.premises().flags()).forEach(shape::put);
        return shape;
    }

    private static ObjectNode nobody() {
        var shape = Json.object();
        shape.putArray("activeAlertmanagers");
        shape.putArray("droppedAlertmanagers");
        return shape;
    }

    /** Exemplars are passed over when they come in, so there are never any; a client's page must not fail over that. */
    private static Querying.Telling exemplars(Parameters parameters) {
        Query.parse(parameters.need("query"), Options.standard());
        parameters.moment("start");
        parameters.moment("end");
        return Querying.success(Json.object().arrayNode());
    }

    /** Which names and labels the series of the last hours are made of. */
    private Querying.Telling series(Parameters parameters, Departure departure) {
        int most = Math.min(parameters.limit().orElse(LISTED), MOST_LISTED);
        long now = clock.millis();
        var count = new Count();
        house.archive().series(List.of(), now - LATELY.toMillis(), now).forEach(labels -> {
            departure.refuseToGoOn();
            count.add(labels);
        });
        departure.refuseToGoOn();
        var shape = Json.object();
        shape.putObject("headStats")
                .put("numSeries", count.series)
                .put("numLabelPairs", count.pairs.size())
                .put("chunkCount", 0)
                .put("minTime", now - LATELY.toMillis())
                .put("maxTime", now);
        var values = new HashMap<String, Long>();
        count.values.forEach((name, texts) -> values.put(name, (long) texts.size()));
        list(shape, "seriesCountByMetricName", count.names, most);
        list(shape, "labelValueCountByLabelName", values, most);
        list(shape, "memoryInBytesByLabelName", count.bytes, most);
        list(shape, "seriesCountByLabelValuePair", count.pairs, most);
        return Querying.success(shape);
    }

    private static void list(ObjectNode shape, String name, Map<String, Long> counted, int most) {
        var list = shape.putArray(name);
        counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(each -> list.addObject().put("name", each.getKey()).put("value", each.getValue()));
    }

    private static final class Count {
        private long series;
        private final Map<String, Long> names = new HashMap<>();
        private final Map<String, Long> pairs = new HashMap<>();
        private final Map<String, Long> bytes = new HashMap<>();
        private final Map<String, Set<String>> values = new HashMap<>();

        void add(Labels labels) {
            series++;
            labels.forEach((name, value) -> {
                pairs.merge(name + "=" + value, 1L, Long::sum);
                if (values.computeIfAbsent(name, _ -> new HashSet<>()).add(value)) {
                    bytes.merge(name, (long) value.length(), Long::sum);
                }
            });
            names.merge(labels.name(), 1L, Long::sum);
        }
    }
}

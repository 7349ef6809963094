package koboshi.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import koboshi.scrape.TargetStatus;
import koboshi.series.Labels;
import koboshi.wire.Family;
import tools.jackson.databind.node.ObjectNode;

/** What is scraped, and what is said of metrics, as Prometheus's API tells it. */
final class Scraping {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final House house;
    private final Querying querying;
    private final Described described;

    /** @param described what those say of their metrics who push them */
    Scraping(House house, Querying querying, Described described) {
        this.house = house;
        this.querying = querying;
        this.described = described;
    }

    List<Route> routes() {
        return List.of(
                Route.look("/api/v1/targets", visit -> querying.told(visit, this::targets)),
                Route.look("/api/v1/scrape_pools", visit -> querying.told(visit, _ -> pools())),
                Route.look("/api/v1/metadata", visit -> querying.told(visit, this::metadata)),
                Route.look("/api/v1/targets/metadata", visit -> querying.told(visit, this::targetsMetadata)));
    }

    /** By metric, whoever says it; two that say the same are one. */
    private Querying.Telling metadata(Parameters parameters) {
        var metric = parameters.text("metric");
        int most = parameters.limit().orElse(Integer.MAX_VALUE);
        int mostOfOne = parameters.whole("limit_per_metric").orElse(Integer.MAX_VALUE);
        var all = new TreeMap<String, Set<Family>>();
        Stream.concat(house.targets().all().stream().flatMap(target -> target.families().stream()), described.all().stream())
                .filter(family -> metric.isEmpty() || metric.get().equals(family.name()))
                .forEach(family -> all.computeIfAbsent(family.name(), _ -> new LinkedHashSet<>()).add(family));
        var shape = Json.object();
        all.entrySet().stream().limit(most).forEach(each -> {
            var said = shape.putArray(each.getKey());
            each.getValue().stream().limit(mostOfOne).forEach(family -> said.add(shape(family, Json.object())));
        });
        return Querying.success(shape);
    }

    private Querying.Telling targetsMetadata(Parameters parameters) {
        var metric = parameters.text("metric");
        var matchers = parameters.text("match_target").map(Cataloguing::matchers).orElse(List.of());
        var shape = Json.object().arrayNode();
        house.targets().all().stream()
                .filter(target -> matchers.stream().allMatch(matcher -> matcher.matches(target.labels())))
                .flatMap(target -> target.families().stream()
                        .filter(family -> metric.isEmpty() || metric.get().equals(family.name()))
                        .map(family -> shape(target, family, metric.isEmpty())))
                .limit(parameters.limit().orElse(Integer.MAX_VALUE))
                .forEach(shape::add);
        return Querying.success(shape);
    }

    /** As Prometheus does, the metric that was asked for is not said again. */
    private static ObjectNode shape(TargetStatus target, Family family, boolean named) {
        var shape = Json.object();
        map(shape.putObject("target"), target.labels().asMap());
        if (named) {
            shape.put("metric", family.name());
        }
        return shape(family, shape);
    }

    private static ObjectNode shape(Family family, ObjectNode into) {
        return into.put("type", family.type()).put("help", family.help()).put("unit", family.unit());
    }

    private Querying.Telling pools() {
        var shape = Json.object();
        var pools = shape.putArray("scrapePools");
        house.targets().all().stream().map(TargetStatus::job).distinct().forEach(pools::add);
        return Querying.success(shape);
    }

    private Querying.Telling targets(Parameters parameters) {
        var state = parameters.text("state").orElse("any").toLowerCase(Locale.ROOT);
        if (!Set.of("any", "active", "dropped").contains(state)) {
            throw new Parameters.Wrong("state", "expected active, dropped or any, found \"" + state + "\"");
        }
        var pool = parameters.text("scrapePool");
        var shape = Json.object();
        var active = shape.putArray("activeTargets");
        if (!state.equals("dropped")) {
            house.targets().all().stream().filter(target -> pool.isEmpty() || pool.get().equals(target.job())).forEach(target -> active.add(target(target)));
        }
        var dropped = shape.putArray("droppedTargets");
        if (!state.equals("active")) {
            house.targets().dropped().forEach(labels -> map(dropped.addObject().putObject("discoveredLabels"), labels));
        }
        return Querying.success(shape);
    }

    private static ObjectNode target(TargetStatus target) {
        var shape = Json.object();
        map(shape.putObject("discoveredLabels"), target.discovered());
        map(shape.putObject("labels"), target.labels().asMap());
        return shape.put("scrapePool", target.job())
                .put("scrapeUrl", target.url())
                .put("globalUrl", target.url())
                .put("lastError", target.error())
                .put("lastWarning", target.warning())
                .put("lastScrape", target.last().map(Object::toString).orElse(NEVER))
                .put("lastScrapeDuration", target.took().toNanos() / 1e9)
                .put("health", target.health().name().toLowerCase(Locale.ROOT))
                .put("scrapeInterval", seconds(target.every().toMillis()))
                .put("scrapeTimeout", seconds(target.timeout().toMillis()));
    }

    private static void map(ObjectNode into, Map<String, String> labels) {
        labels.entrySet().stream().filter(label -> !label.getKey().equals(Labels.NAME)).sorted(Map.Entry.comparingByKey())
                .forEach(label -> into.put(label.getKey(), label.getValue()));
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}

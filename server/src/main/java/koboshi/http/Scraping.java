package koboshi.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import koboshi.scrape.TargetStatus;
import koboshi.series.Labels;
import tools.jackson.databind.node.ObjectNode;

/** What is scraped, as Prometheus's API tells it. */
final class Scraping {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final House house;
    private final Querying querying;

    Scraping(House house, Querying querying) {
        this.house = house;
        this.querying = querying;
    }

    List<Route> routes() {
        return List.of(
                Route.look("/api/v1/targets", visit -> querying.told(visit, this::targets)),
                Route.look("/api/v1/scrape_pools", visit -> querying.told(visit, _ -> pools())),
                Route.look("/api/v1/targets/metadata", visit -> querying.told(visit, _ -> Querying.success(Json.object().arrayNode()))));
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

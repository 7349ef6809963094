package koboshi.http;

import java.util.List;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.promql.ParseError;
import koboshi.resource.ResourceId;
import koboshi.ruler.Ruler;
import koboshi.scrape.TargetAlarms;
import koboshi.series.Labels;
import tools.jackson.databind.node.ObjectNode;

/** What there is to draw of each guard: the queries whose answers it judges, and where they turn bad. */
final class Graphs {
    private final House house;

    Graphs(House house) {
        this.house = house;
    }

    List<Route> routes() {
        return List.of(Route.look("/api/graphs", _ -> Reply.of(answer())));
    }

    private Answer answer() {
        var root = Json.object();
        var graphs = root.putArray("graphs");
        house.duties().forEach(duty -> graphs.add(shape(duty.guard())));
        return Answer.json(200, root);
    }

    private static ObjectNode shape(Guard guard) {
        var node = Json.object()
                .put("guard", guard.name())
                .put("on", guard.on().map(ResourceId::toString).orElse(null))
                .put("for", guard.holdFor().toMillis() / 1000.0);
        var plots = node.putArray("plots");
        plots(guard.condition()).forEach(plot -> plots.add(shape(plot)));
        return node.put("foreseen", guard.condition() instanceof Condition.RunsOut);
    }

    private static ObjectNode shape(Plot plot) {
        var node = Json.object().put("query", plot.query()).put("bad", plot.bad().orElse(null)).put("unit", plot.unit().orElse(null));
        node.set("line", plot.line().map(line -> Json.object().put("sign", line.sign()).put("at", line.at())).orElse(null));
        return node;
    }

    /** Nothing for what no series tells: a process that fell, an agent that is away. */
    static List<Plot> plots(Condition condition) {
        return switch (condition) {
            case Condition.Gives(var query) -> written(query);
            case Condition.RunsOut out -> List.of(Plot.of(out.of()).lined(out.falling() ? "<=" : ">=", out.limit()));
            case Condition.Absent(var selector, _) -> List.of(Plot.of(selector.toString()));
            case Condition.Strange strange -> List.of(Plot.of(strange.of()));
            case Condition.Burns(var objective, _) ->
                List.of(Plot.of("(" + objective.good() + ") / (" + objective.total() + ")").lined("<", objective.target()).asShare());
            case Condition.Raised(var alert) -> List.of(TargetAlarms.job(alert)
                    .map(job -> Plot.of("up" + Labels.of("job", job) + " or probe_success" + Labels.of("job", job)).lined("<", 1))
                    .orElseGet(() -> Plot.of("ALERTS" + Labels.of("alertname", Ruler.alert(alert)))));
            case Condition.JourneyFails(var journey) -> List.of(journey(journey));
            case Condition.HeartbeatOverdue _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _,
                    Condition.BalancerAway _ -> List.of();
        };
    }

    /** The worst run of each step counts: between two moments of a drawing a journey may have failed and healed. */
    private static Plot journey(String name) {
        var labels = Labels.of("journey", name);
        var success = "koboshi_journey_success" + labels;
        return Plot.of("koboshi_journey_duration_seconds" + labels).shadedBy("min_over_time(" + success + "[$step]) == 0 or " + success + " == 0");
    }

    /** A guard that was taken on by an older release must not keep the others from being drawn. */
    private static List<Plot> written(String condition) {
        try {
            return Plots.of(condition);
        } catch (ParseError _) {
            return List.of();
        }
    }
}

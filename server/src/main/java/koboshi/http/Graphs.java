package koboshi.http;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.promql.ParseError;
import koboshi.resource.ResourceId;
import koboshi.rule.Rule;
import koboshi.ruler.Ruler;
import koboshi.scrape.TargetAlarms;
import koboshi.series.Labels;
import tools.jackson.databind.node.ObjectNode;

/** What there is to draw of each guard: the queries whose answers it judges, and where they turn bad. */
final class Graphs {
    private static final int CROWD = 24;
    private static final Set<ViewedGuard.Standing> LOUD = Set.of(ViewedGuard.Standing.PENDING, ViewedGuard.Standing.FIRING);

    private final House house;

    Graphs(House house) {
        this.house = house;
    }

    List<Route> routes() {
        return List.of(Route.look("/api/graphs", visit -> Reply.of(answer(visit.query("guard")))));
    }

    /** Rules come by the thousand: of those whose alerts nobody raises, only their number is told. */
    private Answer answer(Optional<String> wanted) {
        var told = told();
        wanted.ifPresent(told::add);
        var guards = house.duties().stream().map(Duty::guard).toList();
        var shown = guards.stream().filter(guard -> !ruled(guard) || told.contains(guard.name())).toList();
        var alerting = shown.stream().anyMatch(Graphs::ruled) ? alerting() : Map.<String, List<Rule.Alerting>>of();
        var root = Json.object();
        var graphs = root.putArray("graphs");
        shown.forEach(guard -> graphs.add(shape(guard, alerting)));
        return Answer.json(200, root.put("quiet", guards.size() - shown.size()));
    }

    private static boolean ruled(Guard guard) {
        return guard.condition() instanceof Condition.Raised(var alert) && TargetAlarms.job(alert).isEmpty();
    }

    /** The guards of which something stands on the page: they suspect, they fire, or they opened an incident that is at hand. After a start no rule can judge yet, which is nothing to draw. */
    private Set<String> told() {
        var view = house.view();
        var standing = view.guards().stream().filter(guard -> LOUD.contains(guard.standing())).map(ViewedGuard::key);
        var incidents = view.incidents().stream().map(incident -> incident.by().toString());
        return Stream.concat(standing, incidents).map(key -> key.replaceFirst("(?s)\\{.*", "")).collect(Collectors.toCollection(HashSet::new));
    }

    private Map<String, List<Rule.Alerting>> alerting() {
        return house.rules().stream()
                .flatMap(group -> group.rules().stream())
                .flatMap(view -> view.rule() instanceof Rule.Alerting alerting ? Stream.of(alerting) : Stream.empty())
                .collect(Collectors.groupingBy(Rule.Alerting::name));
    }

    private ObjectNode shape(Guard guard, Map<String, List<Rule.Alerting>> alerting) {
        var rules = guard.condition() instanceof Condition.Raised(var alert) ? alerting.getOrDefault(Ruler.alert(alert), List.of()) : List.<Rule.Alerting>of();
        var hold = rules.stream().map(Rule.Alerting::hold).min(Comparator.naturalOrder()).orElse(guard.holdFor());
        var node = Json.object()
                .put("guard", guard.name())
                .put("on", guard.on().map(ResourceId::toString).orElse(null))
                .put("for", hold.toMillis() / 1000.0);
        var plots = node.putArray("plots");
        drawn(guard.condition(), rules).forEach(plot -> plots.add(shape(plot)));
        return node.put("foreseen", guard.condition() instanceof Condition.RunsOut);
    }

    /** Of a job of very many targets it is drawn how many do not answer: a curve for each would show nothing. */
    private List<Plot> drawn(Condition condition, List<Rule.Alerting> rules) {
        if (!rules.isEmpty()) {
            return rules.stream().flatMap(rule -> Plots.of(rule.query().text()).stream()).distinct().toList();
        }
        if (condition instanceof Condition.Raised(var alert)) {
            var crowded = TargetAlarms.job(alert).filter(job -> house.targets().all().stream().filter(target -> target.job().equals(job)).count() > CROWD);
            return crowded.map(job -> List.of(Plot.of("count((" + answering(job) + ") == 0) or vector(0)").lined(">", 0))).orElseGet(() -> plots(condition));
        }
        return plots(condition);
    }

    private static String answering(String job) {
        return "up" + Labels.of("job", job) + " or probe_success" + Labels.of("job", job);
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
                    .map(job -> Plot.of(answering(job)).lined("==", 0))
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

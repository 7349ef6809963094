package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import koboshi.rule.Rule;
import koboshi.ruler.GroupView;
import koboshi.ruler.RuleView;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** Which rules are in force and what they raise, as Prometheus's API tells it. */
final class Ruling {
    private final House house;
    private final Querying querying;

    Ruling(House house, Querying querying) {
        this.house = house;
        this.querying = querying;
    }

    List<Route> routes() {
        return List.of(
                Route.look("/api/v1/rules", visit -> querying.told(visit, this::rules)),
                Route.look("/api/v1/alerts", visit -> querying.told(visit, _ -> alerts())));
    }

    private Querying.Telling alerts() {
        var root = Json.object();
        var alerts = root.putArray("alerts");
        house.rules().forEach(group -> group.rules().forEach(rule -> rule.active().forEach(alert -> RuleShape.alert(alerts, alert))));
        return Querying.success(root);
    }

    private Querying.Telling rules(Parameters parameters) {
        var wanted = wanted(parameters);
        boolean withAlerts = !flag(parameters, "exclude_alerts");
        var page = page(parameters);
        var root = Json.object();
        var groups = root.putArray("groups");
        page.groups().forEach(group -> {
            var rules = group.rules().stream().filter(wanted).toList();
            if (!rules.isEmpty() || group.rules().isEmpty()) {
                var shape = RuleShape.group(group);
                var array = shape.putArray("rules");
                rules.forEach(rule -> array.add(RuleShape.rule(rule, withAlerts)));
                groups.add(shape);
            }
        });
        page.next().ifPresent(token -> root.put("groupNextToken", token));
        return Querying.success(root);
    }

    private static boolean flag(Parameters parameters, String name) {
        return parameters.text(name).map(text -> switch (text) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw new Parameters.Wrong(name, "expected true or false, found \"" + text + "\"");
        }).orElse(false);
    }

    private static Predicate<RuleView> wanted(Parameters parameters) {
        var type = parameters.text("type").orElse("");
        if (!Set.of("", "alert", "record").contains(type)) {
            throw new Parameters.Wrong("type", "not supported value \"" + type + "\": expected alert or record");
        }
        var names = new HashSet<>(parameters.all("rule_name[]"));
        var selectors = parameters.all("match[]").stream().map(Cataloguing::matchers).toList();
        return view -> (type.isEmpty() || type.equals("alert") == view.rule() instanceof Rule.Alerting)
                && (names.isEmpty() || names.contains(view.rule().name()))
                && (selectors.isEmpty() || selectors.stream().anyMatch(matchers -> matches(view.rule(), matchers)));
    }

    private static boolean matches(Rule rule, List<Matcher> matchers) {
        var labels = switch (rule) {
            case Rule.Recording recording -> Labels.of(recording.labels());
            case Rule.Alerting alerting -> {
                Map<String, String> texts = new TreeMap<>();
                alerting.labels().forEach((name, template) -> texts.put(name, template.text()));
                yield Labels.of(texts);
            }
        };
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /** @param next where to go on, where there is more */
    private record Page(List<GroupView> groups, Optional<String> next) {}

    private Page page(Parameters parameters) {
        var files = new HashSet<>(parameters.all("file[]"));
        var names = new HashSet<>(parameters.all("rule_group[]"));
        var all = house.rules().stream()
                .filter(group -> (files.isEmpty() || files.contains(group.file())) && (names.isEmpty() || names.contains(group.group().name())))
                .toList();
        var limit = parameters.whole("group_limit");
        var token = parameters.text("group_next_token");
        if (token.isPresent() && limit.isEmpty()) {
            throw new Parameters.Wrong("group_limit", "group_limit needs to be set in order to paginate over the groups");
        }
        int from = token.map(text -> from(all, text)).orElse(0);
        int to = limit.map(most -> Math.min(all.size(), from + most)).orElse(all.size());
        return new Page(new ArrayList<>(all.subList(from, to)), to < all.size() ? Optional.of(token(all.get(to))) : Optional.empty());
    }

    private static int from(List<GroupView> groups, String token) {
        for (int i = 0; i < groups.size(); i++) {
            if (token(groups.get(i)).equals(token)) {
                return i;
            }
        }
        throw new Parameters.Wrong("group_next_token", "invalid group_next_token \"" + token + "\": were rule groups changed?");
    }

    private static String token(GroupView group) {
        return Hashes.hex(Hashes.sha256((group.file() + ";" + group.group().name()).getBytes(StandardCharsets.UTF_8)));
    }
}

package koboshi.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.promqltest.Notation;
import koboshi.promqltest.Point;
import koboshi.promqltest.ScriptError;
import koboshi.rule.RuleGroup;
import koboshi.rule.Surroundings;
import koboshi.rule.UnitTest;
import koboshi.rule.UnitTests;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** Reads the tests people write for their rules, in the form promtool takes; the rule files they name have been read before. */
final class UnitTestReader {
    static final List<String> KEYS = List.of("rule_files", "evaluation_interval", "group_eval_order", "fuzzy_compare", "tests");
    private static final List<String> TEST = List.of("name", "interval", "input_series", "alert_rule_test", "promql_expr_test", "external_labels",
            "external_url", "start_timestamp");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fields fields;
    private final Options options;

    UnitTestReader(Fields fields, Options options) {
        this.fields = fields;
        this.options = options;
    }

    UnitTests read(List<RuleGroup> groups) {
        var interval = longer(fields, "evaluation_interval", MINUTE);
        boolean fuzzy = fields.get("fuzzy_compare", Value::flag).orElse(false);
        var tests = RuleReader.list(fields, "tests", "a list of tests").stream().map(item -> test(item, interval)).toList();
        return new UnitTests(interval, order(groups), fuzzy, groups, tests);
    }

    /** Zero means nothing was said. */
    private static Duration longer(Fields fields, String key, Duration otherwise) {
        return fields.get(key, RuleReader::duration).filter(Duration::isPositive).orElse(otherwise);
    }

    private List<String> order(List<RuleGroup> groups) {
        var order = new ArrayList<String>();
        var names = groups.stream().map(RuleGroup::name).distinct().toList();
        for (var item : RuleReader.list(fields, "group_eval_order", "a list of names of groups")) {
            item.text("the name of a group").ifPresent(name -> {
                if (order.contains(name)) {
                    item.problem("the group " + Value.quoted(name) + " is repeated in the order");
                } else if (!names.contains(name)) {
                    item.warn("no rule file has a group " + Value.quoted(name));
                }
                order.add(name);
            });
        }
        return order;
    }

    private UnitTest test(Value item, Duration evaluation) {
        var test = item.fields(TEST);
        var name = test.get("name", value -> value.anyText("a name")).orElse("");
        var input = new ArrayList<UnitTest.Input>();
        RuleReader.list(test, "input_series", "a list of series").forEach(series -> input(series).ifPresent(input::add));
        var alerts = new ArrayList<UnitTest.AlertCase>();
        RuleReader.list(test, "alert_rule_test", "a list of alerts to look for").forEach(one -> alert(one).ifPresent(alerts::add));
        var queries = new ArrayList<UnitTest.QueryCase>();
        RuleReader.list(test, "promql_expr_test", "a list of queries").forEach(one -> query(one).ifPresent(queries::add));
        var surroundings = new Surroundings(Labels.of(RuleReader.texts(test, "external_labels", true)),
                test.get("external_url", value -> value.anyText("an address")).orElse(""));
        return new UnitTest(item.place().line(), name, longer(test, "interval", evaluation), test.get("start_timestamp", this::start).orElse(Instant.EPOCH), input,
                alerts, queries, surroundings);
    }

    private Optional<Instant> start(Value value) {
        return value.text("seconds since 1970, or a time such as 2021-01-01T00:00:00Z").flatMap(text -> {
            try {
                return Optional.of(text.matches("-?\\d{1,11}(\\.\\d{1,9})?")
                        ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
                        : OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException _) {
                value.problem("expected seconds since 1970, or a time such as 2021-01-01T00:00:00Z, found " + Value.quoted(text));
                return Optional.empty();
            }
        });
    }

    private Optional<UnitTest.Input> input(Value item) {
        var series = item.fields(List.of("series", "values"));
        var labels = series.need("series", "a series such as up{job=\"api\"}", UnitTestReader::labels);
        var points = series.get("values", UnitTestReader::points).orElse(List.of());
        return labels.map(read -> new UnitTest.Input(item.place().line(), read, points));
    }

    private static Optional<Labels> labels(Value value) {
        return value.text("a series such as up{job=\"api\"}").flatMap(text -> {
            try {
                return Optional.of(text.strip().equals("{}") ? Labels.NONE : Query.labels(text));
            } catch (QueryException error) {
                value.problem("not a series: " + error.getMessage());
                return Optional.empty();
            }
        });
    }

    private static Optional<Labels> labelsOrNone(Value value) {
        boolean none = value.isNull() || value.anyText("labels").filter(String::isBlank).isPresent();
        return none ? Optional.of(Labels.NONE) : labels(value);
    }

    private static Optional<List<Point>> points(Value value) {
        return value.isNull() ? Optional.of(List.of()) : value.anyText("points such as 1 2 3+1x5 _ stale").flatMap(text -> {
            try {
                return Optional.of(Notation.points(text));
            } catch (ScriptError error) {
                value.problem(error.getMessage());
                return Optional.empty();
            }
        });
    }

    private static Duration at(Fields fields) {
        return fields.get("eval_time", RuleReader::duration).orElse(Duration.ZERO);
    }

    private static Optional<UnitTest.AlertCase> alert(Value item) {
        var one = item.fields(List.of("eval_time", "alertname", "exp_alerts"));
        var name = one.need("alertname", "the name of an alert", value -> value.text("the name of an alert"));
        var expected = RuleReader.list(one, "exp_alerts", "a list of alerts").stream().map(alert -> firing(alert, name.orElse(""))).toList();
        var at = at(one);
        return name.map(alert -> new UnitTest.AlertCase(item.place().line(), at, alert, expected));
    }

    private static UnitTest.Firing firing(Value item, String name) {
        var alert = item.fields(List.of("exp_labels", "exp_annotations"));
        var labels = RuleReader.texts(alert, "exp_labels", false);
        labels.put("alertname", name);
        return new UnitTest.Firing(Labels.of(labels), RuleReader.texts(alert, "exp_annotations", false));
    }

    private Optional<UnitTest.QueryCase> query(Value item) {
        var one = item.fields(List.of("expr", "eval_time", "exp_samples"));
        var query = one.need("expr", "a query", value -> RuleReader.query(value, options));
        var expected = new ArrayList<UnitTest.Given>();
        RuleReader.list(one, "exp_samples", "a list of samples").forEach(sample -> given(sample).ifPresent(expected::add));
        var at = at(one);
        return query.map(read -> new UnitTest.QueryCase(item.place().line(), at, read, expected));
    }

    private static Optional<UnitTest.Given> given(Value item) {
        var sample = item.fields(List.of("labels", "value", "histogram"));
        // Nothing at all means no labels, too.
        var labels = sample.has("labels") ? sample.get("labels", UnitTestReader::labelsOrNone) : Optional.of(Labels.NONE);
        var histogram = sample.get("histogram", UnitTestReader::histogram);
        var value = sample.get("value", UnitTestReader::number).orElse(0.0);
        return labels.map(read -> new UnitTest.Given(read, value, histogram.orElse(null)));
    }

    private static Optional<Histogram> histogram(Value value) {
        return points(value).flatMap(points -> {
            if (points.size() == 1 && points.getFirst() instanceof Point.Native(var histogram, _)) {
                return Optional.of(histogram);
            }
            value.problem("expected one histogram such as {{schema:0 sum:3 count:2 buckets:[2]}}");
            return Optional.empty();
        });
    }

    private static Optional<Double> number(Value value) {
        return value.text("a number").flatMap(text -> {
            var plain = text.replace("_", "").toLowerCase(Locale.ROOT);
            if (plain.matches("[+-]?\\.?inf(inity)?")) {
                return Optional.of(plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            }
            if (plain.matches("\\.?nan")) {
                return Optional.of(Double.NaN);
            }
            if (plain.matches("0x[0-9a-f]{1,15}")) {
                return Optional.of((double) Long.parseLong(plain.substring(2), 16));
            }
            if (plain.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d{1,9})?")) {
                return Optional.of(Double.parseDouble(plain));
            }
            value.problem("expected a number, found " + Value.quoted(text));
            return Optional.empty();
        });
    }
}

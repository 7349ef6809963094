package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.rule.Rule;
import koboshi.rule.RuleGroup;
import koboshi.rule.Template;
import koboshi.rule.TemplateError;
import koboshi.series.Labels;

/** Reads Prometheus's rule files, as strictly as Prometheus does. */
final class RuleReader {
    private static final List<String> GROUP = List.of("name", "interval", "limit", "query_offset", "labels", "rules");
    private static final List<String> RULE = List.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final String DURATION = "a duration such as 30s or 1h30m";

    private final Options options;

    RuleReader(Options options) {
        this.options = options;
    }

    List<RuleGroup> file(Value root) {
        var groups = new ArrayList<RuleGroup>();
        var names = new HashMap<String, Place>();
        for (var item : list(root.fields(List.of("groups")), "groups", "a list of groups")) {
            group(item, names).ifPresent(groups::add);
        }
        return groups;
    }

    /** The items of a key that may be absent, or have nothing behind it. */
    static List<Value> list(Fields fields, String key, String expected) {
        return fields.value(key).filter(value -> !value.isNull()).flatMap(value -> value.items(expected)).orElse(List.of());
    }

    private Optional<RuleGroup> group(Value item, Map<String, Place> names) {
        var fields = item.fields(GROUP);
        var name = fields.need("name", "the group's name", value -> value.text("the group's name"));
        name.ifPresent(text -> {
            var first = names.putIfAbsent(text, item.place());
            if (first != null) {
                fields.value("name").orElse(item).problem("the group " + Value.quoted(text) + " is repeated in this file; first at " + first);
            }
        });
        var interval = duration(fields, "interval");
        var offset = duration(fields, "query_offset");
        int limit = fields.get("limit", value -> value.whole(-999_999_999, 999_999_999)).orElse(0);
        var labels = texts(fields, "labels", true);
        var rules = new ArrayList<Rule>();
        list(fields, "rules", "a list of rules").forEach(rule -> rule(rule, labels).ifPresent(rules::add));
        return name.map(text -> new RuleGroup(text, interval, offset, limit, rules));
    }

    private static Duration duration(Fields fields, String key) {
        return fields.get(key, RuleReader::duration).orElse(Duration.ZERO);
    }

    /** As Prometheus writes them; a bare number is none, but for 0. */
    static Optional<Duration> duration(Value value) {
        return value.text(DURATION).flatMap(text -> {
            try {
                boolean bare = text.matches("[\\d.+-]+") && !text.equals("0");
                var duration = bare ? Duration.ofMillis(-1) : Query.duration(text);
                if (!duration.isNegative() && text.matches("0|[0-9a-z]+[a-z]")) {
                    return Optional.of(duration);
                }
            } catch (QueryException _) {
                // Told below, in the same words as any other that is none.
            }
            value.problem("expected " + DURATION + ", found " + Value.quoted(text), Durations.nearest(text));
            return Optional.empty();
        });
    }

    private Optional<Rule> rule(Value item, SortedMap<String, String> ofGroup) {
        var fields = item.fields(RULE);
        var kind = fields.exactlyOne(List.of("record", "alert"));
        var query = fields.need("expr", "a query", value -> query(value, options));
        var labels = new TreeMap<>(ofGroup);
        labels.putAll(texts(fields, "labels", true));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        var place = item.place().toString();
        return kind.get().equals("record") ? recording(fields, query, labels, place) : alerting(fields, query, labels, place);
    }

    private static Optional<Rule> recording(Fields fields, Optional<Query> query, SortedMap<String, String> labels, String place) {
        fields.refuse(List.of("for", "keep_firing_for", "annotations"), "means nothing in a recording rule; expected it in an alerting rule only");
        var name = fields.get("record", value -> value.text("the name of a series")).filter(text -> {
            boolean braces = text.contains("{") || text.contains("}");
            if (braces) {
                fields.value("record").ifPresent(value -> value.problem("expected the name of a series, without braces; labels stand under labels"));
            }
            return !braces;
        });
        return name.isPresent() && query.isPresent() ? Optional.of(new Rule.Recording(name.get(), query.get(), labels, place)) : Optional.empty();
    }

    private static Optional<Rule> alerting(Fields fields, Optional<Query> query, SortedMap<String, String> labels, String place) {
        var name = fields.get("alert", value -> value.text("the name of an alert"));
        var hold = duration(fields, "for");
        var keep = duration(fields, "keep_firing_for");
        // A label the rule writes itself is told where it stands, one of its group at the rule.
        var named = new TreeMap<String, Template>();
        var written = fields.value("labels").filter(Value::isMapping).map(value -> value.entries("a mapping of labels")).orElse(Map.of());
        labels.forEach((label, text) -> template(written.getOrDefault(label, fields.owner()), text).ifPresent(template -> named.put(label, template)));
        var annotations = new TreeMap<String, Template>();
        var notes = fields.value("annotations").filter(value -> !value.isNothing()).map(value -> value.entries("a mapping of annotations")).orElse(Map.of());
        texts(fields, "annotations", false).forEach((note, text) ->
                template(notes.getOrDefault(note, fields.owner()), text).ifPresent(template -> annotations.put(note, template)));
        return name.isPresent() && query.isPresent()
                ? Optional.of(new Rule.Alerting(name.get(), query.get(), hold, keep, named, annotations, place))
                : Optional.empty();
    }

    private static Optional<Template> template(Value value, String text) {
        try {
            return Optional.of(Template.parse(text));
        } catch (TemplateError error) {
            value.problemAt(text, Math.max(0, error.start()), "not a template: " + error.getMessage());
            return Optional.empty();
        }
    }

    /** A mapping of names to text; numbers and flags count as the text they are written as, nothing as empty text. */
    static SortedMap<String, String> texts(Fields fields, String key, boolean labels) {
        var texts = new TreeMap<String, String>();
        fields.value(key).ifPresent(mapping -> mapping.entries("a mapping of names to text").forEach((name, value) -> {
            if (name.isEmpty() || labels && name.equals(Labels.NAME)) {
                value.report().problem(value.named(), value.key(), "expected the name of a label" + (name.isEmpty() ? "" : " other than " + Labels.NAME));
            }
            (value.isNull() ? Optional.of("") : value.anyText("text")).ifPresent(text -> texts.put(name, text));
        }));
        return texts;
    }

    static Optional<Query> query(Value value, Options options) {
        return value.text("a query").flatMap(text -> {
            try {
                return Optional.of(Query.parse(text, options));
            } catch (ParseError error) {
                value.problemAt(text, error.start(), "not PromQL: " + error.reason());
                return Optional.empty();
            }
        });
    }
}

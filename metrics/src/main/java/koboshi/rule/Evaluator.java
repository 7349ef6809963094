package koboshi.rule;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import koboshi.promql.Engine;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.promql.Value;
import koboshi.rule.Round.Trouble;
import koboshi.series.Labels;
import koboshi.series.Measured;
import koboshi.series.Sample;
import koboshi.series.Sink;
import koboshi.series.Sink.Taken;
import koboshi.series.Source;

/**
 * Evaluates a group again and again, and owns what it remembers in between: its alerts, and the series each rule wrote last.
 *
 * <p>For one thread at a time. The moment is given and must not go back.
 */
public final class Evaluator {
    private static final int MOST_REMEMBERED_QUERIES = 1_000;

    private final RuleGroup group;
    private final Engine engine;
    private final Sink sink;
    private final Surroundings surroundings;
    private final Datum.Labels externalLabels;
    private final List<Standing> standings;
    private final List<Set<Labels>> written;
    private final Map<String, Query> queries = new HashMap<>();
    /** Whether what alerts were before a restart is still to be read, and must not be written over. */
    private boolean waits;
    private List<Trouble> failures = new ArrayList<>();
    private List<Trouble> templates = new ArrayList<>();

    public Evaluator(RuleGroup group, Engine engine, Sink sink, Surroundings surroundings) {
        this.group = group;
        this.engine = engine;
        this.sink = sink;
        this.surroundings = surroundings;
        this.externalLabels = Template.map(surroundings.externalLabels());
        this.standings = group.rules().stream().map(_ -> new Standing()).toList();
        this.written = new ArrayList<>(group.rules().stream().map(_ -> Set.<Labels>of()).toList());
    }

    /**
     * Goes on where another left off, as after a change of the rule files: rules that are still the same keep their alerts, and series nobody writes any more end.
     *
     * @param before is not to be used again
     * @param at the moment of the change
     */
    public void takeOver(Evaluator before, Instant at) {
        var left = new LinkedHashMap<Map.Entry<String, Map<String, String>>, Deque<Integer>>();
        for (int i = 0; i < before.group.rules().size(); i++) {
            left.computeIfAbsent(identity(before.group.rules().get(i)), _ -> new ArrayDeque<>()).add(i);
        }
        for (int i = 0; i < group.rules().size(); i++) {
            var same = left.getOrDefault(identity(group.rules().get(i)), new ArrayDeque<>()).poll();
            if (same != null) {
                standings.get(i).takeOver(before.standings.get(same));
                written.set(i, before.written.get(same));
            }
        }
        // By the old group's offset: by a larger one they would end before their last sample, which is no end.
        left.values().forEach(rules -> rules.forEach(rule ->
                sink.append(before.written.get(rule).stream().map(labels -> before.ended(labels, at)).toList())));
    }

    /** The same kind, name and labels: what makes a rule write the same series. */
    private static Map.Entry<String, Map<String, String>> identity(Rule rule) {
        return switch (rule) {
            case Rule.Recording recording -> Map.entry("record " + rule.name(), recording.labels());
            case Rule.Alerting alerting -> {
                var labels = new TreeMap<String, String>();
                alerting.labels().forEach((name, template) -> labels.put(name, template.text()));
                yield Map.entry("alert " + rule.name(), labels);
            }
        };
    }

    public RuleGroup group() {
        return group;
    }

    /** The alerts of one rule of the group, by its index, with those resolved in the last quarter of an hour. */
    public List<Alert> alerts(int rule) {
        return standings.get(rule).alerts();
    }

    /** Writes nothing about alerts until {@link #restore}: what was written before a restart must outlast another one. */
    public void awaitRestore() {
        waits = true;
    }

    /**
     * Gives alerts the time they had been there for before a restart, from what was written then. Call it once, after two evaluations: before, what recording
     * rules write and what comes in from outside may not be there yet.
     *
     * @param written where this evaluator's series are read from
     */
    public void restore(Source written, Instant at) {
        waits = false;
        var restoring = new Restoring(written, at);
        for (int i = 0; i < group.rules().size(); i++) {
            if (group.rules().get(i) instanceof Rule.Alerting rule) {
                restoring.restore(rule, standings.get(i));
            }
        }
    }

    public Round evaluate(Instant at, Pulse pulse) {
        return evaluate(at, pulse, _ -> {});
    }

    /**
     * Evaluates every rule in order; a failing one hinders no other.
     *
     * @param done is told the index of each rule once it was evaluated, for those who measure how long each took
     */
    public Round evaluate(Instant at, Pulse pulse, IntConsumer done) {
        failures = new ArrayList<>();
        templates = new ArrayList<>();
        for (int i = 0; i < group.rules().size(); i++) {
            evaluate(i, at, pulse);
            done.accept(i);
        }
        return new Round(failures, templates);
    }

    /** Whatever goes wrong, be it in the store or in ourselves, is the trouble of this rule and not of those after it. */
    private void evaluate(int index, Instant at, Pulse pulse) {
        var rule = group.rules().get(index);
        try {
            write(index, results(index, rule, at, pulse), at);
        } catch (QueryException | Unfit trouble) {
            failures.add(new Trouble(rule, "", trouble.getMessage()));
        } catch (RuntimeException broken) {
            failures.add(new Trouble(rule, "", broken.toString()));
        }
    }

    /** The series of this rule end: nobody will write them any more. */
    public void end(Instant at) {
        written.forEach(series -> sink.append(series.stream().map(labels -> ended(labels, at)).toList()));
    }

    private Measured ended(Labels labels, Instant at) {
        return new Measured(labels, new Sample(written(at), Sample.STALE));
    }

    /** The query had an answer, but not one the rule can use. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    private List<Measured> results(int index, Rule rule, Instant at, Pulse pulse) {
        var elements = elements(rule.query(), at.minus(group.queryOffset()), pulse);
        return switch (rule) {
            case Rule.Recording recording -> record(recording, elements, at);
            case Rule.Alerting alerting -> alert(index, alerting, elements, at, pulse);
        };
    }

    private List<Value.Element> elements(Query query, Instant at, Pulse pulse) {
        return switch (engine.instant(query, at, pulse).value()) {
            case Value.Vector vector -> vector.elements();
            case Value.Scalar scalar -> List.of(new Value.Element(Labels.NONE, new Sample(scalar.millis(), scalar.value())));
            case Value.Text _, Value.Matrix _ -> throw new Unfit("rule result is not a vector or scalar");
        };
    }

    private long written(Instant at) {
        return at.minus(group.queryOffset()).toEpochMilli();
    }

    private List<Measured> record(Rule.Recording rule, List<Value.Element> elements, Instant at) {
        var given = new ArrayList<Measured>(elements.size());
        var seen = new HashSet<Labels>();
        for (var element : elements) {
            var map = element.labels().asMap();
            map.put(Labels.NAME, rule.name());
            map.putAll(rule.labels());
            var labels = Labels.of(map);
            if (!seen.add(labels)) {
                throw new Unfit("vector contains metrics with the same labelset after applying rule labels");
            }
            given.add(new Measured(labels, new Sample(written(at), element.sample().value(), element.sample().histogram())));
        }
        if (group.limit() > 0 && given.size() > group.limit()) {
            throw new Unfit("exceeded limit of " + group.limit() + " with " + given.size() + " series");
        }
        return given;
    }

    private List<Measured> alert(int index, Rule.Alerting rule, List<Value.Element> elements, Instant at, Pulse pulse) {
        var found = new LinkedHashMap<Labels, Alert>();
        var asker = asker(at, pulse);
        for (var element : elements) {
            var alert = alert(rule, element, at, asker);
            if (found.put(alert.labels(), alert) != null) {
                throw new Unfit("vector contains metrics with the same labelset after applying alert labels");
            }
        }
        var active = standings.get(index).take(found, rule, at);
        if (group.limit() > 0 && active.size() > group.limit()) {
            standings.get(index).clear();
            throw new Unfit("exceeded limit of " + group.limit() + " with " + active.size() + " alerts");
        }
        var given = new ArrayList<Measured>(2 * active.size());
        if (!waits) {
            active.forEach(alert -> given.addAll(series(rule, alert, written(at))));
        }
        return given;
    }

    private Alert alert(Rule.Alerting rule, Value.Element element, Instant at, Function<String, Datum.Result> asker) {
        var sample = element.sample();
        Object value = sample.histogram() == null ? (Object) sample.value() : Histograms.text(sample.histogram());
        var root = new Datum.Root(Template.map(element.labels()), externalLabels, surroundings.externalUrl(), value);
        var filler = new Filler(rule, new Template.Subject(root, surroundings), asker);
        var labels = element.labels().asMap();
        labels.remove(Labels.NAME);
        labels.putAll(filler.fill("label", rule.labels()));
        labels.put("alertname", rule.name());
        return Alert.seen(Labels.of(labels), filler.fill("annotation", rule.annotations()), sample.value(), at);
    }

    /** Fills in the templates of one rule for one element. */
    private final class Filler {
        private final Rule.Alerting rule;
        private final Template.Subject subject;
        private final Function<String, Datum.Result> asker;

        Filler(Rule.Alerting rule, Template.Subject subject, Function<String, Datum.Result> asker) {
            this.rule = rule;
            this.subject = subject;
            this.asker = asker;
        }

        SortedMap<String, String> fill(String part, SortedMap<String, Template> texts) {
            var filled = new TreeMap<String, String>();
            texts.forEach((name, template) -> filled.put(name, filled(part + " " + name, template)));
            return filled;
        }

        private String filled(String part, Template template) {
            try {
                return template.expand(rule.name(), subject, asker);
            } catch (TemplateError error) {
                var message = "error executing template __alert_" + rule.name() + ": " + error.getMessage();
                templates.add(new Trouble(rule, part, message));
                return "<error expanding template: " + message + ">";
            }
        }
    }

    private Function<String, Datum.Result> asker(Instant at, Pulse pulse) {
        return text -> {
            try {
                if (queries.size() > MOST_REMEMBERED_QUERIES) {
                    queries.clear();
                }
                var query = queries.computeIfAbsent(text, this::parsed);
                return new Datum.Result(elements(query, at, pulse).stream().map(Evaluator::sample).toList());
            } catch (QueryException | Unfit trouble) {
                throw new TemplateError(trouble.getMessage());
            }
        };
    }

    private Query parsed(String text) {
        return Query.parse(text, engine.options());
    }

    private static Datum.Sample sample(Value.Element element) {
        var sample = element.sample();
        return new Datum.Sample(Template.map(element.labels()), sample.histogram() == null ? (Object) sample.value() : Histograms.text(sample.histogram()));
    }

    /** ALERTS, and ALERTS_FOR_STATE whose value is the second since when. */
    private static List<Measured> series(Rule.Alerting rule, Alert alert, long millis) {
        var labels = written(rule, alert);
        labels.put(Labels.NAME, Restoring.SINCE);
        var since = new Measured(Labels.of(labels), new Sample(millis, alert.activeAt().getEpochSecond()));
        labels.put(Labels.NAME, Restoring.ALERTS);
        labels.put("alertstate", alert.state().word());
        return List.of(new Measured(Labels.of(labels), new Sample(millis, 1)), since);
    }

    /** A label that was filled in with nothing shows its template here, as in Prometheus. */
    static SortedMap<String, String> written(Rule.Alerting rule, Alert alert) {
        var labels = new TreeMap<String, String>();
        rule.labels().forEach((name, template) -> labels.put(name, template.text()));
        labels.putAll(alert.labels().asMap());
        return labels;
    }

    /** A series the rule gave last time and does not give now has ended. */
    private void write(int index, List<Measured> given, Instant at) {
        var became = sink.append(given);
        var now = new LinkedHashSet<Labels>();
        var taken = new EnumMap<Taken, Integer>(Taken.class);
        for (int i = 0; i < given.size(); i++) {
            taken.merge(became.get(i), 1, Integer::sum);
            if (became.get(i) == Taken.TAKEN || became.get(i) == Taken.REPEATED) {
                now.add(given.get(i).labels());
            }
        }
        var gone = written.get(index).stream().filter(before -> !now.contains(before)).map(labels -> ended(labels, at)).toList();
        if (!gone.isEmpty()) {
            sink.append(gone);
        }
        written.set(index, now);
        refusal(taken).ifPresent(why -> failures.add(new Trouble(group.rules().get(index), "", why)));
    }

    private static Optional<String> refusal(Map<Taken, Integer> taken) {
        if (taken.containsKey(Taken.TOO_MANY_SERIES)) {
            return Optional.of(taken.get(Taken.TOO_MANY_SERIES) + " samples not kept: too many series");
        }
        return Optional.ofNullable(taken.get(Taken.OUT_OF_ORDER))
                .map(count -> count + " samples not kept: the series already has another, or a later one, at this timestamp");
    }
}

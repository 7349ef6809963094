package koboshi.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promql.QueryException;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** One test: evaluates all groups from its start on, looks at the alerts where cases ask for them, and asks the queries at the end. */
final class UnitTestRun {
    private final UnitTests file;
    private final UnitTest test;
    private final Pulse pulse;
    private final Verdict.Builder verdict;
    private final Stage stage;
    private final Engine engine;
    private final List<Evaluator> evaluators;
    /** The cases about alerts by the evaluation after which they look. */
    private final TreeMap<Long, List<UnitTest.AlertCase>> due = new TreeMap<>();

    UnitTestRun(UnitTests file, UnitTest test, Options options, Pulse pulse, Verdict.Builder verdict) {
        this.file = file;
        this.test = test;
        this.pulse = pulse;
        this.verdict = verdict;
        stage = new Stage(test);
        engine = new Engine(stage, options);
        evaluators = file.ordered().stream().map(group -> new Evaluator(group, engine, stage, test.surroundings())).toList();
        test.alerts().forEach(one -> due.computeIfAbsent(one.at().toMillis() / file.interval().toMillis(), _ -> new ArrayList<>()).add(one));
    }

    void run() {
        notice();
        long rounds = test.length().toMillis() / file.interval().toMillis() + 1;
        long rules = file.groups().stream().mapToLong(group -> group.rules().size()).sum();
        if (rounds > UnitTests.MOST_EVALUATIONS / Math.max(1, rules)) {
            verdict.failed(test.line(), prefix() + "takes " + rounds + " evaluations of " + rules + " rules; expected at most "
                    + UnitTests.MOST_EVALUATIONS + " in all. Is an eval_time too late, or evaluation_interval too short?");
            leave(test.alerts(), test.queries(), "the test takes too long");
            return;
        }
        for (long round = 0; round < rounds; round++) {
            if (!evaluate(round)) {
                leave(due.tailMap(round).values().stream().flatMap(List::stream).toList(), test.queries(), "not judged, since rules failed before");
                return;
            }
            due.getOrDefault(round, List.of()).forEach(this::judge);
        }
        test.queries().forEach(this::judge);
    }

    private String prefix() {
        return test.name().isEmpty() ? "" : "test \"" + test.name() + "\": ";
    }

    /** What makes a case pass for the wrong reason. */
    private void notice() {
        var names = new HashSet<String>();
        file.groups().forEach(group -> group.rules().stream().filter(rule -> rule instanceof Rule.Alerting).forEach(rule -> names.add(rule.name())));
        test.alerts().stream().filter(one -> !names.contains(one.alert()))
                .forEach(one -> verdict.odd(one.line(), "no alerting rule is named " + one.alert()));
        var seen = new HashSet<Labels>();
        test.input().stream().filter(input -> !seen.add(input.labels()))
                .forEach(input -> verdict.odd(input.line(), "input series " + input.labels() + " is written twice; only the last counts"));
    }

    private boolean evaluate(long round) {
        var at = test.start().plus(file.interval().multipliedBy(round));
        var passed = Duration.between(test.start(), at);
        if (pulse.beat() != Pulse.State.GO_ON) {
            verdict.failed(test.line(), prefix() + "ran out of time at " + Lines.time(passed));
            return false;
        }
        stage.advance(at.toEpochMilli());
        boolean well = true;
        for (var evaluator : evaluators) {
            var outcome = evaluator.evaluate(at, pulse);
            outcome.failures().forEach(trouble ->
                    verdict.failed(test.line(), prefix() + "rule " + trouble.rule().name() + " (" + trouble.rule().place() + ") failed at " + Lines.time(passed) + ": "
                            + trouble.message()));
            outcome.templates().forEach(trouble ->
                    verdict.odd(test.line(), "alert " + trouble.rule().name() + " (" + trouble.rule().place() + "), " + trouble.part() + ": " + trouble.message()));
            well &= outcome.failures().isEmpty();
        }
        return well;
    }

    private void leave(List<UnitTest.AlertCase> alerts, List<UnitTest.QueryCase> queries, String why) {
        alerts.forEach(one -> verdict.skipped(one.line(), "alert " + one.alert() + " at " + Lines.time(one.at()) + ": " + why));
        queries.forEach(one -> verdict.skipped(one.line(), one.query().text() + " at " + Lines.time(one.at()) + ": " + why));
    }

    private void judge(UnitTest.AlertCase one) {
        var all = new ArrayList<Alert>();
        for (var evaluator : evaluators) {
            var rules = evaluator.group().rules();
            for (int i = 0; i < rules.size(); i++) {
                if (rules.get(i) instanceof Rule.Alerting && rules.get(i).name().equals(one.alert())) {
                    all.addAll(evaluator.alerts(i));
                }
            }
        }
        var wrong = Lines.alerts(one.expected(), all);
        told(one.line(), "alert " + one.alert() + " at " + Lines.time(one.at()), wrong);
    }

    private void judge(UnitTest.QueryCase one) {
        var title = one.query().text().strip() + " at " + Lines.time(one.at());
        try {
            var answer = engine.instant(one.query(), test.start().plus(one.at()), pulse);
            told(one.line(), title, switch (answer.value()) {
                case Value.Vector vector -> Lines.samples(one.expected(), vector.elements(), file.fuzzy());
                case Value.Scalar scalar -> Lines.samples(one.expected(), List.of(scalar(scalar)), file.fuzzy());
                case Value.Text _, Value.Matrix _ -> List.of("expected a vector or a scalar, found " + answer.value().type().words());
            });
        } catch (QueryException e) {
            told(one.line(), title, List.of(e.getMessage()));
        }
    }

    private static Value.Element scalar(Value.Scalar scalar) {
        return new Value.Element(Labels.NONE, new Sample(scalar.millis(), scalar.value()));
    }

    private void told(int line, String title, List<String> wrong) {
        if (wrong.isEmpty()) {
            verdict.passed();
        } else {
            verdict.failed(line, prefix() + title + "\n" + String.join("\n", wrong));
        }
    }
}

package koboshi.promqltest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.promql.Answer;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.QueryException;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.series.Series;

/** One query of a script and what it should give. */
record Case(Shelf shelf, Options options, Expectations expectations, Comparison comparison) {
    private static final Pattern UNSUPPORTED = Pattern.compile("\\b(info)\\s*\\(|\\b(anchored|smoothed)\\b|\\b(fill|fill_left|fill_right)\\s*\\(");
    private static final long MINUTE = 60_000;

    /** Why a query is left out: it needs something that is neither stable nor built. */
    static Optional<String> unsupported(String query) {
        var matcher = UNSUPPORTED.matcher(query);
        return matcher.find() ? Optional.of("needs " + matcher.group().strip() + ", which is experimental: " + query) : Optional.empty();
    }

    private Engine engine() {
        return new Engine(shelf, options);
    }

    /** What is wrong, or empty. */
    Optional<String> instant(String text, long millis) {
        long moment = expectations.grid().map(Expectations.Grid::to).orElse(millis);
        long start = expectations.grid().map(Expectations.Grid::from).orElse(moment);
        long step = expectations.grid().map(Expectations.Grid::step).orElse(0L);
        try {
            var query = Query.parse(text, options);
            var answer = engine().instant(query, Instant.ofEpochMilli(moment), Pulse.STEADY);
            if (expectations.fails()) {
                return Optional.of("expected to fail but got " + answer.value());
            }
            return expectations.wrongAnnotations(answer)
                    .or(() -> wrong(answer.value(), start, step))
                    .or(() -> elsewhere(query, moment, start, step))
                    .or(() -> amongOthers(query, moment));
        } catch (QueryException e) {
            return expectations.fails() ? expectations.wrongFailure(e.getMessage()) : Optional.of("failed: " + e.getMessage());
        }
    }

    private Optional<String> wrong(Value value, long start, long step) {
        if (expectations.string().isPresent()) {
            var wanted = expectations.string().get();
            return value instanceof Value.Text text && text.value().equals(wanted) ? Optional.empty() : Optional.of("expected string " + wanted + " but got " + value);
        }
        return comparison.wrong(value, start, step);
    }

    /** Tied to its moment, a query gives the same wherever it is run. */
    private Optional<String> elsewhere(Query query, long moment, long start, long step) {
        var tied = query.at(Instant.ofEpochMilli(moment));
        if (tied.isEmpty()) {
            return Optional.empty();
        }
        var reread = Query.parse(tied.get().text(), options);
        for (long at : new long[] {moment - 10 * MINUTE, moment, moment + 61 * MINUTE}) {
            var wrong = wrong(engine().instant(reread, Instant.ofEpochMilli(at), Pulse.STEADY).value(), start, step);
            if (wrong.isPresent()) {
                return wrong.map(text -> "as " + reread.text() + " at " + at + ": " + text);
            }
        }
        return Optional.empty();
    }

    /** A step of a range gives what the moment alone gives. */
    private Optional<String> amongOthers(Query query, long moment) {
        boolean ranged = query.type() == Type.MATRIX || query.type() == Type.STRING;
        boolean ofBounds = Pattern.compile("\\b(start|end|step|range)\\(\\)").matcher(query.text()).find();
        if (ranged || ofBounds || expectations.ordered()) {
            return Optional.empty();
        }
        var answer = engine().range(query, Instant.ofEpochMilli(moment - MINUTE), Instant.ofEpochMilli(moment + MINUTE), Duration.ofMillis(MINUTE), Pulse.STEADY);
        return comparison.wrong(middle(answer, moment), moment, 0).map(text -> "as a step of a range: " + text);
    }

    private static Value middle(Answer answer, long moment) {
        List<Series> all = new ArrayList<>();
        for (var series : ((Value.Matrix) answer.value()).series()) {
            var there = series.samples().stream().filter(sample -> sample.millis() == moment).toList();
            if (!there.isEmpty()) {
                all.add(Series.of(series.labels(), there));
            }
        }
        return new Value.Matrix(all);
    }

    /** What is wrong, or empty. */
    Optional<String> range(String query, long from, long to, long step) {
        try {
            var answer = engine().range(query, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), Duration.ofMillis(step));
            if (expectations.fails()) {
                return Optional.of("expected to fail but got " + answer.value());
            }
            return expectations.wrongAnnotations(answer).or(() -> wrong(answer.value(), from, step));
        } catch (QueryException e) {
            return expectations.fails() ? expectations.wrongFailure(e.getMessage()) : Optional.of("failed: " + e.getMessage());
        }
    }
}

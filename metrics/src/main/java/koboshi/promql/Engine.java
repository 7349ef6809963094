package koboshi.promql;

import java.time.Duration;
import java.time.Instant;
import koboshi.promql.QueryRefused.Reason;
import koboshi.series.Source;

/**
 * Answers PromQL queries from a source of series, or has a source that can answer them itself.
 *
 * <p>Safe for use by many threads if the source is. Every method throws a {@link QueryException}: the query is not PromQL, has no answer on these data, or
 * went over a limit.
 */
public final class Engine {
    private final Source source;
    private final Options options;

    public Engine(Source source, Options options) {
        this.source = source;
        this.options = options;
    }

    public Options options() {
        return options;
    }

    public Answer instant(String query, Instant at) {
        return instant(Query.parse(query, options), at, Pulse.STEADY);
    }

    /** What the query gives at one moment. */
    public Answer instant(Query query, Instant at, Pulse pulse) {
        if (source instanceof Answering elsewhere) {
            return elsewhere.instant(query, at, pulse);
        }
        long moment = at.toEpochMilli();
        return evaluation(query, moment, moment, 0, pulse).instant(query.expr());
    }

    public Answer range(String query, Instant from, Instant to, Duration step) {
        return range(Query.parse(query, options), from, to, step, Pulse.STEADY);
    }

    /** What the query gives at every step from one moment to another, both included if a step falls on them. */
    public Answer range(Query query, Instant from, Instant to, Duration step, Pulse pulse) {
        if (step.toMillis() <= 0) {
            throw new EvaluationError("zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        if (to.isBefore(from)) {
            throw new EvaluationError("end timestamp must not be before start time");
        }
        if (query.type() != Type.SCALAR && query.type() != Type.VECTOR) {
            throw new EvaluationError("invalid expression type " + Text.quoted(query.type().words()) + " for range query, must be Scalar or instant Vector");
        }
        if (source instanceof Answering elsewhere) {
            return elsewhere.range(query, from, to, step, pulse);
        }
        long start = from.toEpochMilli();
        long end = to.toEpochMilli();
        // As numbers that do not run over: clients write the first moment there is, and the last one.
        if (((double) end - start) / step.toMillis() >= options.limits().steps()) {
            throw new QueryRefused(Reason.TOO_MANY_STEPS,
                    "exceeded maximum resolution of " + options.limits().steps() + " points per timeseries. Try decreasing the query resolution (?step=XX)");
        }
        return evaluation(query, start, end, step.toMillis(), pulse).range(query.expr());
    }

    private Evaluation evaluation(Query query, long start, long end, long step, Pulse pulse) {
        var budget = new Budget(query.text(), options.limits(), pulse);
        budget.beat();
        return new Evaluation(source, options, budget, new Notes(query.text()), start, end, step);
    }
}

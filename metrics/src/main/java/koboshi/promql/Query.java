package koboshi.promql;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import koboshi.series.Labels;

/** A query that has been read, ready to be run many times. */
public final class Query {
    private final String text;
    private final Expr expr;

    private Query(String text, Expr expr) {
        this.text = text;
        this.expr = expr;
    }

    /** @throws ParseError if the text is not PromQL, with the place where it stops being so */
    public static Query parse(String text, Options options) {
        return new Query(text, Parser.parse(text, options));
    }

    /**
     * Labels as written before a series' values: {@code name{label="value"}}.
     *
     * @throws ParseError if they are not
     */
    public static Labels labels(String text) {
        return Parser.labels(text);
    }

    /**
     * A duration as the language writes it, such as 1h30m; a bare number is seconds.
     *
     * @throws ParseError if it is none
     */
    public static Duration duration(String text) {
        return Duration.ofMillis(Durations.millis(text));
    }

    /** A number as the language writes it: the fewest digits that give it back, no exponent, +Inf, -Inf or NaN. */
    public static String number(double value) {
        return Text.plain(value);
    }

    public String text() {
        return text;
    }

    public Expr expr() {
        return expr;
    }

    public Type type() {
        return expr.type();
    }

    /** A query that gives at every moment what this gives at one; empty where this speaks of the moment it is run at. */
    public Optional<Query> at(Instant moment) {
        return Anchoring.at(expr, moment.toEpochMilli()).map(anchored -> new Query(Formatter.format(anchored), anchored));
    }

    /** How far before the moment it is run at the query looks: what a source must cover for the answer to be whole. */
    public Duration reach(Options options) {
        return Duration.ofMillis(new Reach(options, 0).of(expr));
    }

    /** The same query in the canonical spelling. */
    public String format() {
        return Formatter.format(expr);
    }

    /** The same query in the canonical spelling, over several lines where it is long. */
    public String pretty() {
        return Pretty.format(expr, 0);
    }

    /** Any text as a string literal of PromQL. */
    public static String quoted(String text) {
        return Text.quoted(text);
    }
}

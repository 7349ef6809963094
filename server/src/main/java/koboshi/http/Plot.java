package koboshi.http;

import java.util.Optional;

/**
 * What a chart of a guard draws.
 *
 * @param query in PromQL
 * @param line where it turns bad; empty where it has no such number
 * @param bad a query that has values only while things are bad, where the line cannot say so; {@code $step} stands for the step of the drawing
 * @param unit what its values are, where that is known and need not be guessed from names: {@code ratio}
 */
record Plot(String query, Optional<Line> line, Optional<String> bad, Optional<String> unit) {
    /** @param sign on which side of it values are bad: one of {@code > >= < <= == !=} */
    record Line(String sign, double at) {}

    static Plot of(String query) {
        return new Plot(query, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Plot lined(String sign, double at) {
        return new Plot(query, Optional.of(new Line(sign, at)), bad, unit);
    }

    Plot shadedBy(String badWhile) {
        return new Plot(query, line, Optional.of(badWhile), unit);
    }

    Plot asShare() {
        return new Plot(query, line, bad, Optional.of("ratio"));
    }
}

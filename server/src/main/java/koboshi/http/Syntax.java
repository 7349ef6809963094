package koboshi.http;

import java.util.List;
import java.util.stream.Stream;
import koboshi.promql.Options;
import koboshi.promql.Query;
import tools.jackson.databind.node.JsonNodeFactory;

/** Queries looked at and not run: their parts, and how they are best written. */
final class Syntax {
    private final Querying querying;

    Syntax(Querying querying) {
        this.querying = querying;
    }

    List<Route> routes() {
        return Stream.of(Querying.doors("/api/v1/parse_query", visit -> querying.told(visit, Syntax::parsed)),
                Querying.doors("/api/v1/format_query", visit -> querying.told(visit, Syntax::formatted)))
                .flatMap(List::stream)
                .toList();
    }

    private static Query query(Parameters parameters) {
        return Query.parse(parameters.need("query"), Options.standard());
    }

    private static Querying.Telling parsed(Parameters parameters) {
        return Querying.success(SyntaxShape.of(query(parameters).expr()));
    }

    private static Querying.Telling formatted(Parameters parameters) {
        return Querying.success(JsonNodeFactory.instance.stringNode(query(parameters).pretty()));
    }
}

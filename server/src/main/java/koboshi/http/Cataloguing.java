package koboshi.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import koboshi.promql.Expr;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import koboshi.series.Matcher;
import koboshi.wire.QueryJson;

/** Which series there are, and what their labels are called: for whoever helps a person to write a query. */
final class Cataloguing {
    private final House house;
    private final Querying querying;

    Cataloguing(House house, Querying querying) {
        this.house = house;
        this.querying = querying;
    }

    List<Route> routes() {
        return List.of(
                Route.look("/api/v1/series", visit -> querying.answered(visit, this::series)),
                Route.ask("/api/v1/series", visit -> querying.answered(visit, this::series)),
                Route.look("/api/v1/labels", visit -> querying.answered(visit, this::names)),
                Route.ask("/api/v1/labels", visit -> querying.answered(visit, this::names)),
                Route.look("/api/v1/label/{name}/values", visit -> querying.answered(visit, (parameters, _) -> values(visit.place(), parameters))),
                Route.open("/-/ready", _ -> Reply.of(Answer.text(200, "text/plain; charset=utf-8", "Koboshi is ready.\n"))),
                Route.open("/-/healthy", _ -> Reply.of(Answer.text(200, "text/plain; charset=utf-8", "Koboshi is healthy.\n"))));
    }

    private Querying.Telling series(Parameters parameters, Departure departure) {
        if (parameters.all("match[]").isEmpty()) {
            throw new Parameters.Wrong("match[]", "no match[] parameter provided");
        }
        var limit = parameters.limit();
        var found = found(parameters, house.archive()::series);
        return out -> QueryJson.series(cut(found, limit), beyond(found, limit), out);
    }

    private Querying.Telling names(Parameters parameters, Departure departure) {
        return texts(found(parameters, house.archive()::names), parameters.limit());
    }

    private Querying.Telling values(String name, Parameters parameters) {
        return texts(found(parameters, (matchers, from, to) -> house.archive().values(name, matchers, from, to)), parameters.limit());
    }

    private static Querying.Telling texts(List<String> all, Optional<Integer> limit) {
        return out -> QueryJson.texts(cut(all, limit), beyond(all, limit), out);
    }

    private static <T> List<T> cut(List<T> all, Optional<Integer> limit) {
        return beyond(all, limit) ? all.subList(0, limit.orElseThrow()) : all;
    }

    private static boolean beyond(List<?> all, Optional<Integer> limit) {
        return limit.isPresent() && all.size() > limit.get();
    }

    /** What an archive has of some series in a range. */
    private interface Finding<T> {
        List<T> find(List<Matcher> matchers, long fromMillis, long toMillis);
    }

    /** Of those series that any of the selectors names, or of all there are where no selector is given. */
    private static <T extends Comparable<T>> List<T> found(Parameters parameters, Finding<T> finding) {
        long from = parameters.moment("start").map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long to = parameters.moment("end").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        var selectors = parameters.all("match[]").stream().map(Cataloguing::matchers).toList();
        if (selectors.size() <= 1) {
            return finding.find(selectors.isEmpty() ? List.of() : selectors.getFirst(), from, to);
        }
        var all = new TreeSet<T>();
        selectors.forEach(matchers -> all.addAll(finding.find(matchers, from, to)));
        return List.copyOf(all);
    }

    static List<Matcher> matchers(String text) {
        try {
            if (Query.parse(text, Options.standard()).expr().unwrapped() instanceof Expr.Selector selector) {
                return selector.matchers();
            }
        } catch (ParseError e) {
            throw new Parameters.Wrong("match[]", e.getMessage());
        }
        throw new Parameters.Wrong("match[]", "expected a selector such as up{job=\"web\"}, found \"" + text + "\"");
    }
}

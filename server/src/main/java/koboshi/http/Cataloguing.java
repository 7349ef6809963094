package koboshi.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import koboshi.promql.Expr;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.wire.QueryJson;

/** Which series there are, and what their labels are called: for whoever helps a person to write a query. */
final class Cataloguing {
    private static final String VERSION = "{\"status\":\"success\",\"data\":{\"version\":\"%s\",\"revision\":\"\",\"branch\":\"\",\"buildUser\":\"\","
            + "\"buildDate\":\"\",\"goVersion\":\"\"}}";

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
                Route.look("/api/v1/status/buildinfo", _ -> Reply.of(Answer.text(200, "application/json", VERSION.formatted(house.version())))),
                Route.open("/-/ready", _ -> Reply.of(Answer.text(200, "text/plain; charset=utf-8", "Koboshi is ready.\n"))),
                Route.open("/-/healthy", _ -> Reply.of(Answer.text(200, "text/plain; charset=utf-8", "Koboshi is healthy.\n"))));
    }

    private Querying.Telling series(Parameters parameters, Departure departure) {
        if (parameters.all("match[]").isEmpty()) {
            throw new Parameters.Wrong("match[]", "no match[] parameter provided");
        }
        var limit = parameters.limit();
        var found = found(parameters);
        return out -> QueryJson.series(cut(found, limit), beyond(found, limit), out);
    }

    private Querying.Telling names(Parameters parameters, Departure departure) {
        var names = new TreeSet<String>();
        found(parameters).forEach(labels -> labels.forEach((name, _) -> names.add(name)));
        return texts(names, parameters.limit());
    }

    private Querying.Telling values(String name, Parameters parameters) {
        var values = new TreeSet<String>();
        found(parameters).stream().map(labels -> labels.get(name)).filter(value -> !value.isEmpty()).forEach(values::add);
        return texts(values, parameters.limit());
    }

    private static Querying.Telling texts(Collection<String> all, Optional<Integer> limit) {
        var texts = new ArrayList<>(all);
        return out -> QueryJson.texts(cut(texts, limit), beyond(texts, limit), out);
    }

    private static <T> List<T> cut(List<T> all, Optional<Integer> limit) {
        return beyond(all, limit) ? all.subList(0, limit.orElseThrow()) : all;
    }

    private static boolean beyond(List<?> all, Optional<Integer> limit) {
        return limit.isPresent() && all.size() > limit.get();
    }

    /** Those that any of the selectors names; all there are where no selector is given. */
    private List<Labels> found(Parameters parameters) {
        long from = parameters.moment("start").map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        long to = parameters.moment("end").map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        var selectors = parameters.all("match[]").stream().map(Cataloguing::matchers).toList();
        if (selectors.size() <= 1) {
            return house.archive().series(selectors.isEmpty() ? List.of() : selectors.getFirst(), from, to);
        }
        var all = new TreeSet<Labels>();
        selectors.forEach(matchers -> all.addAll(house.archive().series(matchers, from, to)));
        return List.copyOf(all);
    }

    private static List<Matcher> matchers(String text) {
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

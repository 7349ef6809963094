package koboshi.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import koboshi.promql.Annotation;
import koboshi.promql.Answer;
import koboshi.promql.Engine;
import koboshi.promql.EvaluationError;
import koboshi.promql.Options;
import koboshi.promql.ParseError;
import koboshi.promql.Query;
import koboshi.promql.QueryRefused;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.tsdb.AskAgain;
import koboshi.tsdb.Damaged;
import koboshi.wire.QueryJson;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import tools.jackson.databind.JsonNode;

/** PromQL asked over HTTP, as Prometheus's API has it: what Grafana, promtool and scripts speak. */
final class Querying {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String JSON = "application/json";
    private static final int LARGEST_FORM = 1 << 20;
    /** Several large dashboards at once; each gives up when its own time is over. */
    private static final int MOST_WAITING = 500;
    private static final String BUSY = "too many queries wait already";
    private final House house;
    private final Bodies bodies;
    private final InstantSource clock;
    private final Options options;
    private final Turns<Object> turns;

    Querying(House house, Entrance entrance) {
        this.house = house;
        this.bodies = new Bodies(entrance.patience().body(), BUSY);
        this.clock = entrance.clock();
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.turns = new Turns<>(atOnce, Object::new, MOST_WAITING, BUSY);
        this.options = fitting(Options.standard(), Runtime.getRuntime().maxMemory() / 3 / atOnce);
    }

    /** All queries together must fit into a third of the memory there may be, half being the store's: a watcher must not fall over a question. */
    static Options fitting(Options standard, long bytes) {
        return standard.withLimits(standard.limits().withBytes(bytes));
    }

    List<Route> routes() {
        return List.of(
                Route.look("/api/v1/query", visit -> answered(visit, this::instant)),
                Route.ask("/api/v1/query", visit -> answered(visit, this::instant)),
                Route.look("/api/v1/query_range", visit -> answered(visit, this::range)),
                Route.ask("/api/v1/query_range", visit -> answered(visit, this::range)));
    }

    /** One that may be asked either way: a long question goes as a form. */
    static List<Route> doors(String path, Route.Door door) {
        return List.of(Route.look(path, door), Route.ask(path, door));
    }

    /** Writes the answer to a question. */
    interface Telling {
        void tell(OutputStream out) throws IOException;
    }

    /** Finds the answer, within the time and as long as somebody waits for it. */
    interface Question {
        Telling answer(Parameters parameters, Departure departure);
    }

    Reply answered(Visit visit, Question question) {
        return answered(visit, JSON, question);
    }

    Reply answered(Visit visit, String type, Question question) {
        try {
            return given(visit, parameters -> {
                var within = parameters.duration("timeout").filter(given -> given.compareTo(LONGEST) < 0).orElse(LONGEST);
                var departure = new Departure(visit.request(), within);
                return written(departure, type, inTurn(parameters, departure, question));
            });
        } catch (Parameters.Wrong | ParseError e) {
            return wrong(e);
        } catch (EvaluationError e) {
            return failed(422, "execution", e.getMessage());
        } catch (QueryRefused e) {
            return refused(e);
        } catch (Late e) {
            return failed(503, "timeout", e.getMessage());
        } catch (AskAgain e) {
            return failed(503, "unavailable", e.getMessage());
        } catch (Damaged e) {
            return failed(500, "internal", e.getMessage());
        }
    }

    /** Its time was over before its turn came. */
    private static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1;

        Late() {
            super("query timed out in query queue", null, false, false);
        }
    }

    private Telling inTurn(Parameters parameters, Departure departure, Question question) {
        try {
            return turns.take(departure.left(), _ -> question.answer(parameters, departure));
        } catch (Refused e) {
            throw e.status() == 429 && departure.left().toMillis() == 0 ? new Late() : e;
        }
    }

    private static Reply wrong(RuntimeException e) {
        return failed(400, "bad_data", e instanceof ParseError ? "invalid parameter \"query\": " + e.getMessage() : e.getMessage());
    }

    /** Tells what is at hand: nobody waits for a turn. */
    Reply told(Visit visit, Function<Parameters, Telling> answer) {
        try {
            return written(new Departure(visit.request(), LONGEST), JSON, given(visit, answer));
        } catch (Parameters.Wrong | ParseError e) {
            return wrong(e);
        }
    }

    static Telling success(JsonNode shape) {
        var root = Json.object().put("status", "success");
        root.set("data", shape);
        return out -> out.write(Json.bytes(root));
    }

    private static Reply refused(QueryRefused e) {
        return switch (e.reason()) {
            case TOO_MANY_STEPS -> failed(400, "bad_data", e.getMessage());
            case TOO_MANY_SAMPLES, TOO_MANY_SERIES, TOO_MUCH_MEMORY -> failed(422, "execution", e.getMessage());
            case OUT_OF_TIME -> failed(503, "timeout", e.getMessage());
            case CANCELLED -> failed(499, "canceled", e.getMessage());
        };
    }

    private static Reply written(Departure departure, String type, Telling telling) {
        return (Reply.Live) (response, callback) -> {
            response.getHeaders().put("Content-Type", type);
            response.getHeaders().put("Cache-Control", "no-store");
            departure.announce(response);
            try (var out = AnswerStream.packed(response)) {
                telling.tell(out);
            } catch (IOException gone) {
                callback.failed(gone);
                return;
            }
            callback.succeeded();
        };
    }

    private static Reply failed(int status, String type, String why) {
        return (Reply.Live) (response, callback) -> {
            response.setStatus(status);
            response.getHeaders().put("Content-Type", "application/json");
            try (var out = new AnswerStream(response)) {
                QueryJson.error(type, why, out);
            } catch (IOException gone) {
                callback.failed(gone);
                return;
            }
            callback.succeeded();
        };
    }

    /** A form counts as held until its question has its answer: many that wait must not fill the memory. */
    private <T> T given(Visit visit, Function<Parameters, T> use) {
        var type = visit.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (visit.request().getMethod().equals("POST") && type.startsWith("application/x-www-form-urlencoded")) {
            return bodies.takeText(visit.request(), LARGEST_FORM, text -> use.apply(parameters(visit, form(text))));
        }
        return use.apply(parameters(visit, new Fields(true)));
    }

    private static Parameters parameters(Visit visit, Fields form) {
        var fields = new Fields(true);
        fields.addAll(visit.fields());
        fields.addAll(form);
        return new Parameters(fields);
    }

    /** @throws Refused where it is none */
    static Fields form(String text) {
        var fields = new Fields(true);
        try {
            UrlEncoded.decodeTo(text, fields::add, StandardCharsets.UTF_8);
        } catch (RuntimeException _) {
            throw Refused.expected("the form is not what a browser would write: expected name=value pairs in UTF-8");
        }
        return fields;
    }

    private Options options(Parameters parameters) {
        return parameters.duration("lookback_delta").filter(Duration::isPositive).map(options::withLookback).orElse(options);
    }

    private Telling instant(Parameters parameters, Departure departure) {
        var options = options(parameters);
        var at = parameters.moment("time").orElseGet(clock::instant);
        var query = Query.parse(parameters.need("query"), options);
        return telling(parameters, departure, () -> new Engine(house.archive(), options).instant(query, at, departure));
    }

    private Telling range(Parameters parameters, Departure departure) {
        var start = parameters.needMoment("start");
        var end = parameters.needMoment("end");
        if (end.isBefore(start)) {
            throw new Parameters.Wrong("end", "end timestamp must not be before start time");
        }
        var step = Parameters.duration("step", parameters.need("step"));
        if (!step.isPositive()) {
            throw new Parameters.Wrong("step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        var options = options(parameters);
        var query = Query.parse(parameters.need("query"), options);
        if (query.type() != Type.SCALAR && query.type() != Type.VECTOR) {
            throw new Parameters.Wrong("query", "invalid expression type \"" + query.type().words() + "\" for range query, must be Scalar or instant Vector");
        }
        return telling(parameters, departure, () -> new Engine(house.archive(), options).range(query, start, end, step, departure));
    }

    private static Telling telling(Parameters parameters, Departure departure, Supplier<Answer> asking) {
        var waited = departure.since();
        var answer = asking.get();
        var timings = parameters.text("stats").map(_ -> new QueryJson.Timings(waited, departure.since().minus(waited)));
        var kept = parameters.limit().flatMap(limit -> shortened(answer.value(), limit))
                .map(value -> new Answer(value, noted(answer.annotations())))
                .orElse(answer);
        return out -> QueryJson.answer(kept, timings, out);
    }

    /** Nothing where it is short enough. */
    private static Optional<Value> shortened(Value value, int limit) {
        return switch (value) {
            case Value.Vector(var elements) when elements.size() > limit -> Optional.of(new Value.Vector(elements.subList(0, limit)));
            case Value.Matrix(var series) when series.size() > limit -> Optional.of(new Value.Matrix(series.subList(0, limit)));
            case Value.Scalar _, Value.Text _, Value.Vector _, Value.Matrix _ -> Optional.empty();
        };
    }

    private static List<Annotation> noted(List<Annotation> annotations) {
        return Stream.concat(
                annotations.stream(), Stream.of(new Annotation(Annotation.Kind.WARNING, "results truncated due to limit"))).toList();
    }
}

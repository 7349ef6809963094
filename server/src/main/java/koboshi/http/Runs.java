package koboshi.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import koboshi.signal.Run;
import tools.jackson.databind.node.ObjectNode;

/** The latest runs of a journey, each step with its time. */
final class Runs {
    private final House house;

    Runs(House house) {
        this.house = house;
    }

    List<Route> routes() {
        return List.of(Route.look("/api/journeys/{name...}/runs", visit -> Reply.of(runs(visit.place()))));
    }

    private Answer runs(String journey) {
        var known = house.runs();
        if (!known.journeys().contains(journey)) {
            throw new Refused(404, "no journey is called " + journey + ": expected " + Nearest.to(journey, known.journeys()));
        }
        var root = Json.object().put("journey", journey);
        var runs = root.putArray("runs");
        known.of(journey).forEach((vantage, ran) -> ran.forEach(run -> runs.add(shape(run).put("vantage", vantage))));
        return Answer.json(200, root);
    }

    private static ObjectNode shape(Run run) {
        var node = Json.object()
                .put("began", Json.time(run.began()))
                .put("tookMillis", millis(run.took()))
                .put("clean", run.clean())
                .put("step", run.stumble().map(Run.Stumble::step).orElse(null))
                .put("why", run.stumble().map(Run.Stumble::why).orElse(""));
        var steps = node.putArray("steps");
        run.steps().forEach(taken -> steps.addObject()
                .put("name", taken.step())
                .put("tookMillis", millis(taken.took()))
                .put("outcome", taken.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        var remarks = node.putArray("remarks");
        run.remarks().forEach(remark -> remarks.addObject().put("step", remark.step()).put("why", remark.why()));
        return node;
    }

    /** To the microsecond: a step of a healthy service takes less than a millisecond. */
    private static double millis(Duration time) {
        return time.toNanos() / 1000 / 1e3;
    }
}

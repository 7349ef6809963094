package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import koboshi.forecast.Outlook;
import koboshi.forecast.Trend;
import koboshi.guard.Condition;
import koboshi.guard.Exhaustion;
import koboshi.guard.Guard;
import koboshi.guard.Inquiry;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import tools.jackson.databind.node.ObjectNode;

/** Where the series of a guard go that watches for what runs out, or went at a moment: the very lines the guard believes. */
final class Forecasts {
    private final House house;
    private final Querying querying;
    private final InstantSource clock;
    private final Past past;

    Forecasts(House house, Querying querying, InstantSource clock) {
        this.house = house;
        this.querying = querying;
        this.clock = clock;
        this.past = new Past(house);
    }

    List<Route> routes() {
        return List.of(Route.look("/api/forecast", visit -> {
            var guard = guard(visit.query("guard").orElseThrow(() -> Refused.expected("expected ?guard= and the name of a guard that foresees")));
            return querying.answered(visit, (parameters, departure) -> answer(guard, moment(parameters), departure));
        }));
    }

    private Guard guard(String name) {
        var foreseeing = house.duties().stream().map(duty -> duty.guard()).filter(guard -> guard.condition() instanceof Condition.RunsOut).toList();
        var names = foreseeing.stream().map(Guard::name).toList();
        return foreseeing.stream().filter(guard -> guard.name().equals(name)).findFirst().orElseThrow(() -> new Refused(
                404, "no guard that foresees is called " + name + (names.isEmpty() ? ": there is none" : ": expected " + Nearest.to(name, names))));
    }

    private Instant moment(Parameters parameters) {
        var now = clock.instant();
        var at = parameters.moment("at").orElse(now);
        if (at.isAfter(now)) {
            throw new Parameters.Wrong("at", "expected a moment that has been");
        }
        return at;
    }

    /** Since when the process that ran at a moment was warm: of one that is no more, the journal tells when it began. */
    private Optional<Instant> warmSince(ResourceId service, Guard guard, Instant at) {
        var warm = house.warmSince(service);
        var began = house.view().services().stream().filter(viewed -> viewed.id().equals(service)).flatMap(viewed -> viewed.process().since().stream()).findFirst();
        if (began.filter(at::isBefore).isEmpty()) {
            return warm;
        }
        var rising = warm.map(then -> Duration.between(began.get(), then)).orElse(Duration.ZERO);
        var stretch = new Past.Stretch(at.minus(((Condition.RunsOut) guard.condition()).history()), at);
        var starts = past.lines(stretch, entry -> entry instanceof Entry.FactKept kept && kept.on().equals(service) && kept.fact() instanceof Fact.Started).lines();
        return starts.isEmpty() ? Optional.empty() : Optional.of(((Fact.Started) ((Entry.FactKept) starts.getLast().entry()).fact()).began().plus(rising));
    }

    private Querying.Telling answer(Guard guard, Instant at, Departure departure) {
        var wanted = (Condition.RunsOut) guard.condition();
        var look = new Inquiry.Look(house.archive(), at, departure, guard.on().flatMap(service -> warmSince(service, guard, at)));
        var root = Json.object().put("status", "success");
        var node = root.putObject("data").put("limit", wanted.limit()).put("falling", wanted.falling()).put("within", seconds(wanted.within()));
        var courses = node.putArray("courses");
        try {
            Exhaustion.of(wanted).courses(look).forEach(course -> courses.add(shape(course, wanted)));
        } catch (IllegalStateException tooMuch) {
            throw new Refused(422, guard.name() + " cannot be foreseen: " + tooMuch.getMessage());
        }
        return out -> out.write(Json.text(root).getBytes(StandardCharsets.UTF_8));
    }

    /** Slopes by second, the lower first as values go, whichever way up the guard looked at them. */
    private static ObjectNode shape(Exhaustion.Course course, Condition.RunsOut wanted) {
        var trend = course.trend();
        double up = wanted.falling() ? -1 : 1;
        var node = Json.object()
                .put("soon", course.soon())
                .put("since", trend.sinceMillis() / 1000.0)
                .put("at", trend.untilMillis() / 1000.0)
                .put("level", up * trend.level())
                .put("slope", up * trend.slope())
                .put("lowSlope", wanted.falling() ? -trend.highSlope() : trend.lowSlope())
                .put("highSlope", wanted.falling() ? -trend.lowSlope() : trend.highSlope());
        var labels = node.putObject("labels");
        course.labels().forEach(labels::put);
        when(trend, up * wanted.limit(), node);
        return node;
    }

    private static void when(Trend trend, double limit, ObjectNode node) {
        if (trend.until(limit) instanceof Outlook.In(var expected, var earliest, var latest)) {
            node.put("expected", seconds(expected)).put("earliest", seconds(earliest)).put("latest", latest.map(Forecasts::seconds).orElse(null));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

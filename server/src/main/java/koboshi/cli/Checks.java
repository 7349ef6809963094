package koboshi.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import koboshi.journey.Check;
import koboshi.journey.Hindsight;
import koboshi.journey.Hindsight.Fall;
import koboshi.journey.Hindsight.Past;
import koboshi.journey.Hindsight.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "checks",
        mixinStandardHelpOptions = true,
        description = "Checks the checks: which interval, timeout and count would have noticed a journey's past falls soonest, and none that was none.",
        footer = Exit.HELP)
final class Checks implements Callable<Integer> {
    private static final List<Integer> TIMES_NORMAL = List.of(2, 4, 6, 10, 30);
    private static final List<Integer> COUNTS = List.of(1, 2, 3);
    private static final List<Duration> INTERVALS =
            Stream.of(250, 500, 1_000, 2_000, 5_000, 10_000, 30_000).map(Duration::ofMillis).toList();
    /** Runs that failed just before an incident was opened belong to its fall. */
    private static final Duration BEFORE_IT_WAS_SEEN = Duration.ofMinutes(1);

    @Mixin
    private Server server;

    @Parameters(paramLabel = "JOURNEY", description = "Such as ask-and-hear or see@web/s1.")
    private String journey;

    @Option(names = "--days", defaultValue = "7", paramLabel = "N", description = "How far back (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--top", defaultValue = "10", paramLabel = "N", description = "How many to show (default: ${DEFAULT-VALUE}).")
    private int top;

    @Override
    public Integer call() {
        var past = past();
        if (past.size() < 2) {
            throw new Wrong("nothing is known of " + journey + " within " + days + " days; expected one of " + String.join(", ", subjects().keySet()));
        }
        var falls = falls(past);
        var ranked = Hindsight.ranked(candidates(past), past, falls);
        System.out.printf("%s: %d runs, %d %s within %d days%n", journey, past.size(), falls.size(), falls.size() == 1 ? "fall" : "falls", days);
        System.out.printf("%10s %10s %6s  %7s %6s  %-12s %s%n", "interval", "timeout", "count", "noticed", "false", "slowest", "median");
        ranked.stream().limit(top).forEach(verdict -> print(verdict, falls.size()));
        if (falls.isEmpty()) {
            System.out.println("without a fall to learn from this only says what would have been too nervous");
        }
        return Exit.OK;
    }

    private static void print(Verdict verdict, int falls) {
        System.out.printf(
                "%8dms %8dms %6d  %3d/%-3d %6d  %-12s %s%n", verdict.check().interval().toMillis(), verdict.check().timeout().toMillis(), verdict.check().count(),
                falls - verdict.missed(), falls, verdict.falseMoves(), words(verdict.slowest()), words(verdict.median()));
    }

    private static String words(Optional<Duration> time) {
        return time.map(one -> one.toMillis() + " ms").orElse("-");
    }

    private List<Past> past() {
        var took = samples("koboshi_journey_duration_seconds");
        var clean = samples("koboshi_journey_success");
        var past = new ArrayList<Past>();
        took.forEach((moment, seconds) -> past.add(
                new Past(moment, Duration.ofNanos(Math.round(seconds * 1e9)), clean.getOrDefault(moment, 0.0) > 0)));
        return past;
    }

    /** Of our own place, by their moments. */
    private Map<Instant, Double> samples(String name) {
        var query = name + "{journey=\"" + journey + "\",vantage=\"\"}[" + days + "d]";
        var samples = new TreeMap<Instant, Double>();
        var answer = server.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        answer.at("/data/result").valueStream().limit(1).flatMap(one -> one.path("values").valueStream())
                .forEach(sample -> samples.put(moment(sample.path(0).asDouble()), Double.parseDouble(sample.path(1).asString())));
        return samples;
    }

    private static Instant moment(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /** No oftener than it was run, and no shorter than it takes. */
    private static List<Check> candidates(List<Past> past) {
        var every = median(Stream.iterate(1, i -> i < past.size(), i -> i + 1).map(i -> Duration.between(past.get(i - 1).ended(), past.get(i).ended())));
        var normal = median(past.stream().filter(Past::clean).map(Past::took));
        var checks = new ArrayList<Check>();
        INTERVALS.stream().filter(interval -> interval.multipliedBy(5).compareTo(every.multipliedBy(4)) >= 0).forEach(interval -> TIMES_NORMAL.forEach(times -> COUNTS.forEach(count ->
                checks.add(new Check(interval, longer(normal.multipliedBy(times), Duration.ofMillis(10)), count)))));
        return checks.stream().distinct().toList();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration median(Stream<Duration> times) {
        var sorted = times.sorted().toList();
        return sorted.isEmpty() ? Duration.ofSeconds(1) : sorted.get(sorted.size() / 2);
    }

    private List<Fall> falls(List<Past> past) {
        var subject = subjects().getOrDefault(journey, "");
        return server.get("/api/incidents?limit=500&kind=incident").path("incidents").valueStream()
                .filter(incident -> incident.path("on").asString().equals(subject) && incident.path("fired").asBoolean())
                .map(incident -> fall(incident, past))
                .sorted(Comparator.comparing(Fall::since))
                .toList();
    }

    private static Fall fall(JsonNode incident, List<Past> past) {
        var opened = Instant.parse(incident.path("opened").asString());
        var ended = incident.path("ended").isNull() ? Instant.MAX : Instant.parse(incident.path("ended").asString());
        var since = opened;
        for (var run : past.reversed()) {
            var began = run.ended().minus(run.took());
            if (began.isAfter(opened)) {
                continue;
            }
            if (run.clean() || began.isBefore(opened.minus(BEFORE_IT_WAS_SEEN))) {
                break;
            }
            since = began;
        }
        return new Fall(since, ended);
    }

    /** What each journey speaks for. */
    private Map<String, String> subjects() {
        var state = server.get("/api/state");
        var subjects = new TreeMap<String, String>();
        Stream.concat(state.path("services").valueStream(), state.path("pools").valueStream().flatMap(pool -> pool.path("servers").valueStream()))
                .forEach(one -> one.path("journeys").forEach(each -> subjects.put(each.path("name").asString(), one.path("id").asString())));
        return subjects;
    }
}

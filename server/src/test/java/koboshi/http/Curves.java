package koboshi.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Batch;
import koboshi.tsdb.Store;

/** What was measured of a small house in the last hours, for charts to draw. All of it is invented, and the same each time. */
final class Curves {
    private static final long MEBIBYTE = 1 << 20;

    private final Batch batch;
    private final Instant now;
    private final Random random = new Random(7);

    Curves(Store store, Instant now) {
        this.batch = store.batch();
        this.now = now;
    }

    /** Duties whose conditions these curves answer. */
    static List<Duty> duties() {
        return List.of(
                duty("crowd", new Condition.Gives("questions_waiting > 50"), Scene.LIVE_QA, Duration.ofMinutes(1)),
                duty("memory", new Condition.Gives("process_resident_memory_bytes{service=\"live-qa\"} > 536870912"), Scene.LIVE_QA, Duration.ZERO),
                duty("memory-runs-out", new Condition.RunsOut("process_resident_memory_bytes", Optional.of("live-qa"), 512 * MEBIBYTE, false, true,
                        Duration.ofMinutes(30), Duration.ofHours(6), 0.95), Scene.LIVE_QA, Duration.ZERO),
                duty("silent", new Condition.JourneyFails("ask-and-hear"), Scene.LIVE_QA, Duration.ZERO),
                duty("fallen:live-qa", new Condition.Fallen(Scene.LIVE_QA), Scene.LIVE_QA, Duration.ZERO),
                duty("joins", new Condition.Gives("meeting_joins_ratio < 0.98"), Scene.MEETING, Duration.ZERO));
    }

    static Duty duty(String name, Condition condition, ResourceId on, Duration holdFor) {
        return new Duty(new Guard(name, condition, Optional.of(on), holdFor, Duration.ZERO, Guard.UNKNOWN_GRACE), Runbook.WATCH_ONLY);
    }

    /** Two hours, a sample every ten seconds: a crowd 20 minutes ago, memory that grows, and a gap of ten minutes half an hour ago. */
    void twoHours() {
        series(Labels.of("__name__", "questions_waiting", "channel", "live"), ago -> 12 + 70 * bump(ago, 1200, 240) + noise(3));
        series(Labels.of("__name__", "questions_waiting", "channel", "phone"), ago -> 5 + 10 * bump(ago, 1100, 300) + noise(1));
        series(Labels.of("__name__", "process_resident_memory_bytes", "service", "live-qa"), ago ->
                ago > 1800 && ago < 2400 ? Double.NaN : (300 + (7200 - ago) / 7200 * 180 + noise(4)) * MEBIBYTE);
        series(Labels.of("__name__", "koboshi_journey_duration_seconds", "journey", "ask-and-hear", "service", "live-qa"), ago -> 0.04 + 0.4 * bump(ago, 1200, 120) + noise(0.004));
        series(Labels.of("__name__", "koboshi_journey_success", "journey", "ask-and-hear", "service", "live-qa"), ago -> ago > 1150 && ago < 1300 ? 0 : 1);
        series(Labels.of("__name__", "meeting_joins_ratio"), ago -> 0.995 - 0.01 * bump(ago, 1200, 300) + noise(0.001));
        series(Labels.of("__name__", "answers_total", "service", "live-qa"), ago -> Math.floor((7200 - ago) * 1.5));
    }

    /** Figures of many services, each with a guard of its own. */
    List<Duty> many(List<ResourceId> services) {
        for (var service : services) {
            double level = 20 + random.nextInt(60);
            series(Labels.of("__name__", "requests_in_work", "service", service.name()), ago -> level + 10 * Math.sin(ago / 400) + noise(4));
            series(Labels.of("__name__", "request_seconds", "service", service.name()), ago -> level / 200 + 0.1 * bump(ago, 600 + level * 20, 200) + noise(0.01));
            series(Labels.of("__name__", "process_resident_memory_bytes", "service", service.name()), ago -> (level * 6 + noise(5)) * MEBIBYTE);
        }
        return services.stream().flatMap(service -> guards(service).stream()).toList();
    }

    private static List<Duty> guards(ResourceId service) {
        var labels = "{service=\"" + service.name() + "\"}";
        return List.of(
                duty("work-" + service.name(), new Condition.Gives("requests_in_work" + labels + " > 75"), service, Duration.ZERO),
                duty("slow-" + service.name(), new Condition.Gives("request_seconds" + labels + " > 0.5"), service, Duration.ZERO),
                duty("memory-" + service.name(), new Condition.Gives("process_resident_memory_bytes" + labels + " > 536870912"), service, Duration.ZERO));
    }

    /** Two weeks, a sample every five minutes: a queue that grew by half and came near its line two days ago, memory that a deploy yesterday brought down. */
    void twoWeeks() {
        int week = 7 * 86_400;
        series(Labels.of("__name__", "questions_waiting", "channel", "live"), 2 * week, 300, ago -> (ago > week ? 20 : 30) + 17 * bump(ago, 172_800, 1800));
        series(Labels.of("__name__", "process_resident_memory_bytes", "service", "live-qa"), 2 * week, 300, ago -> (ago > 86_400 ? 400 : 300) * MEBIBYTE);
        series(Labels.of("__name__", "meeting_joins_ratio"), 2 * week, 300, ago -> 0.995);
    }

    /** A second channel, which makes any query that forgets the channel ambiguous. */
    void twoWeeksMore() {
        series(Labels.of("__name__", "questions_waiting", "channel", "phone"), 14 * 86_400, 300, ago -> 5);
    }

    /** A value for each ten seconds, given how long ago that is; what is no number was not measured. */
    void series(Labels labels, DoubleUnaryOperator value) {
        series(labels, 7200, 10, value);
    }

    private void series(Labels labels, int length, int step, DoubleUnaryOperator value) {
        batch.series(labels);
        for (long ago = length; ago >= 0; ago -= step) {
            double measured = value.applyAsDouble(ago);
            batch.sample(now.minusSeconds(ago).toEpochMilli(), Double.isNaN(measured) ? Sample.STALE : measured);
        }
    }

    /** All at once: a store takes nothing much older than what it has. */
    void keep() throws IOException {
        var outcome = batch.commit();
        if (outcome.refusals() > 0) {
            throw new IOException(outcome.first());
        }
    }

    private static double bump(double at, double centre, double width) {
        return Math.exp(-Math.pow((at - centre) / width, 2));
    }

    private double noise(double width) {
        return width * random.nextGaussian();
    }
}

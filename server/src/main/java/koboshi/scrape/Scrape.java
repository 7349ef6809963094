package koboshi.scrape;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import koboshi.scrape.Fetching.Fetched;
import koboshi.scrape.Fetching.Question;
import koboshi.scrape.ScrapeLoop.Surroundings;
import koboshi.scrape.SeriesCache.Known;
import koboshi.series.Sample;
import koboshi.tsdb.Batch;
import koboshi.tsdb.Outcome;
import koboshi.tsdb.Outcome.Refusal;
import koboshi.wire.ExpositionError;
import koboshi.wire.Family;
import koboshi.wire.MetricFamilies;
import koboshi.wire.TextExposition;
import koboshi.wire.WireError;

/**
 * The series of one target from scrape to scrape: those that are said again cost little, those that are not said any more are marked as ended.
 */
final class Scrape {
    /** Series a target did not say for so many scrapes are forgotten, though not at once: some come and go. */
    private static final int REMEMBERED = 16;

    /** Above so many only those are remembered that go on. */
    private static final int MOST_REMEMBERED = 300_000;

    /** What is said of metrics is the same for days, and it costs: it is read when new series came, not at once again, and now and then (at a prime, lest what changes by turns is always met at the same turn). */
    private static final int DESCRIBED_AGAIN = 61;
    private static final int DESCRIBED_SOON = 8;

    /** Series in which a scrape is told of. */
    private static final int MOST_REPORTED = 8;

    private final SeriesCache cache = new SeriesCache();
    private Reported reported;
    /** The target that was asked last, and how. */
    private Target asked;
    private Question question;
    private int number;
    private int expected;
    private boolean crowded;
    /** What the target says of its metrics, and at which scrape it was read. */
    private volatile List<Family> families = List.of();
    private int described = -DESCRIBED_AGAIN;
    /** What was of another type when that was read last, in words. */
    private String turned = "";

    /** @param warning what is odd, where it was taken; at most one of both is there */
    record Result(String error, String warning, int samples, int series) {
        Result warned(String more) {
            return more.isEmpty() || !error.isEmpty() ? this : new Result(error, warning.isEmpty() ? more : warning + "; " + more, samples, series);
        }

        static Result failed(String error) {
            return new Result(error, "", 0, 0);
        }
    }

    /** What is told of a scrape in series of its own. */
    record Figures(boolean up, long startNanos, int samples, int kept, int added, long bytes) {}

    /** @param stopping once it is done, a failure is not told to anybody: it is ours */
    synchronized Result run(Target target, long millis, Surroundings around, CompletableFuture<Void> stopping) {
        long start = System.nanoTime();
        number++;
        if (!target.refusal().isEmpty()) {
            return failed(target, millis, around, new Figures(false, start, 0, 0, 0, 0), target.refusal());
        }
        try (var fetched = around.fetching().fetch(question(target), expected, stopping)) {
            expected = fetched.received();
            return read(target, millis, around, fetched, start);
        } catch (ScrapeFailure failure) {
            return stopping.isDone() ? Result.failed("stopped") : failed(target, millis, around, new Figures(false, start, 0, 0, 0, 0), failure.getMessage());
        }
    }

    private Question question(Target target) {
        if (asked != target) {
            asked = target;
            question = Question.of(target);
        }
        return question;
    }

    private Result read(Target target, long millis, Surroundings around, Fetched fetched, long start) {
        around.readers().acquireUninterruptibly();
        try {
            // What the store had no room for is not held here either, nor what a target said once among very much else.
            if (crowded || cache.size() > MOST_REMEMBERED) {
                cache.keep(known -> known.ref == null ? known.seen == number - 1 : known.live);
            }
            return take(target, millis, around, fetched, start);
        } finally {
            around.readers().release();
        }
    }

    private Result take(Target target, long millis, Surroundings around, Fetched fetched, long start) {
        var batch = around.store().batch(cache.size() + MOST_REPORTED).by(target.url() + " of " + target.job().name());
        var intake = new Intake(target, cache, batch, number, millis);
        try {
            read(fetched, target, intake);
            intake.refuseTooMuch();
        } catch (ScrapeFailure | ExpositionError | WireError | IllegalArgumentException e) {
            forget();
            return failed(target, millis, around, new Figures(false, start, intake.samples(), intake.kept(), 0, fetched.body().size()), e.getMessage());
        }
        end(batch, millis, known -> known.live && known.seen != number);
        report(target, batch.broughtByNobody(), millis, new Figures(true, start, intake.samples(), intake.kept(), intake.added(), fetched.body().size()));
        var result = commit(target, batch, intake);
        if (number - described >= (intake.added() > 0 ? DESCRIBED_SOON : DESCRIBED_AGAIN)) {
            described = number;
            describe(around.descriptions().read(fetched));
        }
        return result.warned(turned);
    }

    private void describe(List<Family> now) {
        turned = turned(families, now);
        families = now;
    }

    /** What is of another type than it was; a counter that became a gauge has rules and pages misread it. */
    private static String turned(List<Family> before, List<Family> now) {
        var types = before.stream().collect(Collectors.toMap(Family::name, Family::type, (one, _) -> one));
        var changed = now.stream().filter(family -> !types.getOrDefault(family.name(), family.type()).equals(family.type())).toList();
        if (changed.isEmpty()) {
            return "";
        }
        var first = changed.getFirst();
        var more = changed.size() == 1 ? "" : ", and " + (changed.size() - 1) + " more are of another type";
        return first.name() + " was a " + types.get(first.name()) + " and is a " + first.type() + " now" + more;
    }

    List<Family> families() {
        return families;
    }

    private static void read(Fetched fetched, Target target, Intake intake) {
        var body = fetched.body();
        if (fetched.type().startsWith("application/vnd.google.protobuf")) {
            MetricFamilies.read(body.bytes(), body.size(), target.job().reading().classic(), intake);
        } else if (fetched.type().startsWith("application/openmetrics-text")) {
            TextExposition.readOpenMetrics(body.bytes(), body.size(), intake);
        } else {
            TextExposition.readPlain(body.bytes(), body.size(), intake);
        }
    }

    private Result commit(Target target, Batch batch, Intake intake) {
        try {
            var outcome = batch.commit();
            crowded = outcome.tooMany() > 0;
            boolean ends = target.job().reading().endTimestamped();
            cache.each(known -> known.live = known.ref != null && known.ref.kept() && known.seen == number && (!known.timed || ends));
            if (number % REMEMBERED == 0) {
                cache.keep(known -> known.ref == null ? known.seen == number : known.seen > number - REMEMBERED);
            }
            return new Result("", warning(intake, outcome), intake.samples(), intake.kept());
        } catch (IOException e) {
            forget();
            return Result.failed("its samples cannot be kept: " + e.getMessage());
        }
    }

    /** What came last may be something else each time. */
    private void forget() {
        cache.keep(known -> known.live);
    }

    private static String warning(Intake intake, Outcome outcome) {
        var words = new ArrayList<String>();
        if (!intake.oddities().isEmpty()) {
            words.add(intake.oddities());
        }
        outcome.refused().forEach((why, many) -> words.add(many + " samples " + words(why)));
        return words.isEmpty() || outcome.first() == null ? String.join("; ", words) : String.join("; ", words) + "; the first: " + outcome.first();
    }

    private static String words(Refusal why) {
        return switch (why) {
            case TOO_OLD -> "are too old";
            case CONFLICT -> "differ from what is held at the same moment";
            case TOO_FAR_AHEAD -> "are too far in the future";
            case TOO_MANY_SERIES -> "are of new series above the limit of all series";
            case ABOVE_SHARE -> "are of new series above the share of one target";
            case NO_MEMORY -> "are of new series for which there is no memory now";
            case BAD_LABELS -> "have unusable labels";
        };
    }

    /** What comes back may be another version. */
    private Result failed(Target target, long millis, Surroundings around, Figures figures, String why) {
        described = number - DESCRIBED_AGAIN;
        var batch = around.store().batch(cache.size() + MOST_REPORTED);
        end(batch, millis, known -> known.live);
        report(target, batch, millis, figures);
        try {
            batch.commit();
            cache.each(known -> known.live = false);
        } catch (IOException e) {
            return Result.failed(why + "; and that cannot be kept: " + e.getMessage());
        }
        return new Result(why, "", figures.samples(), 0);
    }

    private void report(Target target, Batch batch, long millis, Figures figures) {
        reported = reported == null || !reported.of(target) ? new Reported(target) : reported;
        reported.write(batch, millis, figures);
    }

    private void end(Batch batch, long millis, Predicate<Known> which) {
        cache.each(known -> {
            if (which.test(known)) {
                batch.series(known.ref).sample(millis, Sample.STALE);
            }
        });
    }

    /** Marks everything as ended: the target is none any more. */
    synchronized void end(Surroundings around, long millis) throws IOException {
        var batch = around.store().batch(cache.size() + MOST_REPORTED);
        end(batch, millis, known -> known.live);
        if (reported != null) {
            reported.end(batch, millis);
        }
        batch.commit();
        cache.clear();
        reported = null;
    }
}

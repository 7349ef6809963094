package koboshi.scrape;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.config.ScrapeJob;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.scrape.TargetStatus.Failing;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a target that does not answer any more, or is gone from where targets are found, a matter of guards: one for each job, which nobody has to write.
 *
 * <p>A target is away after two failed scrapes or probes in a row, or as many as its job says, for one may be a lost packet; that of a service only after the service had time to rise, since its agent
 * starts it again by itself.
 */
public final class TargetAlarms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TargetAlarms.class);
    private static final String PREFIX = "target-away:";
    /** Each has a standing and a call of its own; a network that is gone must not become a flood of calls. */
    private static final int MOST = 20;
    private static final int LONGEST_TEXT = 500;
    private static final long LOOK_EVERY_MILLIS = 500;
    /** The loop takes no answer for true that is older than a minute. */
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final Targets targets;
    private final InstantSource clock;
    private final Consumer<Event> telling;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("target-alarms").factory());
    private final Map<String, Told> told = new HashMap<>();

    private record Told(ScrapeJob job, Findings findings, Instant at) {
        boolean stillSays(ScrapeJob now, Findings same, Instant moment) {
            return job.equals(now) && findings.equals(same) && at.plus(AGAIN).isAfter(moment);
        }
    }

    /**
     * @param clock the loop's
     * @param telling never waits
     */
    public TargetAlarms(Targets targets, InstantSource clock, Consumer<Event> telling) {
        this.targets = targets;
        this.clock = clock;
        this.telling = telling;
    }

    public void start() {
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The plan with a guard for each job that has an alarm; a guard that a person wrote under such a name stays. */
    public static Plan guarding(Plan plan, List<ScrapeJob> jobs) {
        var duties = new TreeMap<>(plan.duties());
        jobs.forEach(job -> job.alarm().ifPresent(alarm -> duties.putIfAbsent(guard(job.name()), duty(job.name(), alarm))));
        return new Plan(plan.services(), plan.journeys(), duties, plan.pools());
    }

    private static Duty duty(String job, ScrapeJob.Alarm alarm) {
        var name = guard(job);
        var guard = new Guard(name, new Condition.Raised(PREFIX + job), alarm.on(), Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }

    private static String guard(String job) {
        return PREFIX + ResourceId.plain(job);
    }

    /** Of which job an alert tells, if it is of one. */
    public static Optional<String> job(String alert) {
        return alert.startsWith(PREFIX) ? Optional.of(alert.substring(PREFIX.length())) : Optional.empty();
    }

    private void look() {
        try {
            var now = clock.instant();
            targets.rolls(now).forEach(roll -> tell(roll.job(), findings(roll), now));
        } catch (RuntimeException | OutOfMemoryError trouble) {
            LOG.error("nobody was told how targets are", trouble);
        }
    }

    /** On a change, and now and then. */
    private void tell(ScrapeJob job, Findings findings, Instant now) {
        var guard = guard(job.name());
        var before = told.get(guard);
        if (before == null || !before.stillSays(job, findings, now)) {
            told.put(guard, new Told(job, findings, now));
            telling.accept(new Event.Answered(guard, findings));
        }
    }

    static Findings findings(Targets.Roll roll) {
        var readings = new TreeMap<Labels, Reading>();
        roll.missed().forEach(target -> put(readings, away(target.labels(), name(target.labels(), target.url()) + " of " + roll.job().name() + " is gone since "
                + shown(target.since()) + ": no longer in " + target.from())));
        roll.targets().stream().filter(target -> target.health() != TargetStatus.Health.UP).forEach(target -> put(readings, reading(target, roll.job())));
        return new Findings(bounded(List.copyOf(readings.values()), roll.job().name()), Optional.empty(), Duration.ZERO,
                roll.trouble().map(why -> "its targets may be others than those known: " + why));
    }

    private static void put(Map<Labels, Reading> readings, Reading reading) {
        readings.merge(reading.labels(), reading, (one, other) -> one.bad() ? one : other);
    }

    /** One that was not asked yet, or failed once, is not told of, but does not end what was told of it before. */
    private static Reading reading(TargetStatus target, ScrapeJob job) {
        return target.failing().filter(failing -> job.alarm().filter(alarm -> isSure(failing, target, alarm)).isPresent())
                .map(failing -> away(target.labels(), name(target.labels(), target.url()) + " of " + target.job() + (job.probe().isPresent() ? " has not answered as it should since " : " has not answered since ")
                        + shown(failing.since()) + ": " + shortened(target.error())))
                .orElseGet(() -> new Reading(target.labels(), 1, false, "", Optional.empty()));
    }

    private static boolean isSure(Failing failing, TargetStatus target, ScrapeJob.Alarm alarm) {
        return failing.scrapes() >= alarm.failures() && target.last().filter(last -> !failing.since().plus(alarm.rises()).isAfter(last)).isPresent();
    }

    private static Reading away(Labels labels, String says) {
        return new Reading(labels, 0, true, says, Optional.empty());
    }

    private static String name(Labels labels, String url) {
        var instance = labels.get("instance");
        return instance.isEmpty() ? url : instance;
    }

    private static String shown(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    /** When very many are away, the first are named, and the rest counted in one word more. */
    private static List<Reading> bounded(List<Reading> all, String job) {
        var away = all.stream().filter(Reading::bad).toList();
        if (away.size() <= MOST) {
            return all;
        }
        var told = new ArrayList<>(away.subList(0, MOST - 1));
        told.add(away(Labels.of("job", job), "more than " + (MOST - 1) + " targets of " + job + " are away; the others are in the list of targets"));
        return told;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}

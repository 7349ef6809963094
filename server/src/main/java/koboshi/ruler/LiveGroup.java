package koboshi.ruler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.promql.Pulse;
import koboshi.rule.Evaluator;
import koboshi.rule.Round;
import koboshi.rule.Rule;
import koboshi.series.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group that is evaluated whenever it is due, by a thread of its own.
 *
 * <p>The thread is never interrupted, since an interrupt in the middle of a write would close the store's file.
 */
final class LiveGroup {
    private static final Logger LOG = LoggerFactory.getLogger(LiveGroup.class);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** What all groups share. */
    record Company(Source source, InstantSource clock, Semaphore turns, Consumer<LiveGroup> evaluated) {}

    private final Evaluator evaluator;
    private final Object like;
    private final Company company;
    private final Slots slots;
    private final Set<String> guards;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private boolean restores;
    private volatile GroupView view;

    /**
     * @param like whatever it was made of: another that is alike need not be started in its place
     * @param restores whether alerts are to be taken up where they were before a restart
     */
    LiveGroup(String file, Object like, Duration interval, Evaluator evaluator, boolean restores, Company company) {
        this.evaluator = evaluator;
        this.like = like;
        this.company = company;
        this.restores = restores;
        this.slots = Slots.of(file + ";" + evaluator.group().name(), interval);
        this.guards = Alarms.guards(evaluator.group());
        this.view = GroupView.fresh(file, evaluator.group(), interval);
        this.thread = Thread.ofVirtual().name("rules-" + evaluator.group().name()).unstarted(this::run);
        if (restores) {
            evaluator.awaitRestore();
        }
    }

    boolean alike(LiveGroup other) {
        return other != null && like.equals(other.like);
    }

    void start() {
        thread.start();
    }

    /** Goes on where another left off; that one must have ended. */
    void takeOver(LiveGroup before, Instant at) {
        evaluator.takeOver(before.evaluator, at);
        if (before.restores) {
            restores = true;
            evaluator.awaitRestore();
        }
    }

    void stop() {
        stopping.countDown();
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** After {@link #stop}: until its evaluation has ended, which the stop cuts short. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** Its series end: nobody will write them any more. */
    void end(Instant at) {
        evaluator.end(at);
    }

    boolean toldSince(Instant moment) {
        return view.evaluated().filter(at -> at.isAfter(moment)).isPresent();
    }

    GroupView view() {
        return view;
    }

    /** Those that its alerts answer. */
    Set<String> guards() {
        return guards;
    }

    private void run() {
        try {
            var next = slots.from(company.clock().instant());
            while (!stopping.await(until(next), TimeUnit.MILLISECONDS)) {
                attempt(next);
                long missed = slots.missed(next, company.clock().instant());
                view = missed > 0 ? view.missing(missed) : view;
                next = slots.after(next, missed);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever breaks, a want of memory included, is said, and its next time comes: rules that ended would guard nothing. */
    private void attempt(Instant at) throws InterruptedException {
        company.turns().acquire();
        try {
            evaluate(at);
            if (!stopped()) {
                company.evaluated().accept(this);
            }
        } catch (RuntimeException | OutOfMemoryError broken) {
            LOG.error("rule group {} of {} was not evaluated", view.group().name(), view.file(), broken);
        } finally {
            company.turns().release();
        }
    }

    private long until(Instant next) {
        return Math.max(0, Duration.between(company.clock().instant(), next).toMillis());
    }

    /** For one thread at a time. */
    void evaluate(Instant at) {
        long began = System.nanoTime();
        var took = new ArrayList<Duration>();
        var last = new long[] {began};
        var round = evaluator.evaluate(at, pulse(), _ -> {
            long now = System.nanoTime();
            took.add(Duration.ofNanos(now - last[0]));
            last[0] = now;
        });
        if (stopped()) {
            // What a stop cut short says nothing about its rules: each of a thousand would be said to have failed.
            return;
        }
        if (restores && view.evaluations() > 0) {
            restore(at);
        }
        publish(at, Duration.ofNanos(System.nanoTime() - began), took, round);
    }

    private void restore(Instant at) {
        restores = false;
        try {
            evaluator.restore(company.source(), at);
        } catch (RuntimeException trouble) {
            LOG.warn("alerts of rule group {} begin anew, since what they were cannot be read: {}", view.group().name(), trouble.toString());
        }
    }

    /** A slow query must not eat up the time of the next evaluation, and none of the time of a stop. */
    private Pulse pulse() {
        var limit = view.interval().compareTo(LONGEST) < 0 ? view.interval() : LONGEST;
        var within = Pulse.within(limit, System::nanoTime);
        return () -> stopped() ? Pulse.State.CANCELLED : within.beat();
    }

    private void publish(Instant at, Duration whole, List<Duration> took, Round round) {
        var before = view;
        var rules = new ArrayList<RuleView>();
        for (int i = 0; i < evaluator.group().rules().size(); i++) {
            var rule = evaluator.group().rules().get(i);
            var error = error(rule, round);
            say(before.rules().get(i), error);
            rules.add(new RuleView(rule, error, Optional.of(at), took.get(i), evaluator.alerts(i)));
        }
        view = new GroupView(before.file(), before.group(), before.interval(), !restores, Optional.of(at), whole, before.evaluations() + rules.size(),
                before.failures() + round.failures().size(), before.missed(), rules);
    }

    private static String error(Rule rule, Round round) {
        for (var trouble : round.failures()) {
            if (trouble.rule() == rule) {
                return trouble.message();
            }
        }
        return "";
    }

    /** Once when it begins and once when it is over. */
    private static void say(RuleView before, String error) {
        if (error.equals(before.error())) {
            return;
        }
        if (error.isEmpty()) {
            LOG.info("rule {} ({}) has a result again", before.rule().name(), before.rule().place());
        } else {
            LOG.warn("rule {} ({}) failed: {}", before.rule().name(), before.rule().place(), error);
        }
    }
}

package koboshi.scrape;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import koboshi.agent.journey.Judgement;
import koboshi.journey.Step.Expectation;
import koboshi.journey.Step.Wording;
import koboshi.probe.Question;
import koboshi.probe.Reply;
import koboshi.scrape.Probes.Told;
import koboshi.scrape.TargetStatus.Failing;
import koboshi.scrape.TargetStatus.Health;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.tsdb.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes one target at its moments: asked on the thread of all probes, judged and kept on another. */
final class ProbeLoop implements TargetLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeLoop.class);
    /** So little late counts as being in time: equal distances take less room, and are what people expect to see. */
    private static final long SLACK_MILLIS = 20;
    /** As much of a body as is shown when an answer is another than expected. */
    private static final int SHOWN = 1 << 10;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final Last NONE = new Last(Optional.empty(), Duration.ZERO, "", Optional.empty(), 0);

    /** How the last probe went. */
    private record Last(Optional<Instant> at, Duration took, String error, Optional<Failing> failing, int samples) {}

    private final Target target;
    private final Probes probes;
    private final Expectation expect;
    private final Labels success;
    private final Labels duration;
    private final Labels status;
    private final Labels expiry;
    private volatile Last last = NONE;
    private volatile boolean answered;
    private volatile boolean stopped;
    private boolean asking;
    private volatile boolean certified;
    /** When it is asked next; 0 until that is known. */
    private volatile long dueMillis;
    private volatile long lateMillis;

    ProbeLoop(Target target, Probes probes) {
        this.target = target;
        this.probes = probes;
        expect = target.job().probe().orElseThrow();
        success = target.labels().with(Labels.NAME, "probe_success");
        duration = target.labels().with(Labels.NAME, "probe_duration_seconds");
        status = target.labels().with(Labels.NAME, "probe_http_status_code");
        expiry = target.labels().with(Labels.NAME, "probe_ssl_earliest_cert_expiry");
    }

    @Override
    public void start() {
        probes.prober().post(() -> plan(0));
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public boolean answered() {
        return answered;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** What is still under way is not told any more. */
    @Override
    public boolean stopped() {
        return stopped;
    }

    @Override
    public void end() throws IOException {
        long millis = probes.clock().millis();
        var batch = probes.store().batch();
        (certified ? List.of(success, duration, status, expiry) : List.of(success, duration, status)).forEach(labels -> batch.series(labels).sample(millis, Sample.STALE));
        batch.commit();
    }

    /**
     * Always at the same place in each interval, as what is scraped.
     *
     * @param before the moment that was the last one
     */
    private void plan(long before) {
        if (stopped) {
            return;
        }
        var now = probes.clock().instant();
        long every = target.every().toMillis();
        // A moment may come a little early, and must not come twice for that.
        long after = Math.max(before, now.toEpochMilli());
        long due = after - Math.floorMod(after - target.offsetMillis(), every) + every;
        dueMillis = due;
        probes.prober().at(System.nanoTime() + now.until(Instant.ofEpochMilli(due), ChronoUnit.NANOS), () -> due(due));
    }

    private void due(long due) {
        if (stopped) {
            return;
        }
        long now = probes.clock().millis();
        long late = Math.abs(now - due);
        lateMillis = Math.max(0, now - due);
        // First of all, so that no mistake of ours below ends a target that nobody would miss.
        plan(due);
        if (asking) {
            probes.miss();
        } else {
            ask(late <= Math.min(SLACK_MILLIS, target.every().toMillis() / 100) ? due : now);
        }
    }

    private void ask(long millis) {
        if (target.refusal().isEmpty()) {
            var question = question();
            asking = true;
            probes.prober().ask(question, reply -> {
                asking = false;
                probes.tell(new Told(this, millis, reply));
            });
        } else {
            probes.tell(new Told(this, millis, new Reply(Optional.empty(), 0, Optional.empty(), Duration.ZERO, target.refusal())));
        }
    }

    private Question question() {
        long most = target.job().limits().body();
        int kept = expect.body().equals(Wording.ANYTHING) ? SHOWN : (int) most;
        return new Question(URI.create(target.url()), target.job().access(), target.timeout(), most, kept);
    }

    /**
     * What a probe came to.
     *
     * @param reply without its answer
     */
    record Judged(ProbeLoop loop, long millis, Reply reply, String trouble) {
        void write(Batch batch) {
            loop.write(this, batch);
        }

        /** @param unkept why it could not be kept; empty where it was */
        void publish(String unkept) {
            loop.publish(this, unkept.isEmpty() ? trouble : unkept);
        }
    }

    Judged judge(Told told) {
        return new Judged(this, told.millis(), told.reply().withoutAnswer(), trouble(told));
    }

    private String trouble(Told told) {
        var reply = told.reply();
        return reply.answer().isEmpty() ? reply.trouble() : judged(reply, told.millis()).orElse("");
    }

    private Optional<String> judged(Reply reply, long millis) {
        try {
            return Judgement.trouble(reply.answer().orElseThrow(), expect)
                    .or(() -> expect.within().filter(within -> reply.took().compareTo(within) > 0)
                            .map(within -> "expected an answer within " + within.toMillis() + " ms, came one after " + reply.took().toMillis() + " ms"))
                    .or(() -> Judgement.certificate(expect.certificate(), reply.certifiedUntil(), Instant.ofEpochMilli(millis)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    private void write(Judged judged, Batch batch) {
        if (stopped) {
            return;
        }
        long millis = judged.millis();
        batch.series(success).sample(millis, judged.trouble().isEmpty() ? 1 : 0);
        batch.series(duration).sample(millis, judged.reply().took().toNanos() / NANOS);
        batch.series(status).sample(millis, judged.reply().status());
        var until = judged.reply().certifiedUntil();
        if (until.isPresent() || certified) {
            batch.series(expiry).sample(millis, until.map(end -> end.toEpochMilli() / MILLIS).orElse(Sample.STALE));
        }
        certified = until.isPresent();
    }

    private void publish(Judged judged, String trouble) {
        var before = last;
        var at = Instant.ofEpochMilli(judged.millis());
        var failing = trouble.isEmpty() ? Optional.<Failing>empty()
                : before.failing().map(known -> new Failing(known.scrapes() + 1, known.since())).or(() -> Optional.of(new Failing(1, at)));
        answered |= trouble.isEmpty();
        last = new Last(Optional.of(at), judged.reply().took(), trouble, failing, judged.reply().certifiedUntil().isPresent() ? 4 : 3);
        log(before, trouble);
    }

    /** On a change only: a target that is down for a week is one line. */
    private void log(Last before, String trouble) {
        if (stopped || before.error().isEmpty() == trouble.isEmpty()) {
            return;
        }
        if (trouble.isEmpty()) {
            LOG.info("{} ({}) answers as it should again", target.url(), target.job().name());
        } else {
            LOG.warn("{} ({}): {}", target.url(), target.job().name(), trouble);
        }
    }

    /** By how much it was asked too late, or is overdue. */
    long lateMillis(long now) {
        return Math.max(lateMillis, dueMillis == 0 ? 0 : now - dueMillis);
    }

    boolean asked() {
        return last.at().isPresent();
    }

    /** As long as its last answer was not as expected. */
    Optional<Probed.Failing> failing() {
        var now = last;
        return now.failing().map(failing -> new Probed.Failing(name(), failing.since(), now.error()));
    }

    private String name() {
        var instance = target.labels().get("instance");
        return instance.isEmpty() ? target.url() : instance;
    }

    @Override
    public TargetStatus status() {
        var now = last;
        var health = now.at().isEmpty() ? Health.UNKNOWN : now.failing().isEmpty() ? Health.UP : Health.DOWN;
        return new TargetStatus(
                target.job().name(), target.discovered(), target.labels(), target.url(), health, now.error().isEmpty() ? target.refusal() : now.error(), "", TargetStatus.Recent.NONE, now.failing(),
                now.at(), now.took(), target.every(), target.timeout(), now.samples(), now.samples(), List.of(), target.job().place());
    }
}

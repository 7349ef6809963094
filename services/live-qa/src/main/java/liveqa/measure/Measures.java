package liveqa.measure;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import liveqa.document.Holdings;
import liveqa.feed.Tally;
import liveqa.model.ModelAnswerer;
import liveqa.question.Channel;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Withdrawal;
import liveqa.question.Witness;

/** What the service tells Prometheus about itself. */
public final class Measures implements Witness {
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counter accepted = Counter.builder().name("questions_accepted_total").labelNames("channel")
            .help("Questions accepted, or brought back from the log at start.").register(registry);
    private final Counter turnedAway = Counter.builder().name("questions_refused_total").labelNames("channel", "reason")
            .help("Questions refused: the queue was full, or the log could not be written.").register(registry);
    private final Counter answers = Counter.builder().name("answers_total").labelNames("outcome", "channel")
            .help("Answers given: valid (from a source), none (nothing found), failed.").register(registry);
    private final Histogram answerSeconds = Histogram.builder().name("answer_seconds").classicOnly().classicUpperBounds(SECONDS)
            .help("From the acceptance of a question to its answer.").register(registry);
    private final Histogram queueSeconds = seconds("queue_seconds", "From the acceptance of a question to the moment a worker takes it up.", "channel");
    private final Histogram workSeconds = seconds("answering_seconds", "From the moment a worker takes a question up to its answer.", "channel");
    private final Histogram speechSeconds = seconds("speech_queue_seconds", "From an answer to the moment it begins to be spoken or shown.", "channel");
    private final Histogram promises = errors("wait_estimate_error_ratio", "How far the wait for the answer that an asker was told lay from the wait that followed, as a part of that wait.");
    private final Histogram speechPromises = errors("speech_wait_estimate_error_ratio", "The same for the wait until the answer was spoken.");
    private final Counter held = counter("questions_held_total", "Questions held for a moderator, by the reason.", "channel", "reason");
    private final Counter withdrawn = counter("questions_withdrawn_total", "Questions that will not be answered: skipped, deleted, banned.", "channel", "reason");
    private final Counter joined = counter("questions_joined_total", "Questions that share the answer of one that asks the same.", "channel");
    private final Counter decisions = counter("moderation_decisions_total", "Decisions of moderators and platforms.", "decision");
    private final Map<String, Instant> begun = new ConcurrentHashMap<>();
    private final Counter comments = Counter.builder().name("comments_received_total")
            .help("Messages of the live chat, questions included, repeated ones not.").register(registry);
    private final Counter duplicates = Counter.builder().name("comments_duplicate_total")
            .help("Messages of the live chat that had come before.").register(registry);

    public Measures() {
        JvmMetrics.builder().register(registry);
        // A series that is absent until its first event makes rate() blind to that event.
        for (var channel : Channel.values()) showFromTheStart(channel.word());
    }

    private void showFromTheStart(String channel) {
        accepted.initLabelValues(channel);
        turnedAway.initLabelValues(channel, "full");
        queueSeconds.initLabelValues(channel);
        workSeconds.initLabelValues(channel);
        for (var outcome : new String[] {"valid", "none", "failed"}) answers.initLabelValues(outcome, channel);
    }

    private Histogram seconds(String name, String help, String... labels) {
        return Histogram.builder().name(name).classicOnly().classicUpperBounds(SECONDS).labelNames(labels).help(help).register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).labelNames(labels).help(help).register(registry);
    }

    /** How each part is: 1 while it is well. */
    public void watch(Parts parts) {
        GaugeWithCallback.builder().name("part_ok").labelNames("part").help("1 while the part is well, 0 while it is degraded; /health says why.")
                .callback(callback -> parts.all().forEach(part -> callback.call(part.state() == Parts.State.OK ? 1 : 0, part.name()))).register(registry);
    }

    /** What is held, what waits to be spoken, and whether a question was answered of late. */
    public void watchMore(IntSupplier heldNow, IntSupplier toSpeak, BooleanSupplier answering) {
        gauge("questions_on_hold", "Questions that wait for a moderator.", heldNow::getAsInt);
        gauge("answers_waiting_to_be_spoken", "Answers that wait to be spoken or shown.", toSpeak::getAsInt);
        gauge("answering", "1 when the service answered its own question end to end of late.", () -> answering.getAsBoolean() ? 1 : 0);
    }

    /** Registered once a chat is followed. */
    public ChatMeasures chat() {
        return new ChatMeasures(registry);
    }

    public void watch(Supplier<Integer> waiting, Supplier<Duration> oldestWait, int workers) {
        gauge("questions_waiting", "Questions accepted and not yet taken up.", () -> waiting.get());
        gauge("oldest_question_waiting_seconds", "How long the first in line has waited.", () -> oldestWait.get().toNanos() / 1e9);
        gauge("workers", "Threads that answer.", () -> workers);
    }

    public void documents(Supplier<Holdings> holdings) {
        ThinkingMeasures.documents(holdings, registry);
    }

    public void model(ModelAnswerer model) {
        ThinkingMeasures.model(model, registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help).callback(callback -> callback.call(value.getAsDouble())).register(registry);
    }

    @Override
    public void begun(Question question) {
        var now = Instant.now();
        begun.put(question.id(), now);
        queueSeconds.labelValues(question.channel().word()).observe(between(question.askedAt(), now));
    }

    private static double between(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toNanos() / 1e9);
    }

    @Override
    public void held(Question question, HoldReason why) {
        held.labelValues(question.channel().word(), why.word()).inc();
    }

    @Override
    public void withdrawn(Question question, Withdrawal why) {
        withdrawn.labelValues(question.channel().word(), why.word()).inc();
        begun.remove(question.id());
    }

    @Override
    public void joined(Question question) {
        accepted(question);
        joined.labelValues(question.channel().word()).inc();
    }

    @Override
    public void decided(String decision) {
        decisions.labelValues(decision).inc();
    }

    @Override
    public void promised(double seconds, Duration waited) {
        observe(promises, seconds, waited.toNanos() / 1e9);
    }

    @Override
    public void promisedSpeech(double seconds, Duration waited) {
        observe(speechPromises, seconds, waited.toNanos() / 1e9);
    }

    private static void observe(Histogram errors, double told, double actual) {
        if (actual > 0) errors.observe(Math.abs(told - actual) / actual);
    }

    private Histogram errors(String name, String help) {
        return Histogram.builder().name(name).classicOnly().classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2, 5).help(help).register(registry);
    }

    @Override
    public void spoken(Question question, double seconds) {
        speechSeconds.labelValues(question.channel().word()).observe(seconds);
    }

    @Override
    public void answeredToo(Question question, Standing.Answered answered) {
        answers.labelValues(answered.answer().outcome(), question.channel().word()).inc();
        answerSeconds.observe(between(question.askedAt(), answered.at()));
    }

    @Override
    public void accepted(Question question) {
        accepted.labelValues(question.channel().word()).inc();
    }

    @Override
    public void turnedAway(Channel channel) {
        turnedAway.labelValues(channel.word(), "full").inc();
    }

    @Override
    public void notKept(Channel channel) {
        turnedAway.labelValues(channel.word(), "log").inc();
    }

    @Override
    public void answered(Question question, Standing.Answered answered) {
        answeredToo(question, answered);
        var since = begun.remove(question.id());
        if (since != null) workSeconds.labelValues(question.channel().word()).observe(between(since, answered.at()));
    }

    public void counted(Tally tally) {
        comments.inc(tally.questions() + tally.comments());
        duplicates.inc(tally.duplicates());
    }

    /** The text format the asking scraper accepts, and its name. */
    public record Exposition(String contentType, byte[] text) {}

    public Exposition exposition(String accept) throws IOException {
        // Only the text formats: what else the header offers is not worth its classes.
        var writer = accept != null && accept.contains("openmetrics") ? formats.getOpenMetricsTextFormatWriter() : formats.getPrometheusTextFormatWriter();
        var out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return new Exposition(writer.getContentType(), out.toByteArray());
    }
}

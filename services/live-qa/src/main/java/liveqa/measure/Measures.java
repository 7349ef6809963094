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
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import liveqa.document.Holdings;
import liveqa.feed.Tally;
import liveqa.model.ModelAnswerer;
import liveqa.question.Channel;
import liveqa.question.Question;
import liveqa.question.Standing;
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
        for (var outcome : new String[] {"valid", "none", "failed"}) answers.initLabelValues(outcome, channel);
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
        answers.labelValues(answered.answer().outcome(), question.channel().word()).inc();
        answerSeconds.observe(Math.max(0, Duration.between(question.askedAt(), answered.at()).toNanos() / 1e9));
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

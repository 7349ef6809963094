package liveqa.phone.measure;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/** What the service tells Prometheus about itself. */
public final class Measures {
    /** How a call may end; each is shown from the start, since rate() does not see the first event of a new series. */
    static final List<String> OUTCOMES = List.of("completed", "no_input", "cancelled", "busy", "refused", "unanswered", "dead", "too_long", "stopped", "failed");
    static final List<String> ANSWERS = List.of("valid", "none", "failed", "held", "withdrawn", "slow", "full", "too_long", "away");
    private static final List<String> LINES = List.of("webhook", "sip");
    private static final double[] CALL_SECONDS = {1, 5, 10, 30, 60, 120, 300, 600, 1800};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counter calls = Counter.builder().name("calls_total").labelNames("outcome", "line")
            .help("Calls that ended, and calls that were not taken, by how and by the kind of line.").register(registry);
    private final Histogram seconds = Histogram.builder().name("call_seconds").labelNames("line").classicOnly().classicUpperBounds(CALL_SECONDS)
            .help("From the answering of a call to its end.").register(registry);
    private final Counter answers = Counter.builder().name("answers_total").labelNames("outcome")
            .help("What became of questions asked by telephone.").register(registry);
    private final Counter forged = Counter.builder().name("webhooks_refused_total").labelNames("reason")
            .help("Requests to the webhooks that were refused: signature, replay, malformed.").register(registry);
    private final Counter speechFailures = Counter.builder().name("speech_failures_total")
            .help("Texts that no voice could speak.").register(registry);

    public Measures(IntSupplier callsInProgress) {
        JvmMetrics.builder().register(registry);
        for (var line : LINES) for (var outcome : OUTCOMES) calls.initLabelValues(outcome, line);
        for (var outcome : ANSWERS) answers.initLabelValues(outcome);
        for (var reason : List.of("signature", "replay", "malformed")) forged.initLabelValues(reason);
        GaugeWithCallback.builder().name("calls_in_progress").help("Calls that are answered and not ended.")
                .callback(callback -> callback.call(callsInProgress.getAsInt())).register(registry);
    }

    /** What the SIP stack remembers of calls; it falls to zero within a minute of the last one, or something leaks. */
    public void watchSip(IntSupplier held) {
        GaugeWithCallback.builder().name("sip_entries_held").help("Dialogs and transactions the SIP stack holds.")
                .callback(callback -> callback.call(held.getAsInt())).register(registry);
    }

    public void ended(String line, String outcome, Duration length) {
        calls.labelValues(outcome, line).inc();
        seconds.labelValues(line).observe(length.toNanos() / 1e9);
    }

    /** A call that was never answered. */
    public void notTaken(String line, String outcome) {
        calls.labelValues(outcome, line).inc();
    }

    public void answered(String outcome) {
        answers.labelValues(outcome).inc();
    }

    public void refusedWebhook(String reason) {
        forged.labelValues(reason).inc();
    }

    public void speechFailed() {
        speechFailures.inc();
    }

    /** The text format the asking scraper accepts, and its name. */
    public record Exposition(String contentType, byte[] text) {}

    public Exposition exposition(String accept) throws IOException {
        var writer = accept != null && accept.contains("openmetrics") ? formats.getOpenMetricsTextFormatWriter() : formats.getPrometheusTextFormatWriter();
        var out = new ByteArrayOutputStream();
        writer.write(out, registry.scrape());
        return new Exposition(writer.getContentType(), out.toByteArray());
    }
}

package liveqa.measure;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** What following a platform's chat costs, and how it goes. */
public final class ChatMeasures {
    private final Counter requests;
    private final Counter messages;
    private final Gauge used;
    private final Gauge budget;
    private final Gauge pause;

    ChatMeasures(PrometheusRegistry registry) {
        requests = Counter.builder().name("youtube_requests_total").labelNames("call", "result")
                .help("Calls of the YouTube Data API by outcome: ok, or the reason it was refused.").register(registry);
        messages = Counter.builder().name("youtube_messages_total").labelNames("kind")
                .help("Chat messages by kind: text, paid, member, deletion, ban, other, unreadable, repeated.").register(registry);
        used = Gauge.builder().name("youtube_quota_used_units").help("Quota units spent since midnight Pacific time.").register(registry);
        budget = Gauge.builder().name("youtube_quota_budget_units").help("Quota units that may be spent a day.").register(registry);
        pause = Gauge.builder().name("youtube_polling_seconds").help("The pause before the next call.").register(registry);
    }

    public void called(String call, String result) {
        requests.labelValues(call, result).inc();
    }

    public void message(String kind) {
        messages.labelValues(kind).inc();
    }

    public void spent(int units, int ofUnits) {
        used.set(units);
        budget.set(ofUnits);
    }

    public void pauses(Duration before) {
        pause.set(before.toNanos() / 1e9);
    }
}

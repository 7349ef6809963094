package liveqa.measure;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import liveqa.document.Holdings;
import liveqa.document.Problem;
import liveqa.document.Unreadable;
import liveqa.model.ModelAnswerer;
import liveqa.model.Outcome;

/** What is told of the documents and of the model. */
final class ThinkingMeasures {
    private ThinkingMeasures() {}

    static void documents(Supplier<Holdings> holdings, PrometheusRegistry registry) {
        GaugeWithCallback.builder().name("documents").help("Documents that answer.").callback(value -> value.call(holdings.get().documents())).register(registry);
        GaugeWithCallback.builder().name("document_passages").help("Passages that answer.").callback(value -> value.call(holdings.get().passages().size())).register(registry);
        GaugeWithCallback.builder().name("document_problems").labelNames("reason").help("Documents that could not be read in their present version.").callback(value -> {
            var counts = holdings.get().problems().stream().collect(Collectors.groupingBy(Problem::reason, Collectors.counting()));
            for (var reason : Unreadable.Reason.values()) value.call(counts.getOrDefault(reason, 0L), reason.word());
        }).register(registry);
    }

    static void model(ModelAnswerer model, PrometheusRegistry registry) {
        CounterWithCallback.builder().name("model_answers_total").labelNames("outcome")
                .help("Questions put to the model by what became of it; only used and cut are its words.")
                .callback(value -> Arrays.stream(Outcome.values()).forEach(outcome -> value.call(model.count(outcome), outcome.word()))).register(registry);
        GaugeWithCallback.builder().name("model_tokens_today").help("Tokens the model has read and written since midnight UTC.").callback(value -> value.call(model.budget().tokensToday())).register(registry);
        GaugeWithCallback.builder().name("model_yen_today").help("Yen the model has cost since midnight UTC, by the prices given.").callback(value -> value.call(model.budget().yenToday())).register(registry);
        GaugeWithCallback.builder().name("model_usable").help("1 while the model is asked; 0 while its budget is used up or it does not answer.").callback(value -> value.call(model.trouble().isEmpty() ? 1 : 0)).register(registry);
    }
}

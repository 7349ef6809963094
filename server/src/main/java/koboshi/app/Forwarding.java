package koboshi.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.config.Elsewhere;
import koboshi.integration.prometheus.Access;
import koboshi.integration.prometheus.PrometheusApi;
import koboshi.integration.prometheus.RemoteWriter;
import koboshi.outbox.Courier;
import koboshi.outbox.Outbox;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Source;
import koboshi.tsdb.Store;
import koboshi.tsdb.Witness;

/** What goes to other servers of series, and what is asked of them. */
final class Forwarding implements AutoCloseable {
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<Courier> couriers = new ArrayList<>();
    private final List<RemoteWriter> writers = new ArrayList<>();
    private final Optional<PrometheusApi> source;

    /** @param folder of the queues */
    Forwarding(Elsewhere elsewhere, Path folder, InstantSource clock) throws IOException {
        for (var write : elsewhere.remoteWrites()) {
            var outbox = Outbox.open(folder.resolve(write.name()), write.disk(), write.nativeHistograms(), clock);
            var writer = new RemoteWriter(access(write.server()));
            outboxes.add(outbox);
            writers.add(writer);
            couriers.add(new Courier(write.name(), outbox, writer::send, clock));
        }
        source = elsewhere.source().map(server -> new PrometheusApi(access(server)));
    }

    private static Access access(Elsewhere.Server server) {
        return new Access(server.url(), server::sent, server.patience());
    }

    /** From now on everything the store takes is sent on. */
    void start(Store store) {
        if (!outboxes.isEmpty()) {
            store.witness(new All());
            couriers.forEach(Courier::start);
        }
    }

    /** Where guards and rules ask. */
    Source source(Source own) {
        return source.<Source>map(elsewhere -> elsewhere).orElse(own);
    }

    Map<String, Double> figures() {
        var figures = new TreeMap<String, Double>();
        couriers.forEach(courier -> figures.putAll(courier.figures()));
        return figures;
    }

    /** To be closed after the store: what it takes until then must lie in the queues. */
    @Override
    public void close() {
        writers.forEach(RemoteWriter::close);
        couriers.forEach(Courier::close);
        source.ifPresent(PrometheusApi::close);
    }

    private final class All implements Witness {
        @Override
        public void sees(Labels labels, long millis, double value, Histogram histogram) {
            for (var outbox : outboxes) {
                outbox.sees(labels, millis, value, histogram);
            }
        }

        @Override
        public void keep() throws IOException {
            var troubles = new ArrayList<IOException>();
            for (var outbox : outboxes) {
                try {
                    outbox.keep();
                } catch (IOException trouble) {
                    // Thrown below: one full queue must not cost the others what they have seen.
                    troubles.add(trouble);
                }
            }
            if (!troubles.isEmpty()) {
                throw troubles.getFirst();
            }
        }
    }
}

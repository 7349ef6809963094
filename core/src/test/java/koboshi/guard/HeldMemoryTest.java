package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.promql.Query;
import koboshi.resource.Bytes;
import koboshi.resource.Gentle;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.resource.Swap;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;

/** A parent of 20 MiB with a worker that leaks: the kernel killed the worker at the limit, and nobody had seen it grow. */
class HeldMemoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OF_ITS_AGENT = "{host=\"local\",instance=\"a@local\",service=\"a\"}";
    private static final Origin STARTED = new Origin.Run(List.of("run"), "", Map.of());

    private final Ring ring = new Ring(1000, 1000);

    private static Service service(Origin origin, Optional<Bytes> limit, Optional<Swap> swap) {
        return new Service(
                ResourceId.service("a"), "local", "a", 0, origin, Keep.DEFAULT, limit, Service.WARM_UP, Service.STOP_GRACE, Optional.empty(), Optional.empty(),
                Optional.empty(), Gentle.NONE, swap);
    }

    private static Service limited(Origin origin) {
        return service(origin, Optional.of(Bytes.mebi(200)), Optional.empty());
    }

    private HeldMemoryTest holds(String name, long mebi) {
        return at(NOW.minusSeconds(1), name + OF_ITS_AGENT, mebi);
    }

    private HeldMemoryTest at(Instant moment, String series, double mebi) {
        ring.append(Query.labels(series), new Sample(moment.toEpochMilli(), mebi * (1 << 20)));
        return this;
    }

    private long mebi(Service service) {
        var readings = Expression.parse("(" + HeldMemory.byItsAgent(service) + ") > 0").ask(Inquiry.Look.at(ring, NOW)).readings();
        assertThat(readings).as("one standing").hasSize(1);
        return Math.round(readings.getFirst().value() / (1 << 20));
    }

    @Test
    void aWorkersMemoryIsItsParents() {
        holds("process_resident_memory_bytes", 20).holds("container_memory_rss", 195);
        assertThat(mebi(limited(STARTED))).isEqualTo(195);
    }

    @Test
    void withoutAGroupTheFirstProcessSpeaks() {
        holds("process_resident_memory_bytes", 20);
        assertThat(mebi(limited(STARTED))).isEqualTo(20);
        assertThat(mebi(service(STARTED, Optional.empty(), Optional.empty()))).isEqualTo(20);
    }

    @Test
    void pageCacheOfTheFirstProcessDoesNotCountAgainstTheLimit() {
        holds("process_resident_memory_bytes", 190).holds("container_memory_rss", 60);
        assertThat(mebi(limited(STARTED))).isEqualTo(60);
    }

    @Test
    void whatWentToSwapIsHeldWhereItMayGoThere() {
        var swapping = service(STARTED, Optional.of(Bytes.mebi(200)), Optional.of(Swap.ALLOWED));
        holds("process_resident_memory_bytes", 20).holds("container_memory_rss", 195);
        assertThat(mebi(swapping)).as("the kernel counts no swap").isEqualTo(195);
        holds("container_memory_swap", 300).holds("process_swap_memory_bytes", 7);
        assertThat(mebi(swapping)).isEqualTo(495);
        assertThat(mebi(limited(STARTED))).isEqualTo(195);
    }

    @Test
    void ofAProcessThatOthersStartedTheGreaterCounts() {
        holds("process_resident_memory_bytes", 150).holds("container_memory_rss", 10);
        assertThat(mebi(limited(new Origin.Adopt("a.pid", List.of())))).as("it took most before it came into its group").isEqualTo(150);
    }

    private Reading foreseen(Service service, Duration within) {
        var wanted = new Condition.RunsOut(HeldMemory.byAnybody(service), Optional.of("a"), 200 << 20, false, true, within, Duration.ofMinutes(2), 0.99);
        var readings = Exhaustion.of(wanted).ask(Inquiry.Look.at(ring, NOW)).readings();
        assertThat(readings).as("one standing").hasSize(1);
        return readings.getFirst();
    }

    private void leaks() {
        for (int second = 30; second > 0; second--) {
            var moment = NOW.minusSeconds(second);
            at(moment, "process_resident_memory_bytes" + OF_ITS_AGENT, 20).at(moment, "container_memory_rss" + OF_ITS_AGENT, 160 - second * 5);
            at(moment, "process_resident_memory_bytes{job=\"a\",instance=\"127.0.0.1:1\"}", 20);
            at(moment, "process_resident_memory_bytes{service=\"a\",instance=\"127.0.0.1:1\"}", 20);
        }
    }

    @Test
    void aWorkersLeakIsForeseen() {
        leaks();
        assertThat(foreseen(limited(STARTED), Duration.ofSeconds(10)).says()).startsWith("container_memory_rss " + OF_ITS_AGENT + " reaches 200MiB in ");
        assertThat(foreseen(limited(STARTED), Duration.ofSeconds(1)).bad()).isFalse();
    }

    @Test
    void aLeakOfAnAdoptedServicesWorkerIsForeseenToo() {
        leaks();
        assertThat(foreseen(limited(new Origin.Adopt("a.pid", List.of("start"))), Duration.ofSeconds(20)).bad()).isTrue();
    }
}

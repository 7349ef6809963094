package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import koboshi.agent.link.Frame.Figure;
import koboshi.agent.link.Frame;
import koboshi.http.House.Measured;
import koboshi.http.House.Pushed;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;

class AgentSeriesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final BlockingQueue<List<Measured>> kept = new LinkedBlockingQueue<>();

    @Test
    void theServersClockLessTheAgeIsTheTimeOfASample() throws InterruptedException {
        try (var series = new AgentSeries(() -> NOW, this::keep)) {
            series.start();
            series.take("local", measured(Duration.ofMillis(1500), figure("x_total", 7)));
            var sample = kept.poll(10, TimeUnit.SECONDS).getFirst();
            assertThat(sample.sample().millis()).isEqualTo(NOW.toEpochMilli() - 1500);
            assertThat(sample.sample().value()).isEqualTo(7);
        }
    }

    @Test
    void anAgentSpeaksForItsOwnHostOnly() throws InterruptedException {
        try (var series = new AgentSeries(() -> NOW, this::keep)) {
            series.start();
            series.take("web-1", measured(Duration.ZERO, new Figure(Labels.of(Labels.NAME, "x", "host", "web-2"), 1)));
            assertThat(kept.poll(10, TimeUnit.SECONDS).getFirst().labels().get("host")).isEqualTo("web-1");
        }
    }

    @Test
    void whatIsNoSampleIsCountedAndLeftOut() throws InterruptedException {
        try (var series = new AgentSeries(() -> NOW, this::keep)) {
            series.start();
            series.take("local", measured(Duration.ofHours(1), figure("x", 1)));
            series.take("local", measured(Duration.ofMillis(-1), figure("x", 1)));
            series.take("local", measured(Duration.ZERO, figure("no name", 1), figure("x", Double.NaN), figure("y", 2)));
            assertThat(kept.poll(10, TimeUnit.SECONDS)).singleElement().satisfies(one -> assertThat(one.labels().name()).isEqualTo("y"));
            assertThat(series.dropped()).isEqualTo(4);
        }
    }

    @Test
    void whatEndedIsMarkedAfterItsLastSample() throws InterruptedException {
        try (var series = new AgentSeries(() -> NOW, this::keep)) {
            series.start();
            var ended = Labels.of(Labels.NAME, "x", "host", "local");
            series.take("local", measured(Duration.ZERO, figure("x", 1)));
            series.take("local", new Frame.Measured(Duration.ofMillis(20), List.of(), Optional.of(List.of(ended))));
            kept.poll(10, TimeUnit.SECONDS);
            assertThat(kept.poll(10, TimeUnit.SECONDS)).singleElement().satisfies(one -> {
                assertThat(one.labels()).isEqualTo(ended);
                assertThat(one.sample().stale()).isTrue();
                assertThat(one.sample().millis()).isEqualTo(NOW.toEpochMilli() + 1);
            });
        }
    }

    @Test
    void aLostLinkEndsAllOfItsHostAndOfNoOther() throws InterruptedException {
        var now = new AtomicReference<>(NOW);
        try (var series = new AgentSeries(now::get, this::keep)) {
            series.start();
            series.take("local", measured(Duration.ZERO, figure("x", 1), figure("y", 1)));
            series.take("web-1", measured(Duration.ZERO, figure("x", 1)));
            kept.poll(10, TimeUnit.SECONDS);
            kept.poll(10, TimeUnit.SECONDS);
            now.set(NOW.plusSeconds(1));
            series.left("local");
            assertThat(kept.poll(300, TimeUnit.MILLISECONDS)).as("a link may come back at once").isNull();
            now.set(NOW.plusSeconds(16));
            assertThat(kept.poll(10, TimeUnit.SECONDS)).hasSize(2).allMatch(one -> one.sample().stale() && one.labels().get("host").equals("local"))
                    .allMatch(one -> one.sample().millis() == NOW.toEpochMilli() + 1_000);
        }
    }

    @Test
    void seriesGoOnOverARestartOfOurs() throws InterruptedException {
        var now = new AtomicReference<>(NOW);
        try (var series = new AgentSeries(now::get, this::keep)) {
            series.start();
            series.take("local", measured(Duration.ZERO, figure("x", 1)));
            kept.poll(10, TimeUnit.SECONDS);
            now.set(NOW.plusSeconds(1));
            series.part();
            series.left("local");
            series.take("web-1", measured(Duration.ZERO, figure("x", 1)));
            assertThat(kept.poll(10, TimeUnit.SECONDS)).allMatch(one -> one.labels().get("host").equals("web-1"));
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void aStoreThatHangsHoldsUpNobodyAndCostsAGap() {
        var disk = new CountDownLatch(1);
        try (var series = new AgentSeries(() -> NOW, samples -> {
            awaitUninterruptibly(disk);
            return keep(samples);
        })) {
            series.start();
            for (int i = 0; i < 1_000; i++) {
                series.take("local", measured(Duration.ZERO, figure("x", i)));
            }
            assertThat(series.dropped()).isGreaterThan(700);
            disk.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Pushed keep(List<Measured> samples) {
        kept.add(samples);
        return new Pushed.Kept(samples.size(), 0, 0);
    }

    private static Frame.Measured measured(Duration age, Figure... figures) {
        return new Frame.Measured(age, List.of(figures));
    }

    private static Figure figure(String name, double value) {
        return new Figure(Labels.of(Labels.NAME, name, "host", "local"), value);
    }
}

package koboshi.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.ProcessKey;
import koboshi.agent.keep.Wards.Running;
import koboshi.agent.link.Frame.Figure;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact.Cause;
import org.junit.jupiter.api.Test;

/** This very process stands in for a kept one. */
class ProcessFiguresTest {
    private static final ProcessKey SELF = Proc.key(ProcessHandle.current().pid()).orElseThrow();

    @Test
    void aProcessIsMeasuredAsPrometheusClientsMeasureThemselves() {
        var figures = measured(SELF);
        assertThat(figures).containsKeys("process_open_fds", "process_max_fds", "process_swap_memory_bytes");
        assertThat(figures.get("process_resident_memory_bytes")).isBetween(10e6, 10e9);
        assertThat(figures.get("process_threads")).isGreaterThan(5);
        assertThat(figures.get("process_cpu_seconds_total")).isPositive();
        var began = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() / 1e3;
        assertThat(figures.get("process_start_time_seconds")).isBetween(began - 2, began + 2);
    }

    @Test
    void openFilesAreCounted() throws IOException {
        double before = measured(SELF).get("process_open_fds");
        try (var _ = java.nio.file.Files.newInputStream(java.nio.file.Path.of("/dev/null")); var _ = java.nio.file.Files.newInputStream(java.nio.file.Path.of("/dev/null"))) {
            assertThat(measured(SELF).get("process_open_fds")).isGreaterThan(before);
        }
    }

    @Test
    void aNumberUsedAgainByAnotherProcessTellsNothing() {
        assertThat(measured(new ProcessKey(SELF.pid(), SELF.ticks() + 1, SELF.machine()))).containsOnlyKeys("container_memory_rss");
    }

    @Test
    void guardsFindItByItsService() {
        assertThat(figures(SELF)).allSatisfy(figure -> assertThat(figure.labels().asMap())
                .containsEntry("service", "live-qa").containsEntry("host", "web-1").containsEntry("instance", "live-qa@web-1"));
    }

    private static Map<String, Double> measured(ProcessKey key) {
        return figures(key).stream().collect(Collectors.toMap(figure -> figure.labels().name(), Figure::value));
    }

    private static List<Figure> figures(ProcessKey key) {
        var running = new Running(ResourceId.service("live-qa"), key, new Counting());
        return new Meter("web-1", () -> List.of(running), trouble -> {
            throw new AssertionError(trouble);
        }).processes().figures();
    }

    static final class Counting implements Fence {
        @Override
        public String words() {
            return "";
        }

        @Override
        public void enclose(ProcessKey process) {}

        @Override
        public Optional<Cause> verdict() {
            return Optional.empty();
        }

        @Override
        public Optional<Double> share() {
            return Optional.empty();
        }

        @Override
        public Map<String, Double> figures() {
            return Map.of("container_memory_rss", 7.0);
        }

        @Override
        public String status() {
            return "";
        }

        @Override
        public void open() {}
    }
}

package koboshi.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import koboshi.agent.host.Meter;
import koboshi.agent.link.Frame.Figure;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void aRoundOfAnySizeFitsItsFramesAndLosesNothing() {
        var figures = IntStream.range(0, 4_000).mapToObj(i -> figure("mount", "\u0007\"" + "場".repeat(i % 200) + i)).toList();
        var frames = Batches.of(new Meter.Round(System.nanoTime(), figures)).stream().map(Supplier::get).toList();
        assertThat(frames).allMatch(frame -> Json.write(frame).getBytes(StandardCharsets.UTF_8).length <= Frame.MAX_BYTES);
        assertThat(frames.stream().flatMap(frame -> ((Frame.Measured) frame).figures().stream())).containsExactlyElementsOf(figures);
    }

    @Test
    void whatNoFrameCanHoldIsLeftOut() {
        var figures = List.of(figure("mount", "x".repeat(Frame.MAX_BYTES)), figure("mount", "/"));
        assertThat(Batches.of(new Meter.Round(0, figures))).singleElement()
                .satisfies(frame -> assertThat(((Frame.Measured) frame.get()).figures()).containsExactly(figures.getLast()));
    }

    @Test
    void theAgeIsThatOfTheMomentItIsWrittenOut() {
        var frame = Batches.of(new Meter.Round(System.nanoTime() - 3_000_000_000L, List.of(figure("a", "b")))).getFirst();
        assertThat(((Frame.Measured) Json.frame(Json.write(frame.get()))).age().toMillis()).isBetween(3_000L, 60_000L);
    }

    @Test
    void whatEndedIsSaidByItsLabels() {
        var figures = IntStream.range(0, 1_000).mapToObj(i -> figure("mount", "/" + i)).toList();
        var ended = figures.stream().map(Figure::labels).toList();
        var frames = Batches.ended(new Meter.Round(System.nanoTime(), List.of(), ended)).stream().map(Supplier::get).toList();
        assertThat(frames).allMatch(frame -> Json.write(frame).getBytes(StandardCharsets.UTF_8).length <= Frame.MAX_BYTES);
        assertThat(frames.stream().flatMap(frame -> ((Frame.Measured) frame).ended().orElseThrow().stream())).containsExactlyElementsOf(ended);
    }

    private static Figure figure(String label, String value) {
        return new Figure(Labels.of(Labels.NAME, "node_x", label, value), 1.5);
    }
}

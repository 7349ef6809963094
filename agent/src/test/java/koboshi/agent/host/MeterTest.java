package koboshi.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.Wards.Running;
import koboshi.agent.link.Frame.Figure;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;

class MeterTest {
    @Test
    void theFiguresOfAProcessThatEndedAreSaidToHaveEnded() throws IOException, InterruptedException {
        var process = new ProcessBuilder("sleep", "60").start();
        var running = new Running(ResourceId.service("worker"), Proc.key(process.pid()).orElseThrow(), new ProcessFiguresTest.Counting());
        var kept = new CopyOnWriteArrayList<>(List.of(running));
        var rounds = new LinkedBlockingQueue<Meter.Round>();
        new Meter("web-1", () -> kept, trouble -> {}).begin(Duration.ofMillis(20), Duration.ofHours(1), round -> {
            if (round.figures().isEmpty() || round.figures().getFirst().labels().get("service").equals("worker")) {
                rounds.add(round);
            }
        });
        var last = rounds.poll(30, TimeUnit.SECONDS);
        assertThat(last.figures()).isNotEmpty();
        assertThat(last.ended()).isEmpty();
        process.destroyForcibly().waitFor();
        kept.clear();
        var round = rounds.poll(30, TimeUnit.SECONDS);
        while (!round.figures().isEmpty()) {
            last = round;
            round = rounds.poll(30, TimeUnit.SECONDS);
        }
        assertThat(round.ended()).containsAll(last.figures().stream().map(Figure::labels).toList());
        assertThat(rounds.poll(30, TimeUnit.SECONDS).ended()).as("it is said once").isEmpty();
    }
}

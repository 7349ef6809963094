package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.guard.Comparison;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Source;
import org.junit.jupiter.api.Test;

/** A lesson asks what the server's watch asks, which is out of sight from here and so called by name. */
class SeriesQuestionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

    private final Ring ring = new Ring(10, 10);

    private static Event watch(Guard guard, Source source) throws ReflectiveOperationException {
        var type = Class.forName("koboshi.watch.SeriesWatch");
        var made = type.getDeclaredConstructor(Source.class);
        var ask = type.getDeclaredMethod("ask", Guard.class, Instant.class);
        made.setAccessible(true);
        ask.setAccessible(true);
        return (Event) ask.invoke(made.newInstance(source), guard, NOW);
    }

    private static Guard guard(Condition condition) {
        return Guard.of("many", condition, ResourceId.service("web"));
    }

    private void push(String label, Duration age, double value) {
        ring.append(Labels.of(Labels.NAME, "waiting", "line", label), new Sample(NOW.minus(age).toEpochMilli(), value));
    }

    @Test
    void asksWhatTheServerAsks() throws ReflectiveOperationException {
        push("young", Duration.ofSeconds(7), 2);
        push("young", Duration.ofSeconds(5), 3);
        push("edge", Duration.ofMinutes(5), 4);
        push("old", Duration.ofMinutes(6), 5);
        var absent = new Condition.Absent(Selector.parse("waiting"), Duration.ofMinutes(7));
        for (var guard : List.of(guard(Comparison.parse("waiting > 1")), guard(Comparison.parse("waiting{line=\"old\"} > 1")), guard(absent))) {
            assertThat(SeriesQuestion.ask(guard, ring, Optional.empty(), NOW)).contains((Event.Answered) watch(guard, ring));
        }
    }

    @Test
    void saysWhatTheServerSaysOfASourceThatFails() throws ReflectiveOperationException {
        Source broken = (_, _, _) -> {
            throw new IllegalStateException("no disk");
        };
        var guard = guard(Comparison.parse("waiting > 1"));
        assertThat(SeriesQuestion.ask(guard, ring, Optional.of("no disk"), NOW)).contains((Event.Answered) watch(guard, broken));
    }
}

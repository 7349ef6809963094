package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Findings;
import org.junit.jupiter.api.Test;

class UnseasonableTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Ring ring = new Ring(100, 20_000);

    private void push(String name, int from, int to, IntToDoubleFunction value) {
        for (int minute = from; minute < to; minute++) {
            ring.append(Labels.of(Labels.NAME, name), new Sample(START.plusSeconds(60L * minute).toEpochMilli(), value.applyAsDouble(minute)));
        }
    }

    private Findings ask(Inquiry inquiry, int minute) {
        return inquiry.ask(Inquiry.Look.at(ring, START.plusSeconds(60L * minute + 5)));
    }

    private static Inquiry inquiry(Duration season) {
        return Inquiry.of(new Condition.Strange("x", Duration.ofMinutes(1), season)).orElseThrow();
    }

    @Test
    void oneOddValueIsNoBurst() {
        push("x", 0, 1089, minute -> 100 + minute % 7);
        push("x", 1089, 1090, _ -> 900);
        assertThat(ask(inquiry(Duration.ofHours(4)), 1089).readings()).singleElement().satisfies(reading -> assertThat(reading.bad()).isFalse());
    }

    @Test
    void whatIsUsualAtNoonIsStrangeAtNight() {
        var random = new Random(2);
        var season = Duration.ofHours(4);
        push("x", 0, 1080, minute -> 100 + 80 * Math.sin(minute * Math.PI / 120) + random.nextGaussian() * 3);
        push("x", 1080, 1090, _ -> 170);
        assertThat(ask(inquiry(season), 1079).readings()).singleElement().satisfies(reading -> assertThat(reading.bad()).isFalse());
        assertThat(ask(inquiry(season), 1089).readings()).singleElement().satisfies(reading -> {
            assertThat(reading.bad()).isTrue();
            assertThat(reading.says()).contains("deviations from what x was at this time before");
        });
        assertThat(ask(inquiry(season), 100).missing()).hasValueSatisfying(why -> assertThat(why).contains("three seasons"));
    }
}

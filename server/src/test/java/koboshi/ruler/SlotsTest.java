package koboshi.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Instant NOW = Instant.parse("2026-05-01T01:02:03.456Z");

    @Test
    void isDueAtTheSameMomentsAfterARestart() {
        var random = new Random(1);
        var due = Slots.of("a", STEP).from(NOW);
        for (int i = 0; i < 1_000; i++) {
            var later = Slots.of("a", STEP).from(NOW.plusMillis(random.nextInt(100_000_000)));
            assertThat(Duration.between(due, later).toMillis() % STEP.toMillis()).isZero();
        }
    }

    @Test
    void isDueWithinOneInterval() {
        assertThat(Slots.of("a", STEP).from(NOW)).isBetween(NOW, NOW.plus(STEP));
        var due = Slots.of("a", STEP).from(NOW);
        assertThat(Slots.of("a", STEP).from(due)).isEqualTo(due);
    }

    @Test
    void spreadsGroupsOverTheInterval() {
        var quarters = IntStream.range(0, 1_000)
                .mapToLong(i -> Slots.of("rules.yml;group " + i, STEP).offset().toMillis() * 4 / STEP.toMillis())
                .boxed().collect(java.util.stream.Collectors.groupingBy(quarter -> quarter, java.util.stream.Collectors.counting()));
        assertThat(quarters).hasSize(4).allSatisfy((_, groups) -> assertThat(groups).isBetween(150L, 350L));
    }

    @Test
    void skipsWhatIsBehindAndCountsIt() {
        var slots = Slots.of("a", STEP);
        assertThat(slots.missed(NOW, NOW.plusSeconds(14))).isZero();
        assertThat(slots.missed(NOW, NOW.plusSeconds(29))).isZero();
        assertThat(slots.missed(NOW, NOW.plusSeconds(47))).isEqualTo(2);
        assertThat(slots.after(NOW, 2)).isEqualTo(NOW.plusSeconds(45));
        assertThat(slots.after(NOW, 0)).isEqualTo(NOW.plusSeconds(15));
    }
}

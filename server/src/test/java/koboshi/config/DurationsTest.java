package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, PT0S", "0s, PT0S", "100ms, PT0.1S", "1m30s, PT1M30S", "1d, PT24H", "1w, PT168H", "1h30m15s250ms, PT1H30M15.25S"})
    void readsWhatPrometheusReads(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "5x", "-1s", "1.5h", "1s1h", "1s1s", "1 s", "s", "1234567890s", "٣s", "1S"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a duration: \"" + text + "\"; expected numbers with units w, d, h, m, s, ms, such as 1m30s");
    }

    @ParameterizedTest
    @CsvSource({"30, 30s", "5 min, 5m", "10sec, 10s", "250 milliseconds, 250ms", "1 hour 30 minutes, 1h30m", "2 days, 2d", "1S, 1s"})
    void guessesWhatWasMeant(String text, String meant) {
        assertThat(Durations.nearest(text)).contains(meant);
    }

    @Test
    void writesWhatItReads() {
        for (long millis : new long[] {0, 1, 999, 1_000, 90_000, 86_400_000, 694_861_001}) {
            var duration = Duration.ofMillis(millis);
            assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
        }
        assertThat(Durations.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
    }
}

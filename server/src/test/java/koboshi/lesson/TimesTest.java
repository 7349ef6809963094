package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({"0s, 0", "30s, 30000", "30.2s, 30200", "0.05s, 50", "1m30.125s, 90125", "1d15m, 87300000", "250ms, 250"})
    void readsMomentsAndWritesThemBack(String text, long millis) {
        var time = Times.tried(text).orElseThrow();
        assertThat(time).hasMillis(millis);
        assertThat(Times.tried(Times.text(time))).contains(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "30", "1.5m", "-1s", "1s2m", "1.2345s", "99999999999s"})
    void refusesWhatIsNoMoment(String text) {
        assertThat(Times.tried(text)).isEmpty();
    }
}

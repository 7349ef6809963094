package koboshi.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepTest {
    private static final Keep KEEP = new Keep(5, Duration.ofMinutes(10), Duration.ofMillis(100), Duration.ofSeconds(30));

    @Test
    void everyWaitIsTwiceTheLast() {
        assertThat(KEEP.wait(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(KEEP.wait(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(KEEP.wait(4)).isEqualTo(Duration.ofMillis(1_600));
    }

    @Test
    void noWaitIsLongerThanTheLongestHoweverOftenItFell() {
        for (int earlier = 0; earlier < 10_000; earlier++) {
            assertThat(KEEP.wait(earlier)).isBetween(KEEP.firstWait(), KEEP.longestWait());
        }
        assertThat(KEEP.wait(Integer.MAX_VALUE)).isEqualTo(KEEP.longestWait());
    }
}

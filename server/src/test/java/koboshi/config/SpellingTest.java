package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KEYS = List.of("memory", "keep", "warm_up", "stop_grace", "role");

    @ParameterizedTest
    @CsvSource({"memry, memory", "memroy, memory", "Memory, memory", "warm-up, warm_up", "warmup, warm_up", "kepe, keep", "rol, role"})
    void offersTheNearest(String written, String meant) {
        assertThat(Spelling.nearest(written, KEYS)).contains(meant);
    }

    @Test
    void offersNothingWhenNothingIsLikeIt() {
        assertThat(List.of("objective", "x", "", "m".repeat(1_000))).allMatch(written -> Spelling.nearest(written, KEYS).isEmpty());
    }
}

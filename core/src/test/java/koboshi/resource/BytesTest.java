package koboshi.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "7B,7", "3kB,3000", "3KB,3000", "2 MB,2000000", "1KiB,1024", "512MiB,536870912", "2GiB,2147483648", "1TiB,1099511627776"})
    void readsEveryUnit(String text, long count) {
        assertThat(Bytes.parse(text)).isEqualTo(new Bytes(count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5GiB", "MiB", "1 XB", "1gib", "1234567890123", "1GiB2"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Bytes.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected");
    }

    @Test
    void moreThanCanBeCountedIsRefusedAndDoesNotWrapAround() {
        assertThatThrownBy(() -> Bytes.parse("999999999999TiB")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected");
        assertThatThrownBy(() -> new Bytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wholeAmountsAreReadAsTheyAreWritten() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 1_000; i++) {
            var bytes = new Bytes(random.nextLong(1, 1_000) << 10 * random.nextInt(5));
            assertThat(Bytes.parse(bytes.toString())).isEqualTo(bytes);
        }
    }
}

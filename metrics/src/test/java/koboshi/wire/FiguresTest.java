package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static String number(double value) {
        var bytes = new byte[32];
        return new String(bytes, 0, Figures.number(value, bytes, 0));
    }

    private static String seconds(long millis) {
        var bytes = new byte[32];
        return new String(bytes, 0, Figures.seconds(millis, bytes, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "-0.0, -0", "1, 1", "-1, -1", "0.1, 0.1", "64.81754385964915, 64.81754385964915", "1e15, 1000000000000000", "123456789012345680, 123456789012345680",
        "1e20, 100000000000000000000", "1e21, 1e+21", "1.5e21, 1.5e+21", "-1.25e300, -1.25e+300", "1e-6, 0.000001", "1.5e-6, 0.0000015", "9.5e-7, 9.5e-07",
        "1e-7, 1e-07", "1e-10, 1e-10", "0.00123, 0.00123", "1.7976931348623157e308, 1.7976931348623157e+308", "4.9e-324, 5e-324", "1e-323, 1e-323", "2.2250738585072014e-308, 2.2250738585072014e-308",
        "0.001, 0.001", "1234.005, 1234.005", "0.3, 0.3", "12345678.9, 12345678.9", "1.0E7, 10000000", "1.2345678E7, 12345678", "NaN, NaN", "Infinity, +Inf", "-Infinity, -Inf"
    })
    void writesNumbersAsPrometheusDoes(double value, String written) {
        assertThat(number(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.001", "1000, 1", "1795230855070, 1795230855.070", "-1, -0.001", "-1500, -1.500", "1435781430781, 1435781430.781"})
    void writesMomentsInSeconds(long millis, String written) {
        assertThat(seconds(millis)).isEqualTo(written);
    }

    @Test
    void writesEveryWholeNumber() {
        var bytes = new byte[32];
        var random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            long value = i < 20_000 ? i - 10_000 : random.nextLong() >> random.nextInt(64);
            assertThat(new String(bytes, 0, Figures.whole(value, bytes, 0))).isEqualTo(Long.toString(value));
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 99, 100, 999, 1000, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L}) {
            assertThat(new String(bytes, 0, Figures.whole(value, bytes, 0))).isEqualTo(Long.toString(value));
        }
    }

    /** The fewest digits: as many as Java's own shortest form has, and they give the same number back. */
    @Test
    void givesEveryNumberBackInTheFewestDigits() {
        var random = new Random(42);
        for (int i = 0; i < 300_000; i++) {
            double value = any(random, i);
            if (!Double.isFinite(value)) {
                continue;
            }
            var text = number(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value);
            if (Math.abs(value) > 1e-300) {
                assertThat(digits(text)).as(text).isEqualTo(digits(Double.toString(value)));
            }
            assertThat(text.indexOf('e') >= 0).as(text).isEqualTo(value != 0 && (Math.abs(value) < 1e-6 || Math.abs(value) >= 1e21));
        }
    }

    private static double any(Random random, int i) {
        return switch (i % 5) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextLong(-1_000_000, 1_000_000) / 100.0;
            case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(-9, 24));
            case 3 -> Math.rint(random.nextDouble() * 1e17);
            default -> random.nextInt(1_000_000_000) / 1000.0;
        };
    }

    private static int digits(String text) {
        var plain = new BigDecimal(text).stripTrailingZeros();
        return plain.signum() == 0 ? 1 : plain.precision();
    }
}

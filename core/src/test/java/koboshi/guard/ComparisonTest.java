package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import koboshi.guard.Comparison.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    @ParameterizedTest
    @CsvSource({"x > 50,ABOVE,50", "x>=1.5,AT_LEAST,1.5", "x < -2,BELOW,-2", "x<=1e3,AT_MOST,1000", "x ==0,EQUAL,0", "x!= +7,DIFFERENT,7"})
    void readsEachOperatorAndNumber(String text, Operator operator, double threshold) {
        assertThat(Comparison.parse(text)).isEqualTo(new Condition.Compares(Selector.parse("x"), new Comparison(operator, threshold)));
    }

    @Test
    void anOperatorInsideALabelIsNone() {
        assertThat(Comparison.parse("x{a=\"b > 3\"} > 5").selector()).isEqualTo(Selector.parse("x{a=\"b > 3\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x >", "> 5", "x 5", "x => 5", "x > five", "x > 1e999", "x > -1e999", "x > 1.2.3", "x > NaN", "x > e", "x{a=\"b\" > 5"})
    void refusesWhatIsNoComparisonInWords(String text) {
        assertThatThrownBy(() -> Comparison.parse(text)).isInstanceOf(IllegalArgumentException.class).message().containsAnyOf("not a", "expected a number");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotANumberCompares(Operator operator) {
        assertThat(new Comparison(operator, 5).holds(Double.NaN)).as("as nothing").isFalse();
    }

    @Test
    void everyOperatorAndItsOppositeAgreeOnEveryNumber() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            double threshold = random.nextInt(-3, 4);
            double value = random.nextInt(-3, 4);
            assertThat(holds(Operator.ABOVE, threshold, value)).isNotEqualTo(holds(Operator.AT_MOST, threshold, value));
            assertThat(holds(Operator.BELOW, threshold, value)).isNotEqualTo(holds(Operator.AT_LEAST, threshold, value));
            assertThat(holds(Operator.EQUAL, threshold, value)).isNotEqualTo(holds(Operator.DIFFERENT, threshold, value));
        }
    }

    private static boolean holds(Operator operator, double threshold, double value) {
        return new Comparison(operator, threshold).holds(value);
    }
}

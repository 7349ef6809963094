package koboshi.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a{1000}", "(ab|c){1,500}", "[{9999}]{3}", "\\{99999\\}", "x{", "x{y}", "(((", ")))", "a{2}{3}", "[", "\\", "(a{10}){10}", ".*foo.*|bar[0-9]+"})
    void leavesToTheCompilerWhatIsSmall(String pattern) {
        assertThat(Expansion.withinBounds(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"((((x{900}){900}){900}){900})", "a{999999}", "((a{400}){400}b){2}", "(a|b|c|d|e){900}{900}", "(((((((a{100}){100}){100}){100}){100}){100}){100})"})
    void seesWhatWouldGrowBeyondBounds(String pattern) {
        assertThat(Expansion.withinBounds(pattern)).isFalse();
    }
}

package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import koboshi.series.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void readsAMetricAndItsLabels() {
        assertThat(Selector.parse(" speech:queue_seconds {channel = \"live\", host!=\"b\",} "))
                .isEqualTo(new Selector("speech:queue_seconds", List.of(new Matcher("channel", true, "live"), new Matcher("host", false, "b"))));
        assertThat(Selector.parse("up{}")).isEqualTo(Selector.parse("up"));
    }

    @Test
    void aValueMayHoldWhateverIsEscapedAndBracesAndCommas() {
        assertThat(Selector.parse("x{a=\"say \\\"}, {\\\" \\\\\"}").matchers()).containsExactly(new Matcher("a", true, "say \"}, {\" \\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "7up", "a b", "x{", "x}", "x{a}", "x{a=}", "x{a=\"b}", "x{a=\"b\\", "x{a=\"b\" c=\"d\"}", "x{a=~\"b\"}", "x{=\"b\"}", "x{a=\"b\"} y"})
    void refusesWhatIsNoSeriesInWords(String text) {
        assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("expected");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            var selector = any(random);
            assertThat(Selector.parse(selector.toString())).isEqualTo(selector);
        }
    }

    private static Selector any(SplittableRandom random) {
        var matchers = new ArrayList<Matcher>();
        for (int i = random.nextInt(4); i > 0; i--) {
            matchers.add(new Matcher("l" + i, random.nextBoolean(), text(random)));
        }
        return new Selector("m_" + random.nextInt(9), matchers);
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        random.ints(random.nextInt(8), 0, 8).forEach(which -> text.append("a\"\\{},= ".charAt(which)));
        return text.toString();
    }

    /** A regular expression once read this: a long value overflowed its stack, and long spaces took it hours. */
    @Test
    void aMegabyteOfAnythingIsReadOrRefusedAtOnce() {
        assertThat(Selector.parse("x{a=\"" + "v".repeat(MEGABYTE) + "\"}").matchers().getFirst().value()).hasSize(MEGABYTE);
        for (var much : List.of(" ", "a", "}", "{", "\\", "\"", "a=\"b\",", "\u3042")) {
            var text = "x " + much.repeat(MEGABYTE / much.length()) + " !";
            assertThatThrownBy(() -> Selector.parse(text)).isInstanceOf(IllegalArgumentException.class).message().hasSizeLessThan(300);
        }
    }
}

package koboshi.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RegexTest {
    private static final List<String> LETTERS = List.of("a", "b", "5", "\n", "\u00e9", "\ud835\udcb3");

    @Test
    void aDotStandsForAnyOneLetter() {
        var errors = Regex.compile("5..");
        assertTrue(errors.test("503"));
        assertTrue(errors.test("5\ud835\udcb3\n"));
        assertFalse(errors.test("50"));
        assertFalse(errors.test("5030"));
        assertFalse(errors.test("403"));
    }

    @Test
    void whatIsAnsweredWithoutAnAutomatonIsWhatItWouldAnswer() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int round = 0; round < 3_000; round++) {
            var pattern = pattern(random);
            var plain = Regex.compile(pattern);
            var automaton = Regex.pattern(pattern);
            for (int i = 0; i < 20; i++) {
                var text = text(random);
                assertEquals(automaton.matcher(text).matches(), plain.test(text), () -> "'" + pattern + "' on '" + text + "'");
            }
        }
    }

    private static String pattern(RandomGenerator random) {
        var pattern = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            pattern.append(random.nextInt(3) == 0 ? "." : letter(random)).append(random.nextInt(9) == 0 ? "|" : "");
        }
        return pattern.append(List.of("", "", ".*", ".+", "?").get(pattern.isEmpty() || pattern.toString().endsWith("|") ? 0 : random.nextInt(5))).toString();
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(letter(random));
        }
        return text.toString();
    }

    private static String letter(RandomGenerator random) {
        return LETTERS.get(random.nextInt(LETTERS.size()));
    }
}

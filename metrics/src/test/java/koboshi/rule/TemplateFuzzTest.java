package koboshi.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates broken in all sorts of ways are refused at a place, fail with a message, or give text; soon, and in no other way. */
class TemplateFuzzTest {
    private static final List<String> SEEDS = List.of(
            "{{ range $i, $s := query \"x\" | sortByLabel \"job\" }}{{ $i }}{{ $s.Labels.job }}{{ else }}-{{ end }}",
            "{{- if and (gt $value 5.0) (ne $labels.a \"x\") -}} {{ printf \"%-5.2f %q %*d|%x\" $value \"a\" 3 4 \"b\" }} {{- else if true }}b{{ end }}",
            "{{ define \"t\" }}{{ .arg0 }}{{ end }}{{ template \"t\" (args 1 `raw` 'c' 0x1F 1e3) }}{{ with $x := $labels.a }}{{ $x }}{{ end }}",
            "{{ reReplaceAll \"(a+)(b*)\" \"$2${1}\" \"xaab\" | toUpper | len | humanize }}{{/* c */}}{{ slice \"hello\" 1 3 | html | js | urlquery }}",
            "{{ (toTime $value).Format \"2006-01-02\" }}{{ humanizeDuration -9e9 }}{{ stripDomain \"a.b:80\" }}{{ index $labels \"a\" }}{{ range 3 }}{{ break }}{{ end }}");
    private static final String CHARACTERS = "{}()|.$:=,\"'`-%*/ \n\\0aé$_#\ud800";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverFailsInAnyOtherWay(long seed) {
        var random = new Random(seed);
        long begun = System.nanoTime();
        for (int i = 0; i < 15_000; i++) {
            survives(mutated(SEEDS.get(random.nextInt(SEEDS.size())), random));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    private static void survives(String text) {
        try {
            assertThat(TemplateTest.expand(text)).isNotNull();
        } catch (TemplateError e) {
            assertThat(e.getMessage()).isNotEmpty();
            assertThat(e.start()).isBetween(-1, text.length());
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("for: " + text, e);
        }
    }

    private static String mutated(String seed, Random random) {
        var text = new StringBuilder(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.setLength(at);
                default -> {
                    var other = SEEDS.get(random.nextInt(SEEDS.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + 1 + random.nextInt(20)));
                }
            }
        }
        return text.toString();
    }
}

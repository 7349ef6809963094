package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import koboshi.series.Labels;
import koboshi.wire.ExpositionError;
import org.junit.jupiter.api.Test;

/** Whatever is pushed, or left of what was, it is read or refused in words, and soon. */
class PushMutationTest {
    private static final String PUSH = "speech_queue_seconds{channel=\"li\\\"ve\",path=\"C:\\\\x\"} 3.2 5\n# a remark\nup 1\nb{x=\"東京\"} +Inf 1767225600000\nc NaN\n";

    private static void mutate(String sound, Consumer<String> reading) {
        var random = new Random(sound.length());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 10_000; i++) {
                var text = mutated(sound, random);
                try {
                    reading.accept(text);
                } catch (BadLine | ExpositionError | IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).as(text).isNotBlank();
                } catch (RuntimeException other) {
                    throw new AssertionError(text, other);
                }
            }
        });
    }

    private static String mutated(String sound, Random random) {
        var text = new StringBuilder(sound);
        for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "\"{}\\=,\n 0-9eé#+".charAt(random.nextInt(15)));
                case 1 -> text.insert(at, sound, at % sound.length(), Math.min(sound.length(), at % sound.length() + random.nextInt(12)));
                default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
            }
        }
        return text.toString();
    }

    @Test
    void aBrokenPushOfLinesIsReadOrRefused() {
        mutate(PUSH, text -> assertThat(Exposition.parse(text, 1_767_225_600_000L)).isNotNull());
    }

    @Test
    void aBrokenFileOfAGroupIsReadOrRefused() {
        var group = new Group(Labels.of("job", "nightly", "path", "C:\\x"), 1_767_225_600_123L, 0, Map.of(Labels.of(Labels.NAME, "rows", "job", "nightly"), 7.5));
        assertThat(Group.parse(group.text())).isEqualTo(group);
        mutate(group.text(), text -> assertThat(Group.parse(text).key()).isNotNull());
    }
}

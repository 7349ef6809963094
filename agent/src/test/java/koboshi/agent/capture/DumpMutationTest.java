package koboshi.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a JVM in trouble prints, reading it ends soon, with what there is. */
class DumpMutationTest {
    @ParameterizedTest
    @ValueSource(strings = {"deadlock.txt", "starved.txt", "counting.txt"})
    void readsWhateverIsLeftOfADump(String name) throws IOException {
        var sound = Files.readString(Path.of("src/test/resources/koboshi/agent/capture").resolve(name));
        var random = new Random(name.hashCode());
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 500; i++) {
                var dump = ThreadDump.parse(mutated(sound, random));
                assertThat(dump.threads()).as("%s %s", name, i).isNotNull();
                assertThat(dump.deadlocked()).isNotNull();
            }
        });
    }

    private static String mutated(String sound, Random random) {
        var text = new StringBuilder(sound.substring(0, random.nextInt(3) == 0 ? random.nextInt(sound.length()) + 1 : sound.length()));
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, "\"#\n\t (/é".charAt(random.nextInt(8)));
                case 1 -> text.insert(at, sound, at % sound.length(), Math.min(sound.length(), at % sound.length() + random.nextInt(200)));
                default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(200)));
            }
        }
        return text.toString();
    }
}

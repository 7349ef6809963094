package koboshi.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a lesson's file holds, reading it ends soon, with a lesson or with mistakes. */
class LessonMutationTest {
    private static final Path SCENARIOS = Path.of("../scenarios");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nightly/lessons/overdue.lesson", "pool-groups/lessons/gone-over.lesson"})
    void aBrokenLessonIsReadOrHasMistakes(String name) throws Exception {
        var lesson = SCENARIOS.resolve(name);
        var sound = Files.readAllBytes(lesson);
        Files.createDirectories(folder.resolve("lessons"));
        try (var beside = Files.list(lesson.getParent().getParent())) {
            for (var file : beside.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        var random = new Random(sound.length);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 300; i++) {
                read(Files.write(folder.resolve("lessons/x.lesson"), mutated(sound, random)));
            }
        });
    }

    private static void read(Path file) throws Exception {
        var reader = new LessonReader(file);
        try {
            assertThat(reader.read().isPresent()).as(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(reader.mistakes().isEmpty());
        } catch (RuntimeException other) {
            throw new AssertionError(Files.readString(file, StandardCharsets.ISO_8859_1), other);
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        var bytes = random.nextInt(5) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int i = random.nextInt(5); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextInt(4) > 0 ? (byte) " \n.:0smh\"#%-/".charAt(random.nextInt(13)) : (byte) random.nextInt();
        }
        return bytes;
    }
}

package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends soon, with a configuration or with problems that each fit on a line. */
class MutationTest {
    private static final int MUTATIONS = 1_500;
    private static final byte[] SIGNS = ":{}[]-#&*!|>'\"%@`,?\n\t \\~$/0é".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"full.yaml,1", "full.yaml,20260101", "wide.yaml,7"})
    void neverFailsInAnotherWay(String name, long seed) throws Exception {
        var random = new Random(seed);
        var sound = sound(name);
        Files.write(folder.resolve("prometheus.yml"), sound("prometheus.yml"));
        var file = folder.resolve("koboshi.yaml");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                read(Files.write(file, mutated(sound, random)), seed + "/" + i);
            }
        });
    }

    private static byte[] sound(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/koboshi/config").resolve(name));
    }

    /** A copy of what the mutations are of: were it refused at once, nothing would be tried. */
    @Test
    void whatIsMutatedIsSound() throws Exception {
        for (var name : List.of("wide.yaml", "prometheus.yml")) {
            Files.write(folder.resolve(name), sound(name));
        }
        Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
        assertThat(Configuration.read(folder.resolve("wide.yaml")).settings().scrapes().jobs()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(longs = 3)
    void aBrokenFileOfPrometheusDoesNeither(long seed) throws Exception {
        var random = new Random(seed);
        var sound = sound("prometheus.yml");
        var file = Files.writeString(folder.resolve("koboshi.yaml"), "scrapes: {all: {prometheus: prometheus.yml}}\n");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                Files.write(folder.resolve("prometheus.yml"), mutated(sound, random));
                read(file, seed + "/" + i);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ScrapeJob.Spelled.class)
    void aBrokenFileOfTargetsHasTargetsOrProblems(ScrapeJob.Spelled spelled) {
        var random = new Random(5);
        var sound = "[{\"targets\": [\"a:1\", \"https://b/c\"], \"labels\": {\"zone\": \"東京\", \"n\": \"1\"}}, {\"targets\": []}]".getBytes(StandardCharsets.UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                var text = new String(mutated(sound, random), StandardCharsets.UTF_8);
                assertThat(TargetFile.parse("targets.json", text, spelled).problems()).as(text).doesNotContainNull();
            }
        });
    }

    private static void read(Path file, String mutation) {
        try {
            assertThat(Configuration.read(file).plan()).as(mutation).isNotNull();
        } catch (Problems problems) {
            assertThat(problems.list()).as(mutation).isNotEmpty().allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
            assertThat(problems.getMessage()).as(mutation).hasLineCount(problems.list().size());
        } catch (Throwable other) {
            throw new AssertionError("mutation " + mutation, other);
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        var bytes = sound.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
            case 1 -> replaced(bytes, at, SIGNS[random.nextInt(SIGNS.length)]);
            case 2 -> spliced(bytes, at, at, new byte[] {SIGNS[random.nextInt(SIGNS.length)]});
            case 3 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
            default -> spliced(bytes, at, at, piece(bytes, random));
        };
    }

    private static byte[] piece(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(40)));
    }

    private static byte[] replaced(byte[] bytes, int at, byte by) {
        var copy = bytes.clone();
        copy[at] = by;
        return copy;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        var result = Arrays.copyOf(bytes, bytes.length - (to - from) + piece.length);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
        return result;
    }
}

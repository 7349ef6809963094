package koboshi.config;

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

/** Whatever a file holds, reading it ends soon, with a configuration or with problems that each fit on a line. */
class MutationTest {
    private static final int MUTATIONS = 2_000;
    private static final byte[] SIGNS = ":{}[]-#&*!|>'\"%@`,?\n\t \\~$/0é".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101})
    void neverFailsInAnotherWay(long seed) throws Exception {
        var random = new Random(seed);
        var sound = Files.readAllBytes(Path.of("src/test/resources/koboshi/config/full.yaml"));
        var file = folder.resolve("koboshi.yaml");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                read(Files.write(file, mutated(sound, random)), seed + "/" + i);
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

package koboshi.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import koboshi.agent.fact.FactSpool;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes over a link or stands in a spool, it is read or refused in words, and soon. */
class FrameMutationTest {
    private static Stream<Frame> frames() {
        return Samples.ALL.stream().filter(Frame.class::isInstance).map(Frame.class::cast);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aBrokenFrameIsReadOrRefused(Frame frame) {
        var sound = Json.write(frame).getBytes(StandardCharsets.UTF_8);
        var random = new Random(sound.length);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 300; i++) {
                var text = new String(mutated(sound, random), StandardCharsets.UTF_8);
                try {
                    assertThat(Json.frame(text)).as(text).isNotNull();
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).as(text).isNotBlank();
                } catch (RuntimeException other) {
                    throw new AssertionError(text, other);
                }
            }
        });
    }

    /** A line that is no fact, or bytes that are no text, kept an agent from starting. */
    @Test
    void anAgentStartsWhateverItsSpoolHolds(@TempDir Path folder) throws Exception {
        var file = folder.resolve("facts.jsonl");
        try (var spool = FactSpool.open(file)) {
            spool.tell(ResourceId.service("doll"), new Fact.StartFailed("no"));
            spool.tell(ResourceId.service("doll"), new Fact.StartFailed("not yet"));
        }
        var sound = Files.readAllBytes(file);
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            var bytes = i == 0 ? (new String(sound, StandardCharsets.UTF_8) + "{}\n").getBytes(StandardCharsets.UTF_8) : mutated(sound, random);
            Files.write(file, bytes);
            try (var spool = FactSpool.open(file)) {
                assertThat(spool.boot()).as(new String(bytes, StandardCharsets.UTF_8)).isNotNull();
            } catch (RuntimeException other) {
                throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), other);
            }
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        var bytes = random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = random.nextBoolean() ? (byte) "\"{}[]:,0-e\nn".charAt(random.nextInt(12)) : (byte) random.nextInt();
        }
        return bytes;
    }
}

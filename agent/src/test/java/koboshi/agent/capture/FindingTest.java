package koboshi.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

/** On thread dumps recorded from the programs of {@code koboshi.agent.guarded}. */
class FindingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "deadlock   | hang: 2 threads deadlocked (asker, answerer)",
        "sleeping   | slow: 4 workers sleeping in koboshi.agent.guarded.Slow.sleep",
        "counting   | slow: 4 workers busy in koboshi.agent.guarded.Slow.count",
        "starved    | silent: 2 workers idle, waiting for work at shop.Line.next",
        "idle-pool  | silent: 3 workers idle, waiting for work at java.util.concurrent.LinkedBlockingQueue.take",
        "idle-queue | silent: 3 workers idle, waiting for work at koboshi.agent.guarded.Idle.work",
    })
    void saysWhatTheThreadsSay(String recorded, String words) {
        assertThat(new Finding(true, Optional.empty(), Optional.of(ThreadDump.parse(recorded(recorded)))).words()).isEqualTo(words);
    }

    @Test
    void aProcessThatIsGoneHasExited() {
        assertThat(new Finding(false, Optional.empty(), Optional.empty()).words()).isEqualTo("exited");
    }

    @Test
    void saysThatMemoryIsNearlyUsedUpBeforeAllElse() {
        assertThat(new Finding(true, Optional.of(0.98), Optional.empty()).words()).isEqualTo("memory at 98 % of its limit");
        assertThat(new Finding(true, Optional.of(0.98), Optional.of(ThreadDump.parse(recorded("idle-pool")))).words()).startsWith("memory at 98 % of its limit; silent");
    }

    @Test
    void guessesNothingWhereNothingIsPlain() {
        assertThat(new Finding(true, Optional.of(0.5), Optional.empty()).words()).isEqualTo("no finding");
        assertThat(new Finding(true, Optional.empty(), Optional.of(ThreadDump.parse("nonsense\n\"\n"))).words()).isEqualTo("no finding");
    }

    private static String recorded(String name) {
        try (var file = FindingTest.class.getResourceAsStream(name + ".txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}

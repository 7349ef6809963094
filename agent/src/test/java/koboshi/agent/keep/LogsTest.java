package koboshi.agent.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void begin() {
        log = folder.resolve("doll.log");
    }

    @Test
    void aGrownLogIsMovedAsideAndOneOldOneKept() throws IOException {
        Files.writeString(log.resolveSibling("doll.log.1"), "older");
        Files.write(log, new byte[(10 << 20) + 1]);
        Logs.rotate(log);
        assertThat(log).doesNotExist();
        assertThat(log.resolveSibling("doll.log.1")).hasSize((10 << 20) + 1);
    }

    @Test
    void onlyWhatWasWrittenSinceAPlaceIsRead() throws IOException {
        Files.writeString(log, "java.lang.OutOfMemoryError of last week\n");
        long from = Logs.size(log);
        Files.writeString(log, "one\ntwo\nthree\n", StandardOpenOption.APPEND);
        assertThat(Logs.tail(log, from)).isEqualTo("one\ntwo\nthree\n");
        assertThat(Logs.lastLines(log, from, 2)).containsExactly("two", "three");
    }

    @Test
    void aLogThatIsNotThereIsEmpty() {
        assertThat(Logs.tail(log, 0)).isEmpty();
    }
}

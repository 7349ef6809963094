package koboshi.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.store.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTest {
    private final Random random = new Random(20261201);

    @TempDir
    private Path folder;

    @Test
    void everyLineThatWasTakenBeforeAKillIsThereAfterIt() throws IOException {
        int said = -1;
        for (int kill = 0; kill < 3; kill++) {
            said = killed(said + 1);
            try (var store = LogStore.open(folder, LogStore.Limits.STANDARD, InstantSource.system(), _ -> {})) {
                var last = store.find(new Question(Optional.empty(), "", Map.of(), 0, Long.MAX_VALUE, Question.LARGEST_LIMIT));
                var found = last.lines().stream().map(LogLine::text).collect(Collectors.toSet());
                assertThat(found).containsAll(IntStream.rangeClosed(Math.max(0, said - 4_000), said).mapToObj(i -> "line " + i).toList());
                assertThat(last.unreadable()).isZero();
            }
        }
    }

    private int killed(int first) throws IOException {
        try (var child = ChildJvm.run(Logging.class, folder, first)) {
            int said = -1;
            for (int i = random.nextInt(50, 800); i > 0; i--) {
                said = Integer.parseInt(child.line());
            }
            child.kill();
            return child.rest().stream().filter(line -> line.matches("\\d+")).mapToInt(Integer::parseInt).max().orElse(said);
        }
    }
}

package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsChangeTest {
    private @TempDir Path data;

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void aNewVersionAnswersWithoutARestartAndABrokenFileIsNamed() throws Exception {
        var documents = Files.createDirectory(data.resolve("documents"));
        Files.writeString(documents.resolve("a.md"), "# 町内会だより\n\n## 盆踊り\n\n盆踊りは八月十日に中央公園で開きます。\n");
        try (var running = Running.plain(data, "--documents", documents.toString())) {
            assertThat(running.answerTo(running.ask("盆踊りはいつですか")).path("answer").asString()).contains("八月十日");
            Files.writeString(documents.resolve("a.md"), "# 町内会だより\n\n## 盆踊り\n\n盆踊りは雨のため八月十七日に延期し、中央公園で開きます。\n");
            Files.writeString(documents.resolve("b.pdf"), "this is no PDF");
            await(() -> running.answerTo(running.ask("盆踊りはいつですか")).path("answer").asString().contains("八月十七日"));
            await(() -> running.json("/health").path("parts").toString().contains("b.pdf"));
            assertThat(running.metric("document_problems{reason=\"damaged\"}")).isEqualTo(1);
            assertThat(running.metric("documents")).isEqualTo(1);
        }
    }
}

package liveqa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hostile PDF costs bounded time and memory, and only itself. */
class PdfProcessTest {
    private @TempDir Path folder;

    private void write(String name, byte[] pdf) throws Exception {
        Files.write(folder.resolve(name), pdf);
    }

    @Test
    void oneThatTakesForEverIsGivenUpAndNamedAndTheOthersAreRead() throws Exception {
        write("a-endless.pdf", Pdfs.endless());
        write("b-harbour.pdf", Pdfs.english("# Harbour plan", "1. Ferries", "The ferry will run twelve times a day."));
        Files.writeString(folder.resolve("c.md"), "# 灯台\n## 公開\n毎週日曜日に公開します。");
        var holdings = new DocumentFolder(folder, new Limits(10, 1 << 20, 10, 10_000, 100, Duration.ofSeconds(8))).look().orElseThrow();
        assertThat(holdings.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("a-endless.pdf");
            assertThat(problem.reason()).isEqualTo(Unreadable.Reason.TOO_SLOW);
            assertThat(problem.detail()).contains("not read within 8 s");
        });
        assertThat(holdings.passages()).extracting(Passage::document).containsExactly("Harbour plan", "灯台");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).map(child -> child.info().commandLine().orElse("")))
                .as("processes left behind").noneMatch(line -> line.contains(PdfReading.class.getName()));
    }

    @Test
    void oneThatFillsTheMemoryEndsItsOwnProcessAlone() throws Exception {
        write("a.pdf", new byte[] {1});
        try (var pdfs = new PdfProcess(Duration.ofSeconds(60), Greedy.class)) {
            assertThatThrownBy(() -> pdfs.read(folder.resolve("a.pdf"), Limits.USUAL))
                    .isInstanceOfSatisfying(Unreadable.class, why -> assertThat(why.reason()).isEqualTo(Unreadable.Reason.TOO_LARGE));
        }
    }

    @Test
    void whatIsWrongWithAFileIsToldInTheSameWordsAsHere() throws Exception {
        write("locked.pdf", Pdfs.encrypted("secret", true));
        try (var pdfs = new PdfProcess(Duration.ofSeconds(60))) {
            assertThatThrownBy(() -> pdfs.read(folder.resolve("locked.pdf"), Limits.USUAL)).hasMessageContaining("opens with a password only");
            write("plan.pdf", Pdfs.english("# Harbour plan", "1. Ferries", "The ferry will run twelve times a day."));
            assertThat(pdfs.read(folder.resolve("plan.pdf"), Limits.USUAL)).isEqualTo(DocumentFile.readHere(folder.resolve("plan.pdf"), Limits.USUAL));
        }
    }

    /** Takes all the memory it can get. */
    static final class Greedy {
        public static void main(String[] arguments) {
            var taken = new ArrayList<byte[]>();
            while (true) taken.add(new byte[1 << 20]);
        }
    }
}

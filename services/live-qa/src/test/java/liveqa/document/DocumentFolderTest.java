package liveqa.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFolderTest {
    private @TempDir Path folder;
    private long clock = 1_000_000_000_000L;

    private void write(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        // File systems tell times coarsely; a test must not wait for them.
        Files.setLastModifiedTime(file, FileTime.fromMillis(clock += 1000));
    }

    private Holdings look(DocumentFolder documents) {
        return documents.look().orElseThrow();
    }

    @Test
    void tellsOnlyWhenSomethingHasChanged() throws Exception {
        write("a.md", "# 甲\n## 一\n最初。");
        var documents = new DocumentFolder(folder, Limits.USUAL);
        assertThat(look(documents).passages()).hasSize(1);
        assertThat(documents.look()).isEmpty();
    }

    @Test
    void aChangedFileIsReadOnceItHasStayedTheSameForOneLook() throws Exception {
        write("a.md", "# 甲\n## 一\n最初。");
        var documents = new DocumentFolder(folder, Limits.USUAL);
        documents.look();
        write("a.md", "# 甲\n## 一\n半分しか写っていない");
        assertThat(documents.look()).isEmpty();
        write("a.md", "# 甲\n## 一\n最後まで写った。");
        assertThat(documents.look()).isEmpty();
        assertThat(look(documents).passages()).singleElement().extracting(Passage::text).isEqualTo("最後まで写った。");
    }

    @Test
    void aBrokenFileKeepsItsLastGoodVersionAndIsNamed() throws Exception {
        write("a.md", "# 甲\n## 一\n最初。");
        var documents = new DocumentFolder(folder, Limits.USUAL);
        documents.look();
        write("a.md", "");
        documents.look();
        var holdings = look(documents);
        assertThat(holdings.passages()).singleElement().extracting(Passage::text).isEqualTo("最初。");
        assertThat(holdings.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("a.md");
            assertThat(problem.reason()).isEqualTo(Unreadable.Reason.EMPTY);
            assertThat(problem.keptLast()).isTrue();
        });
        assertThat(holdings.trouble().orElseThrow()).contains("a.md", "last good version still answers");
    }

    @Test
    void aFileMendedIsInTroubleNoMore() throws Exception {
        write("a.pdf", "not a pdf");
        write("b.md", "# 乙\n## 一\n文。");
        var documents = new DocumentFolder(folder, Limits.USUAL);
        assertThat(look(documents).problems()).hasSize(1);
        Files.delete(folder.resolve("a.pdf"));
        assertThat(look(documents).problems()).isEmpty();
    }

    @Test
    void aRemovedFileIsGone() throws Exception {
        write("a.md", "# 甲\n## 一\n甲の文。");
        write("b.md", "# 乙\n## 一\n乙の文。");
        var documents = new DocumentFolder(folder, Limits.USUAL);
        documents.look();
        Files.delete(folder.resolve("a.md"));
        assertThat(look(documents).passages()).extracting(Passage::document).containsExactly("乙");
    }

    @Test
    void aFolderThatVanishesTakesNothingWithIt() throws Exception {
        var inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(inner.resolve("a.md"), "# 甲\n## 一\n文。");
        var documents = new DocumentFolder(inner, Limits.USUAL);
        documents.look();
        Files.move(inner, folder.resolve("elsewhere"));
        var holdings = look(documents);
        assertThat(holdings.passages()).hasSize(1);
        assertThat(holdings.problems()).singleElement().extracting(Problem::reason).isEqualTo(Unreadable.Reason.MISSING);
        assertThat(documents.look()).isEmpty();
        Files.move(folder.resolve("elsewhere"), inner);
        assertThat(look(documents).problems()).isEmpty();
    }

    @Test
    void theNumberOfFilesAndPassagesIsBounded() throws Exception {
        for (int file = 0; file < 5; file++) write(file + ".md", "# 題\n## 一\n甲。\n\n乙。");
        var files = look(new DocumentFolder(folder, new Limits(3, 1000, 10, 1000, 100, Duration.ofSeconds(30))));
        assertThat(files.documents()).isEqualTo(3);
        assertThat(files.problems()).singleElement().extracting(Problem::reason).isEqualTo(Unreadable.Reason.TOO_MANY_FILES);
        var passages = look(new DocumentFolder(folder, new Limits(10, 1000, 10, 1000, 5, Duration.ofSeconds(30))));
        assertThat(passages.passages()).hasSize(4);
        assertThat(passages.problems()).isNotEmpty().allMatch(problem -> problem.reason() == Unreadable.Reason.TOO_LARGE);
    }
}

package liveqa.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfReaderTest {
    private @TempDir Path folder;

    private List<Passage> read(byte[] pdf) throws Exception {
        return DocumentFile.readHere(Files.write(folder.resolve("plan.pdf"), pdf), Limits.USUAL);
    }

    @Test
    void japanesePrintedByABrowserBecomesTitledPassagesWithTheirPage() throws Exception {
        var passages = read(Pdfs.printed("""
                <html lang=ja><body style="font-family:'Noto Sans CJK JP'"><h1>港町の約束</h1><h2>渡し船</h2><p>渡し船を一日に十二便へ増やします。運賃は大人二百円です。</p>
                <h2 style="page-break-before:always">灯台</h2><p>灯台を毎週日曜日に公開します。見学は無料です。</p></body></html>"""));
        assertThat(passages).extracting(Passage::document).containsOnly("港町の約束");
        assertThat(passages).extracting(Passage::heading).containsExactly("渡し船", "灯台");
        assertThat(passages).extracting(Passage::page).containsExactly(1, 2);
        assertThat(passages.getFirst().text()).contains("渡し船を一日に十二便へ増やします。", "大人二百円");
    }

    @Test
    void linesOfOneParagraphAreJoined() throws Exception {
        var passages = read(Pdfs.english("# Harbour plan", "1. Ferries", "The ferry will run", "twelve times a day."));
        assertThat(passages).singleElement().satisfies(passage -> {
            assertThat(passage.document()).isEqualTo("Harbour plan");
            assertThat(passage.heading()).isEqualTo("1. Ferries");
            assertThat(passage.text()).isEqualTo("The ferry will run twelve times a day.");
        });
    }

    @Test
    void anEncryptedOneIsNamedAsSuch() throws Exception {
        assertThatThrownBy(() -> read(Pdfs.encrypted("secret", true))).isInstanceOfSatisfying(Unreadable.class, why -> assertThat(why.reason()).isEqualTo(Unreadable.Reason.ENCRYPTED));
        assertThatThrownBy(() -> read(Pdfs.encrypted("", false))).hasMessageContaining("forbid taking text out");
    }

    @Test
    void aScannedOneIsNamedAsSuch() {
        assertThatThrownBy(() -> read(Pdfs.scanned())).hasMessageContaining("scanned").hasMessageContaining("OCR");
    }

    @Test
    void tooManyPagesAreRefused() {
        var few = new Limits(10, 1 << 20, 3, 1000, 100, Duration.ofSeconds(30));
        assertThatThrownBy(() -> DocumentFile.readHere(Files.write(folder.resolve("a.pdf"), Pdfs.pages(4)), few)).hasMessageContaining("4 pages, more than 3");
    }

    @Test
    void damageOfAnyKindIsSaidAndHarmsNothing() throws Exception {
        var pdf = Pdfs.english("# Harbour plan", "1. Ferries", "The ferry will run twelve times a day.");
        var random = new Random(7);
        for (int round = 0; round < 60; round++) {
            var bad = pdf.clone();
            for (int hit = 0; hit < 20; hit++) bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(read(bad)).isNotNull();
            } catch (Unreadable why) {
                assertThat(why.getMessage()).isNotBlank();
            }
        }
    }
}

package liveqa.document;

import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/** Reads PDF: lines in larger letters are headings, the largest on the first page the title; passages know their page. */
final class PdfReader {
    /** Held, because a logger nobody holds loses its level. It tells every flaw of every file, line by line; ours is told once. */
    private static final Logger PDFBOX = Logger.getLogger("org.apache.pdfbox");
    private static final Logger FONTBOX = Logger.getLogger("org.apache.fontbox");

    static {
        PDFBOX.setLevel(Level.OFF);
        FONTBOX.setLevel(Level.OFF);
    }

    /** Fewer characters than this on the average page, and it is pictures of text. */
    private static final int TEXT_OF_A_PAGE = 10;

    private PdfReader() {}

    static List<Passage> read(String name, byte[] bytes, Limits limits) throws Unreadable, IOException {
        // What is unpacked goes to a temporary file: a small PDF may unpack to more than the memory there is.
        try (var pdf = Loader.loadPDF(bytes, "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
            check(pdf, limits);
            var lines = PdfLines.of(pdf, limits);
            int characters = lines.stream().mapToInt(line -> line.text().length()).sum();
            if (characters < TEXT_OF_A_PAGE * pdf.getNumberOfPages()) throw withoutText(pdf);
            return PdfLayout.passages(name, lines, limits);
        } catch (InvalidPasswordException e) {
            throw new Unreadable(Unreadable.Reason.ENCRYPTED, "encrypted: it opens with a password only; save a copy without", e);
        }
    }

    private static void check(PDDocument pdf, Limits limits) throws Unreadable {
        if (!pdf.getCurrentAccessPermission().canExtractContent()) {
            throw new Unreadable(Unreadable.Reason.ENCRYPTED, "its rights forbid taking text out; save a copy that allows it");
        }
        if (pdf.getNumberOfPages() > limits.pages()) {
            throw new Unreadable(Unreadable.Reason.TOO_MANY_PAGES, pdf.getNumberOfPages() + " pages, more than " + limits.pages() + "; divide it");
        }
    }

    private static Unreadable withoutText(PDDocument pdf) {
        for (var page : pdf.getPages()) {
            if (page.getResources() != null && page.getResources().getXObjectNames().iterator().hasNext()) {
                return new Unreadable(Unreadable.Reason.SCANNED, "scanned: pictures of pages without text; run text recognition (OCR) over it first");
            }
        }
        return new Unreadable(Unreadable.Reason.EMPTY, "pages without text");
    }
}

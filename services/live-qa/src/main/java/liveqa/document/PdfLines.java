package liveqa.document;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** The lines of a PDF as they are read, with the size of their letters and where they stand. */
final class PdfLines extends PDFTextStripper {
    /** {@code size} and {@code top} and {@code left} in points; {@code top} counts from the top of the page. */
    record Line(int page, String text, float size, float top, float left) {}

    private final List<Line> lines = new ArrayList<>();
    private final int mostCharacters;
    private int characters;

    private PdfLines(Limits limits) {
        this.mostCharacters = limits.charactersPerFile();
        setSortByPosition(true);
    }

    static List<Line> of(PDDocument pdf, Limits limits) throws IOException, Unreadable {
        var reader = new PdfLines(limits);
        reader.writeText(pdf, Writer.nullWriter());
        if (reader.characters > limits.charactersPerFile()) {
            throw new Unreadable(Unreadable.Reason.TOO_LARGE, "more than " + limits.charactersPerFile() + " characters of text");
        }
        return reader.lines;
    }

    @Override
    protected void writeString(String text, List<TextPosition> positions) {
        if (text.isBlank() || positions.isEmpty() || characters > mostCharacters) return;
        characters += text.length();
        var first = positions.getFirst();
        var line = new Line(getCurrentPageNo(), text, first.getFontSizeInPt(), first.getYDirAdj(), first.getXDirAdj());
        var last = lines.isEmpty() ? null : lines.getLast();
        // What stands at the same height is one line; a cell of a table is told apart by a mark.
        if (last != null && last.page() == line.page() && Math.abs(last.top() - line.top()) < 2) {
            lines.set(lines.size() - 1, new Line(last.page(), last.text() + " " + text, last.size(), last.top(), last.left()));
        } else {
            lines.add(line);
        }
    }
}

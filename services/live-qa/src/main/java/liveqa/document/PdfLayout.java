package liveqa.document;

import java.util.List;
import java.util.regex.Pattern;

/** Lines of a PDF as passages: which are headings, and where paragraphs end. */
final class PdfLayout {
    private static final double HEADING = 1.15;
    private static final int LONGEST_HEADING = 60;
    private static final Pattern MARKED = Pattern.compile("(?:[■●◆▼◎]|第[0-9０-９一二三四五六七八九十]+[章節条]|[0-9０-９]{1,2}[.．、]).*");
    private static final Pattern PAGE_NUMBER = Pattern.compile("[-– ]*(?:[0-9０-９]{1,4}(?:\\s*/\\s*[0-9]{1,4})?|p\\. ?[0-9]+|[0-9]+ ?ページ)[-– ]*");
    private static final Pattern ITEM = Pattern.compile("[・•‣◦○]\\s*(.*)");

    private PdfLayout() {}

    static List<Passage> passages(String name, List<PdfLines.Line> lines, Limits limits) throws Unreadable {
        float body = bodySize(lines);
        float largest = (float) lines.stream().filter(line -> line.page() == lines.getFirst().page()).mapToDouble(PdfLines.Line::size).max().orElse(body);
        var passages = new Passages(name, limits);
        boolean titled = false;
        PdfLines.Line before = null;
        for (var line : lines) {
            if (PAGE_NUMBER.matcher(line.text().strip()).matches()) continue;
            boolean head = isHeading(line, body);
            if (head && !titled && line.size() >= largest && line.size() >= body * HEADING) {
                passages.title(line.text());
                titled = true;
            } else if (head) {
                passages.heading(line.text().replaceFirst("^[■●◆▼◎]\\s*", ""));
            } else {
                text(passages, line, before, body);
            }
            before = line;
        }
        return passages.whole();
    }

    private static void text(Passages passages, PdfLines.Line line, PdfLines.Line before, float body) throws Unreadable {
        if (before == null || isApart(before, line, body)) passages.endParagraph();
        passages.page(line.page());
        var item = ITEM.matcher(line.text().strip());
        if (item.matches()) passages.item(item.group(1));
        else passages.line(line.text());
    }

    /** A gap, an indented line after a full stop, or a new page after one. */
    private static boolean isApart(PdfLines.Line before, PdfLines.Line line, float body) {
        boolean ended = before.text().strip().matches("(?s).*[。.!?！？]");
        if (before.page() != line.page()) return ended;
        return line.top() - before.top() > 2.2 * body || ended && line.left() - before.left() > 0.7 * body;
    }

    private static boolean isHeading(PdfLines.Line line, float body) {
        var text = line.text().strip();
        if (text.length() > LONGEST_HEADING || text.endsWith("。")) return false;
        return line.size() >= body * HEADING || MARKED.matcher(text).matches();
    }

    /** The size most characters have. */
    private static float bodySize(List<PdfLines.Line> lines) {
        var characters = new java.util.TreeMap<Float, Integer>();
        for (var line : lines) characters.merge(line.size(), line.text().length(), Integer::sum);
        return characters.entrySet().stream().max(java.util.Map.Entry.comparingByValue()).map(java.util.Map.Entry::getKey).orElse(10f);
    }
}

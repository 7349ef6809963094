package liveqa.document;

import java.util.ArrayList;
import java.util.List;

/** Gathers the passages of one document as its reader comes by headings, paragraphs, list items and rows of tables. */
final class Passages {
    /** A longer paragraph is cut between sentences: what is found should be near to what is quoted. */
    private static final int LONGEST = 600;
    private final Limits limits;
    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String title;
    private String heading = "";
    private int page;
    private int characters;

    Passages(String title, Limits limits) {
        this.title = title;
        this.limits = limits;
    }

    void title(String text) {
        endParagraph();
        title = tidy(text);
    }

    void heading(String text) {
        endParagraph();
        heading = tidy(text);
    }

    String heading() {
        return heading;
    }

    void page(int number) {
        page = number;
    }

    /** A further line of the paragraph. */
    void line(String text) throws Unreadable {
        var line = tidy(text);
        characters += line.length();
        if (characters > limits.charactersPerFile()) throw new Unreadable(Unreadable.Reason.TOO_LARGE, "more than " + limits.charactersPerFile() + " characters of text");
        boolean words = !paragraph.isEmpty() && !line.isEmpty() && isLatin(paragraph.charAt(paragraph.length() - 1)) && isLatin(line.charAt(0));
        paragraph.append(words ? " " : "").append(line);
    }

    /** An item of a list or a row of a table: a sentence of its own within the paragraph. */
    void item(String text) throws Unreadable {
        line(text);
        if (!paragraph.isEmpty() && "。.!?！？".indexOf(paragraph.charAt(paragraph.length() - 1)) < 0) paragraph.append('。');
    }

    void endParagraph() {
        var text = paragraph.toString();
        paragraph.setLength(0);
        while (text.length() > LONGEST) {
            int end = text.lastIndexOf('。', LONGEST - 1) + 1;
            if (end < LONGEST / 4) end = LONGEST;
            add(text.substring(0, end));
            text = text.substring(end);
        }
        add(text);
    }

    private void add(String text) {
        if (!text.isBlank()) passages.add(new Passage(title, heading, page, text.strip()));
    }

    /** @throws Unreadable when there is nothing to answer from */
    List<Passage> whole() throws Unreadable {
        endParagraph();
        // What stands before the first heading is the note about the document itself; but a document may have no headings at all.
        boolean headed = passages.stream().anyMatch(passage -> !passage.heading().isEmpty());
        var whole = passages.stream().filter(passage -> !headed || !passage.heading().isEmpty()).map(this::titled).toList();
        if (whole.isEmpty()) throw new Unreadable(Unreadable.Reason.EMPTY, "no paragraph of text");
        return whole;
    }

    private Passage titled(Passage passage) {
        // The title may have come after the first paragraphs.
        return new Passage(title, passage.heading().isEmpty() ? title : passage.heading(), passage.page(), passage.text());
    }

    private static boolean isLatin(char c) {
        return c < 0x2000 && !Character.isWhitespace(c);
    }

    private static String tidy(String text) {
        return text.replaceAll("[\\s\\u3000\\u00a0\\p{Cntrl}]+", " ").strip();
    }
}

package liveqa.document;

import java.util.ArrayList;
import java.util.List;

/** Cuts a Markdown text into passages: its first heading is the title, every paragraph below a heading is a passage. */
final class Markdown {
    private final List<Passage> passages = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String title;
    private String heading = "";

    private Markdown(String name) {
        this.title = name;
    }

    /** {@code name} is the title of a text that has no heading of the first rank. */
    static List<Passage> passages(String name, String text) {
        var markdown = new Markdown(name);
        text.lines().forEach(markdown::line);
        markdown.endParagraph();
        return List.copyOf(markdown.passages);
    }

    private void line(String line) {
        if (line.startsWith("# ")) {
            endParagraph();
            title = line.substring(2).strip();
        } else if (line.startsWith("#")) {
            endParagraph();
            heading = line.replaceFirst("^#+", "").strip();
        } else if (line.isBlank()) {
            endParagraph();
        } else {
            paragraph.append(line.strip());
        }
    }

    private void endParagraph() {
        // What stands before the first heading is the note about the document itself, not a policy to quote.
        if (!paragraph.isEmpty() && !heading.isEmpty()) {
            passages.add(new Passage(title, heading, paragraph.toString()));
        }
        paragraph.setLength(0);
    }
}

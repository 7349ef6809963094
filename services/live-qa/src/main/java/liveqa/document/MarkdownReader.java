package liveqa.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads Markdown: the heading of the first rank is the title, every paragraph, list and table below another heading is a passage. */
final class MarkdownReader {
    private static final Pattern ITEM = Pattern.compile("(?:[-*+]|\\d+[.)])\\s+(.*)");
    private static final Pattern RULE = Pattern.compile("\\|?[\\s:|-]+\\|[\\s:|-]*|[-*_=]{3,}");
    private final Passages passages;
    private List<String> columns = List.of();
    private boolean code;

    private MarkdownReader(Passages passages) {
        this.passages = passages;
    }

    static List<Passage> read(String name, String text, Limits limits) throws Unreadable {
        var passages = new Passages(name, limits);
        var reader = new MarkdownReader(passages);
        for (var line : text.replaceAll("(?s)<!--.*?-->", "").replaceFirst("(?s)\\A---\\R.*?\\R---\\R", "").lines().toList()) reader.line(line.strip());
        return passages.whole();
    }

    private void line(String line) throws Unreadable {
        if (line.startsWith("```") || line.startsWith("~~~")) {
            code = !code;
            return;
        }
        boolean row = line.startsWith("|");
        if (!row) columns = List.of();
        if (code || line.isEmpty()) passages.endParagraph();
        else if (line.startsWith("#")) heading(line);
        else if (RULE.matcher(line).matches()) return;
        else if (row) row(line);
        else text(line);
    }

    private void heading(String line) {
        var text = plain(line.replaceFirst("^#+", "").replaceFirst("#+$", ""));
        if (line.startsWith("##")) passages.heading(text);
        else passages.title(text);
    }

    private void text(String line) throws Unreadable {
        var item = ITEM.matcher(line);
        if (item.matches()) passages.item(plain(item.group(1)));
        else passages.line(plain(line.replaceFirst("^>+\\s?", "")));
    }

    private void row(String line) throws Unreadable {
        var cells = new ArrayList<String>();
        for (var cell : line.replaceAll("^\\||\\|$", "").split("\\|")) cells.add(plain(cell));
        if (columns.isEmpty()) columns = List.copyOf(cells);
        else passages.item(Table.row(columns, cells));
    }

    private static String plain(String text) {
        return text.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replaceAll("[*_`]{1,3}([^*_`]+)[*_`]{1,3}", "$1").replaceAll("<[^>]{1,200}>", "").strip();
    }
}

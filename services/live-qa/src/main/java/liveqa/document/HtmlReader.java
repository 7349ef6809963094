package liveqa.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Reads HTML in whatever encoding it says it has, or has: headings, paragraphs, lists and tables of what is read on the page. */
final class HtmlReader {
    private static final Set<String> UNREAD = Set.of("script", "style", "noscript", "template", "nav", "form", "iframe", "svg", "button", "select", "head");
    private static final int DEEPEST = 200;
    private final Passages passages;

    private HtmlReader(Passages passages) {
        this.passages = passages;
    }

    static List<Passage> read(String name, byte[] bytes, Limits limits) throws Unreadable, IOException {
        var page = Jsoup.parse(new ByteArrayInputStream(bytes), null, "");
        // Without a word about its encoding it is taken for UTF-8; characters that are none tell that it is the older one.
        boolean unsaid = page.selectFirst("meta[charset], meta[http-equiv=content-type]") == null;
        if (unsaid && page.text().indexOf('\ufffd') >= 0) page = Jsoup.parse(new ByteArrayInputStream(bytes), Charset.forName("windows-31j").name(), "");
        var passages = new Passages(page.title().isBlank() ? name : page.title(), limits);
        new HtmlReader(passages).children(page.body(), 0);
        return passages.whole();
    }

    private void children(Element parent, int depth) throws Unreadable {
        if (depth > DEEPEST) throw new Unreadable(Unreadable.Reason.DAMAGED, "elements nested more than " + DEEPEST + " deep");
        for (Node node : parent.childNodes()) {
            if (node instanceof TextNode text) passages.line(text.text());
            else if (node instanceof Element element) element(element, depth + 1);
        }
    }

    private void element(Element element, int depth) throws Unreadable {
        var name = element.normalName();
        if (UNREAD.contains(name) || element.hasAttr("hidden")) return;
        switch (name) {
            case "h1" -> passages.title(element.text());
            case "h2", "h3", "h4", "h5", "h6", "caption" -> passages.heading(element.text());
            case "li", "dd" -> passages.item(element.text());
            case "table" -> table(element);
            case "br" -> passages.line(" ");
            default -> {
                if (element.isBlock()) passages.endParagraph();
                children(element, depth);
                if (element.isBlock()) passages.endParagraph();
            }
        }
    }

    private void table(Element table) throws Unreadable {
        var rows = table.select("tr");
        // A table of layout has no head: it is read like anything else.
        var columns = rows.isEmpty() ? List.<String>of() : rows.getFirst().select("> th").eachText();
        for (var row : rows) {
            var cells = row.select("> th, > td").eachText();
            if (!cells.isEmpty() && !cells.equals(columns)) passages.item(Table.row(columns, cells));
        }
        passages.endParagraph();
    }
}

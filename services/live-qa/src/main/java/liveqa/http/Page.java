package liveqa.http;

import java.io.IOException;
import java.util.Map;

/** The page's files, which load nothing from elsewhere. */
final class Page {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.ofEntries(
            html("index"), html("moderate"), html("share"), script("page"), script("moderate"), script("share"),
            Map.entry("page.css", "text/css; charset=utf-8"), Map.entry("desk.css", "text/css; charset=utf-8"));

    private static Map.Entry<String, String> html(String name) {
        return Map.entry(name + ".html", "text/html; charset=utf-8");
    }

    private static Map.Entry<String, String> script(String name) {
        return Map.entry(name + ".js", "text/javascript; charset=utf-8");
    }

    Reply file(String name) throws IOException, Refusal {
        var type = TYPES.get(name);
        if (type == null) throw new Refusal(404, "nothing here");
        try (var in = Page.class.getResourceAsStream("/liveqa/page/" + name)) {
            return new Reply(200, type, in.readAllBytes(), Map.of("Content-Security-Policy", POLICY, "Cache-Control", "no-cache"));
        }
    }
}

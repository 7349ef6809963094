package liveqa.http;

import java.io.IOException;
import java.util.Map;

/** The page's files, which load nothing from elsewhere. */
final class Page {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8", "page.css", "text/css; charset=utf-8", "page.js", "text/javascript; charset=utf-8");

    Reply file(String name) throws IOException, Refusal {
        var type = TYPES.get(name);
        if (type == null) throw new Refusal(404, "nothing here");
        try (var in = Page.class.getResourceAsStream("/liveqa/page/" + name)) {
            return new Reply(200, type, in.readAllBytes(), Map.of("Content-Security-Policy", POLICY, "Cache-Control", "no-cache"));
        }
    }
}

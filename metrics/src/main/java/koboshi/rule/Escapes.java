package koboshi.rule;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes text safe to stand elsewhere, character by character as Go does. */
final class Escapes {
    private Escapes() {}

    static String html(String text) {
        return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&#34;").replace("\0", "\ufffd");
    }

    static String js(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '"' -> out.append("\\\"");
                case '<', '>', '&', '=' -> out.append(String.format("\\u%04X", c));
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04X", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    static String query(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }
}

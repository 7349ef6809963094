package koboshi.guard;

import java.util.ArrayList;
import java.util.List;
import koboshi.series.Matcher;

/**
 * A selector being read, character by character: in time that grows with the text and no faster, however odd it is.
 *
 * <p>The scar: a regular expression read this before, and a long label value overflowed the stack.
 */
final class SelectorText {
    private static final int SHOWN = 80;

    private final String text;
    private int at;

    SelectorText(String text) {
        this.text = text;
    }

    Selector read() {
        skipSpace();
        var metric = name(true);
        skipSpace();
        var matchers = next('{') ? labels() : List.<Matcher>of();
        skipSpace();
        if (metric.isEmpty() || at < text.length()) {
            throw new IllegalArgumentException("not a series: " + shown(text.strip()) + " (expected for example speech_queue_seconds{channel=\"live\"})");
        }
        return new Selector(metric, matchers);
    }

    private List<Matcher> labels() {
        var matchers = new ArrayList<Matcher>();
        skipSpace();
        while (!next('}')) {
            matchers.add(label());
        }
        return matchers;
    }

    private Matcher label() {
        int began = at;
        var label = name(false);
        skipSpace();
        boolean differs = next('!');
        boolean compared = next('=');
        skipSpace();
        if (label.isEmpty() || !compared || !next('"')) {
            throw notALabel(began);
        }
        var value = value(began);
        skipSpace();
        if (!next(',') && !(at < text.length() && text.charAt(at) == '}')) {
            throw notALabel(began);
        }
        skipSpace();
        return new Matcher(label, !differs, value);
    }

    private String value(int began) {
        var value = new StringBuilder();
        while (!next('"')) {
            next('\\'); // Whatever follows it is meant as it stands.
            if (at >= text.length()) {
                throw notALabel(began);
            }
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private String name(boolean colons) {
        int began = at;
        while (at < text.length() && fits(text.charAt(at), at == began, colons)) {
            at++;
        }
        return text.substring(began, at);
    }

    private static boolean fits(char c, boolean first, boolean colons) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
        return letter || colons && c == ':' || !first && c >= '0' && c <= '9';
    }

    private boolean next(char wanted) {
        boolean is = at < text.length() && text.charAt(at) == wanted;
        at += is ? 1 : 0;
        return is;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException notALabel(int began) {
        return new IllegalArgumentException("not a label: " + shown(inside(began)) + " (expected name=\"value\" or name!=\"value\")");
    }

    private String inside(int from) {
        var rest = text.substring(from).strip();
        return rest.endsWith("}") ? rest.substring(0, rest.length() - 1).strip() : rest;
    }

    private static String shown(String words) {
        return words.length() <= SHOWN ? words : words.substring(0, SHOWN) + "...";
    }
}

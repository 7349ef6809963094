package koboshi.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Finds where a character of a text value stands in its file, through quotes, escapes, folded and indented lines.
 *
 * <p>Value and source are walked side by side: blanks of one, however many and of whatever kind, answer to blanks of the other.
 */
final class ScalarPlace {
    private final String source;
    private int at;
    private char quote;

    private ScalarPlace(String source, int at) {
        this.source = source;
        this.at = at;
    }

    /** The place of the character at the index; the beginning of the value where it cannot be told. */
    static Place of(SourceFile file, Node node, String value, int index) {
        var start = Place.of(file.name(), node.getStartMark());
        var walk = new ScalarPlace(file.text(), offset(file.text(), start));
        return walk.to(value, Math.clamp(index, 0, value.length())).map(found -> Place.after(file.name(), file.text().substring(0, found))).orElse(start);
    }

    private static int offset(String text, Place place) {
        int line = 0;
        for (int i = 1; i < place.line(); i++) {
            line = text.indexOf('\n', line) + 1;
        }
        int left = text.codePointCount(line, text.length());
        return text.offsetByCodePoints(line, Math.min(left, place.column() - 1));
    }

    private Optional<Integer> to(String value, int index) {
        begin();
        for (int i = 0; i < index; i++) {
            boolean blank = Character.isWhitespace(value.charAt(i));
            boolean goesOn = blank && i + 1 < value.length() && Character.isWhitespace(value.charAt(i + 1)) && i + 1 < index;
            if (blank && !goesOn) {
                skipBlanks();
            } else if (!blank && !take(value.charAt(i))) {
                return Optional.empty();
            }
        }
        return at <= source.length() ? Optional.of(at) : Optional.empty();
    }

    /** Behind the quote, or behind the header of a block of lines. */
    private void begin() {
        char first = at < source.length() ? source.charAt(at) : ' ';
        if (first == '"' || first == '\'') {
            quote = first;
            at++;
        } else if (first == '|' || first == '>') {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
            skipBlanks();
        }
    }

    private void skipBlanks() {
        while (at < source.length() && (Character.isWhitespace(source.charAt(at)) || escapedBlank())) {
            at += escapedBlank() ? 2 : 1;
        }
    }

    private boolean escapedBlank() {
        return quote == '"' && source.charAt(at) == '\\' && at + 1 < source.length() && "nrt \n".indexOf(source.charAt(at + 1)) >= 0;
    }

    private boolean take(char c) {
        if (at >= source.length()) {
            return false;
        }
        // A line may end within a word of the value where the end is escaped.
        if (quote == '"' && source.startsWith("\\\n", at)) {
            skipBlanks();
        }
        if (quote == '"' && source.charAt(at) == '\\') {
            return escape(c);
        }
        boolean doubled = quote == '\'' && c == '\'';
        boolean same = source.charAt(at) == c;
        at += doubled ? 2 : 1;
        return same;
    }

    private boolean escape(char c) {
        char kind = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
        at += switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> Character.isHighSurrogate(c) ? 0 : 10;
            default -> 2;
        };
        return true;
    }
}

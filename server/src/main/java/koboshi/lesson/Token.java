package koboshi.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A word, a comma, or a text in quotes; labels in braces belong to the word before them. */
record Token(String text, int column, boolean quoted) {
    static List<Token> of(String line) throws Unreadable {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < line.length() && line.charAt(at) != '#') {
            char first = line.charAt(at);
            if (Character.isWhitespace(first)) {
                at++;
                continue;
            }
            int end = first == '"' ? endOfQuote(line, at) : first == ',' ? at + 1 : endOfWord(line, at);
            tokens.add(first == '"' ? quoted(line, at, end) : new Token(line.substring(at, end), at + 1, false));
            at = end;
        }
        return tokens;
    }

    private static Token quoted(String line, int from, int to) {
        return new Token(line.substring(from + 1, to - 1).replaceAll("\\\\(.)", "$1"), from + 1, true);
    }

    /** Just behind the closing quote. */
    private static int endOfQuote(String line, int from) throws Unreadable {
        for (int at = from + 1; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                return at + 1;
            }
            at += line.charAt(at) == '\\' ? 1 : 0;
        }
        throw new Unreadable(from + 1, "expected a closing \" on the same line", Optional.empty());
    }

    private static int endOfWord(String line, int from) throws Unreadable {
        int at = from;
        boolean braced = false;
        while (at < line.length()) {
            char here = line.charAt(at);
            if (!braced && (Character.isWhitespace(here) || here == ',' || here == '"')) {
                return at;
            }
            braced = here == '{' || braced && here != '}';
            at = braced && here == '"' ? endOfQuote(line, at) : at + 1;
        }
        if (braced) {
            throw new Unreadable(from + 1, "expected a closing } on the same line", Optional.empty());
        }
        return at;
    }
}

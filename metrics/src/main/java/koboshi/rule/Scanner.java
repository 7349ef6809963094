package koboshi.rule;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into text and the pieces of its actions; comments and trimmed blanks are gone afterwards. */
final class Scanner {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean apart;

    private Scanner(String text) {
        this.text = text;
    }

    static List<Token> scan(String text) {
        var scanner = new Scanner(text);
        scanner.run();
        return scanner.tokens;
    }

    private void run() {
        boolean trim = false;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            int end = open < 0 ? text.length() : open;
            boolean trimBefore = open >= 0 && trimsAfter(open);
            plain(end, trim, trimBefore);
            trim = open >= 0 && action(open, trimBefore);
        }
        add(Token.Kind.END, "", text.length());
    }

    private boolean trimsAfter(int open) {
        return text.startsWith("-", open + 2) && open + 3 < text.length() && blank(text.charAt(open + 3));
    }

    private void plain(int end, boolean trimStart, boolean trimEnd) {
        int from = at;
        int to = end;
        while (trimStart && from < to && blank(text.charAt(from))) {
            from++;
        }
        while (trimEnd && to > from && blank(text.charAt(to - 1))) {
            to--;
        }
        if (from < to) {
            add(Token.Kind.TEXT, text.substring(from, to), from);
        }
        at = end;
    }

    /** @return whether the text behind loses its leading blanks */
    private boolean action(int open, boolean trimmed) {
        at = open + (trimmed ? 3 : 2);
        int inside = at;
        while (trimmed && inside < text.length() && blank(text.charAt(inside))) {
            inside++;
        }
        if (text.startsWith("/*", inside)) {
            return comment(inside);
        }
        add(Token.Kind.OPEN, "{{", open);
        while (true) {
            apart = skipBlanks();
            if (at >= text.length()) {
                throw new TemplateError(open, "unclosed action");
            }
            if (apart && text.startsWith("-}}", at)) {
                close(3);
                return true;
            }
            if (text.startsWith("}}", at)) {
                close(2);
                return false;
            }
            piece();
        }
    }

    private boolean comment(int start) {
        int end = text.indexOf("*/", start);
        if (end < 0) {
            throw new TemplateError(start, "unclosed comment");
        }
        at = end + 2;
        boolean trims = skipBlanks() && text.startsWith("-}}", at);
        boolean closed = trims || at == end + 2 && text.startsWith("}}", at);
        if (!closed) {
            throw new TemplateError(start, "comment ends before closing delimiter");
        }
        at += trims ? 3 : 2;
        return trims;
    }

    private void close(int length) {
        add(Token.Kind.CLOSE, "}}", at);
        at += length;
    }

    private boolean skipBlanks() {
        int from = at;
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void piece() {
        char c = text.charAt(at);
        switch (c) {
            case '"', '\'' -> quoted(c);
            case '`' -> raw();
            case '(', ')', '|', ',', '=' -> sign(1);
            case ':' -> {
                if (!text.startsWith(":=", at)) {
                    throw new TemplateError(at, "expected :=");
                }
                sign(2);
            }
            case '$' -> word(Token.Kind.VARIABLE);
            case '.' -> dot();
            default -> other(c);
        }
    }

    private void other(char c) {
        if (Character.isDigit(c) || c == '+' || c == '-') {
            number();
        } else if (Character.isLetter(c) || c == '_') {
            word(Token.Kind.WORD);
        } else {
            throw new TemplateError(at, String.format("unrecognized character in action: U+%04X '%s'", text.codePointAt(at), Character.toString(text.codePointAt(at))));
        }
    }

    private void dot() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (next >= '0' && next <= '9') {
            number();
        } else if (Character.isLetter(next) || next == '_') {
            word(Token.Kind.FIELD);
        } else {
            upTo(at + 1, Token.Kind.DOT);
        }
    }

    private void sign(int length) {
        upTo(at + length, Token.Kind.SIGN);
    }

    private void word(Token.Kind kind) {
        int end = at + 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        int start = at;
        upTo(end, kind);
        ended(start);
    }

    private void number() {
        int end = at + 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0 || exponentSign(end))) {
            end++;
        }
        upTo(end, Token.Kind.NUMBER);
    }

    private boolean exponentSign(int index) {
        return "+-".indexOf(text.charAt(index)) >= 0 && "eEpP".indexOf(text.charAt(index - 1)) >= 0;
    }

    /** A word runs into nothing but a sign, a field or the end of its action. */
    private void ended(int start) {
        boolean whole = at >= text.length() || blank(text.charAt(at)) || ".,|():=".indexOf(text.charAt(at)) >= 0 || text.startsWith("}}", at);
        if (!whole) {
            throw new TemplateError(start, String.format("bad character U+%04X '%s'", text.codePointAt(at), Character.toString(text.codePointAt(at))));
        }
    }

    private void quoted(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            if (text.charAt(end) == '\n') {
                break;
            }
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != quote) {
            throw new TemplateError(at, quote == '"' ? "unterminated quoted string" : "unterminated character constant");
        }
        upTo(end + 1, quote == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER);
    }

    private void raw() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw new TemplateError(at, "unterminated raw quoted string");
        }
        upTo(end + 1, Token.Kind.RAW);
    }

    private void upTo(int end, Token.Kind kind) {
        add(kind, text.substring(at, end), at);
        at = end;
    }

    private void add(Token.Kind kind, String piece, int start) {
        tokens.add(new Token(kind, piece, start, apart));
    }
}

package koboshi.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import koboshi.promql.Token.Kind;

/** Cuts a query into tokens; what cannot be cut becomes one last error token, so that what stands before it is judged first. */
final class Lexer {
    private static final Set<String> KEYWORDS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset", "start", "end");
    private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "unless", "atan2");
    private static final String DIGITS = "0123456789";

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int parens;
    private boolean inBraces;
    private boolean inBrackets;

    private Lexer(String query) {
        this.query = query;
    }

    static List<Token> tokens(String query) {
        return new Lexer(query).run();
    }

    private List<Token> run() {
        skipBlank();
        while (position < query.length() && next()) {
            skipBlank();
        }
        if (tokens.isEmpty() || !tokens.getLast().is(Kind.ERROR)) {
            finish();
        }
        return tokens;
    }

    private void finish() {
        if (inBraces) {
            fail("unexpected end of input inside braces", position);
        } else if (parens > 0) {
            fail("unclosed left parenthesis", position);
        } else if (inBrackets) {
            fail("unclosed left bracket", position);
        } else {
            tokens.add(new Token(Kind.END, "", new Span(query.length(), query.length())));
        }
    }

    private void skipBlank() {
        while (position < query.length()) {
            char c = query.charAt(position);
            if (c == '#') {
                int end = query.indexOf('\n', position);
                position = end < 0 ? query.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                position++;
            } else {
                return;
            }
        }
    }

    /** @return false once an error ended it */
    private boolean next() {
        char c = query.charAt(position);
        if (c == '"' || c == '\'' || c == '`') {
            return string(c);
        }
        if (!inBraces && (DIGITS.indexOf(c) >= 0 || c == '.' && position + 1 < query.length() && DIGITS.indexOf(query.charAt(position + 1)) >= 0)) {
            return number();
        }
        if (letter(c) || c == ':' && !inBrackets && !inBraces) {
            return word();
        }
        return inBraces ? insideBraces(c) : sign(c);
    }

    private boolean insideBraces(char c) {
        return switch (c) {
            case '}' -> {
                inBraces = false;
                yield add(Kind.RIGHT_BRACE, 1);
            }
            case ',' -> add(Kind.COMMA, 1);
            case '=' -> follows('~') ? add(Kind.LIKE, 2) : add(Kind.ASSIGN, 1);
            case '!' -> follows('~') ? add(Kind.UNLIKE, 2)
                    : follows('=') ? add(Kind.OPERATOR, 2)
                    : fail("unexpected character after '!' inside braces: " + shown(position + 1), position);
            case '{' -> fail("unexpected left brace '{'", position);
            default -> fail("unexpected character inside braces: " + shown(position), position);
        };
    }

    private boolean sign(char c) {
        return switch (c) {
            case '(' -> {
                parens++;
                yield add(Kind.LEFT_PAREN, 1);
            }
            case ')' -> --parens < 0 ? fail("unexpected right parenthesis ')'", position) : add(Kind.RIGHT_PAREN, 1);
            case '{' -> {
                inBraces = true;
                yield add(Kind.LEFT_BRACE, 1);
            }
            case '[' -> bracket();
            case ']' -> {
                boolean open = inBrackets;
                inBrackets = false;
                yield open ? add(Kind.RIGHT_BRACKET, 1) : fail("unexpected right bracket ']'", position);
            }
            case ',' -> add(Kind.COMMA, 1);
            case ':' -> add(Kind.COLON, 1);
            case '@' -> add(Kind.AT, 1);
            case '+', '-', '*', '/', '%', '^' -> add(Kind.OPERATOR, 1);
            case '<' -> add(Kind.OPERATOR, follows('=') || follows('/') ? 2 : 1);
            case '>' -> add(Kind.OPERATOR, follows('=') || follows('/') ? 2 : 1);
            case '=' -> follows('=') ? add(Kind.OPERATOR, 2) : follows('~') ? fail("unexpected character after '=': '~'", position) : add(Kind.ASSIGN, 1);
            case '!' -> follows('=') ? add(Kind.OPERATOR, 2) : fail("unexpected character after '!': " + shown(position + 1), position);
            default -> fail("unexpected character: " + shown(position), position);
        };
    }

    private boolean bracket() {
        if (inBrackets) {
            return fail("unexpected left bracket '['", position);
        }
        inBrackets = true;
        return add(Kind.LEFT_BRACKET, 1);
    }

    private boolean follows(char c) {
        return position + 1 < query.length() && query.charAt(position + 1) == c;
    }

    private String shown(int index) {
        return index < query.length() ? "'" + query.substring(index, index + Character.charCount(query.codePointAt(index))) + "'" : "'\ufffd'";
    }

    private boolean word() {
        int end = position;
        while (end < query.length() && (letter(query.charAt(end)) || digit(query.charAt(end)) || query.charAt(end) == ':' && !inBraces && !inBrackets)) {
            end++;
        }
        return add(inBraces ? Kind.IDENTIFIER : kindOf(query.substring(position, end).toLowerCase(Locale.ROOT)), end - position);
    }

    private static Kind kindOf(String word) {
        if (KEYWORDS.contains(word)) {
            return Kind.KEYWORD;
        }
        if (WORD_OPERATORS.contains(word)) {
            return Kind.OPERATOR;
        }
        for (var aggregation : Aggregation.values()) {
            if (aggregation.symbol().equals(word)) {
                return Kind.AGGREGATION;
            }
        }
        return word.equals("inf") || word.equals("nan") ? Kind.NUMBER : Kind.IDENTIFIER;
    }

    private boolean number() {
        int duration = Numerals.endOfDuration(query, position);
        int number = Numerals.endOfNumber(query, position);
        int end = Math.max(duration, number);
        if (end <= position || wordGoesOn(end)) {
            // A duration is shown with the character that spoils it.
            int shownTo = Math.min(query.length(), duration > number ? end + 1 : Math.max(end, position + 1));
            return fail("bad number or duration syntax: " + Text.quoted(query.substring(position, shownTo)), position);
        }
        return add(duration == end ? Kind.DURATION : Kind.NUMBER, end - position);
    }

    private boolean wordGoesOn(int at) {
        return at < query.length() && (letter(query.charAt(at)) || digit(query.charAt(at)));
    }

    private boolean string(char quote) {
        for (int i = position + 1; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == quote) {
                return add(Kind.STRING, i + 1 - position);
            }
            if (quote != '`' && c == '\\') {
                i++;
            } else if (quote != '`' && c == '\n') {
                break;
            }
        }
        return fail(quote == '`' ? "unterminated raw string" : "unterminated quoted string", position);
    }

    private boolean add(Kind kind, int length) {
        tokens.add(new Token(kind, query.substring(position, position + length), new Span(position, position + length)));
        position += length;
        return true;
    }

    private boolean fail(String reason, int at) {
        tokens.add(new Token(Kind.ERROR, reason, new Span(at, at)));
        position = query.length();
        return false;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean digit(char c) {
        return DIGITS.indexOf(c) >= 0;
    }
}

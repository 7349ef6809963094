package koboshi.promql;

import java.util.List;
import koboshi.promql.Token.Kind;

/** A cursor over a query's tokens. */
final class Tokens {
    private final String query;
    private final List<Token> tokens;
    private int place;
    private int aggregations;

    Tokens(String query) {
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    Token peek() {
        return tokens.get(place);
    }

    Token peekSecond() {
        return tokens.get(Math.min(place + 1, tokens.size() - 1));
    }

    Token next() {
        return place < tokens.size() - 1 ? tokens.get(place++) : tokens.get(place);
    }

    /** The last token taken. */
    Span last() {
        return tokens.get(Math.max(0, place - 1)).at();
    }

    boolean take(Kind kind) {
        boolean found = peek().is(kind);
        if (found) {
            next();
        }
        return found;
    }

    boolean takeKeyword(String word) {
        boolean found = peek().isKeyword(word);
        if (found) {
            next();
        }
        return found;
    }

    boolean atOperator(String symbol) {
        return peek().is(Kind.OPERATOR) && peek().text().equals(symbol);
    }

    boolean takeOperator(String symbol) {
        boolean found = atOperator(symbol);
        if (found) {
            next();
        }
        return found;
    }

    Token expect(Kind kind, String context, String expected) {
        if (!peek().is(kind)) {
            throw unexpected(context, expected);
        }
        return next();
    }

    /** From here on what is unexpected is so inside an aggregation. */
    void enterAggregation() {
        aggregations++;
    }

    void leaveAggregation() {
        aggregations--;
    }

    /** The next token does not belong there. */
    ParseError unexpected(String context, String expected) {
        var token = peek();
        if (token.is(Kind.ERROR)) {
            return fail(token.at(), token.text());
        }
        var where = context.isEmpty() ? aggregations > 0 ? " in aggregation" : "" : " in " + context;
        return fail(token.at(), "unexpected " + token.described() + where + (expected.isEmpty() ? "" : ", expected " + expected));
    }

    ParseError fail(Span at, String reason) {
        return new ParseError(query, at, reason);
    }

    String unquoted(Token literal) {
        try {
            return Text.unquoted(literal.text());
        } catch (IllegalArgumentException e) {
            throw fail(literal.at(), "error unquoting string " + Text.quoted(literal.text()) + ": " + e.getMessage());
        }
    }
}

package koboshi.promql;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import koboshi.promql.Token.Kind;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** Reads {@code name{label="value", ...}} in all its spellings. */
final class SelectorParser {
    private final Tokens tokens;

    SelectorParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expr.Selector selector() {
        var first = tokens.peek();
        var name = first.isWord() ? tokens.next().text() : "";
        var matchers = new ArrayList<Matcher>();
        if (tokens.take(Kind.LEFT_BRACE)) {
            inBraces(matchers);
            twice(name, matchers);
        } else if (name.isEmpty()) {
            throw tokens.unexpected("", "");
        }
        if (!name.isEmpty()) {
            matchers.add(new Matcher(Labels.NAME, true, name));
        }
        return new Expr.Selector(name, List.copyOf(matchers), Timing.PLAIN, first.at().to(tokens.last()));
    }

    private void inBraces(List<Matcher> matchers) {
        while (!tokens.take(Kind.RIGHT_BRACE)) {
            var token = tokens.peek();
            if (token.is(Kind.STRING) && !comparison(tokens.peekSecond())) {
                matchers.add(new Matcher(Labels.NAME, true, quotedName()));
            } else {
                matchers.add(matcher());
            }
            if (!tokens.peek().is(Kind.RIGHT_BRACE)) {
                tokens.expect(Kind.COMMA, "label matching", "\",\" or \"}\"");
            }
        }
    }

    private String quotedName() {
        var token = tokens.next();
        var name = tokens.unquoted(token);
        if (name.isEmpty() || !Text.proper(name)) {
            throw tokens.fail(token.at(), "invalid metric name " + Text.quoted(name));
        }
        return name;
    }

    private void twice(String name, List<Matcher> matchers) {
        for (var matcher : matchers) {
            if (!name.isEmpty() && matcher.label().equals(Labels.NAME)) {
                throw tokens.fail(tokens.last(), "metric name must not be set twice: " + Text.quoted(name) + " or " + Text.quoted(matcher.value()));
            }
        }
    }

    private static boolean comparison(Token token) {
        return token.is(Kind.ASSIGN) || token.is(Kind.LIKE) || token.is(Kind.UNLIKE) || token.is(Kind.OPERATOR);
    }

    private Matcher matcher() {
        var start = tokens.peek().at();
        var label = label();
        var kind = kind();
        var value = tokens.expect(Kind.STRING, "label matching", "string");
        try {
            return new Matcher(label, kind, tokens.unquoted(value));
        } catch (PatternSyntaxException e) {
            throw tokens.fail(start, "error parsing regexp: " + reason(e, tokens.unquoted(value)));
        }
    }

    /** As Go's library says it, which shows the pattern with its anchors. */
    private static String reason(PatternSyntaxException e, String pattern) {
        boolean unopened = e.getDescription().contains("internal error");
        boolean whole = unopened || e.getPattern() == null || e.getPattern().equals("(?s:" + pattern + ")");
        return (unopened ? "unexpected )" : e.getDescription()) + ": `" + (whole ? "^(?s:" + pattern + ")$" : e.getPattern()) + "`";
    }

    private String label() {
        var token = tokens.peek();
        if (token.is(Kind.STRING)) {
            tokens.next();
            var name = tokens.unquoted(token);
            if (name.isEmpty() || !Text.proper(name)) {
                throw tokens.fail(token.at(), "invalid label name " + Text.quoted(name));
            }
            return name;
        }
        if (!token.isWord()) {
            throw tokens.unexpected("label matching", "identifier or \"}\"");
        }
        return tokens.next().text();
    }

    private Matcher.Kind kind() {
        if (tokens.take(Kind.ASSIGN)) {
            return Matcher.Kind.EQUAL;
        }
        if (tokens.take(Kind.LIKE)) {
            return Matcher.Kind.LIKE;
        }
        if (tokens.take(Kind.UNLIKE)) {
            return Matcher.Kind.UNLIKE;
        }
        if (tokens.takeOperator("!=")) {
            return Matcher.Kind.DIFFERENT;
        }
        throw tokens.unexpected("label matching", "label matching operator");
    }
}

package koboshi.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import koboshi.promql.Token.Kind;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** Reads a query by precedence climbing; everything it accepts has been checked for types too. */
final class Parser {
    /** Deeper nesting is refused rather than left to overflow the stack. */
    private static final int MAX_DEPTH = 500;
    /** So are longer chains of operators, which are nested too, to the left. */
    private static final int MAX_OPERATORS = 1_000;

    private final Tokens tokens;
    private final Options options;
    private final Checks checks;
    private final SelectorParser selectors;
    private final ModifierParser modifiers;
    private int depth;
    private int operators;

    private Parser(String query, Options options) {
        this.tokens = new Tokens(query);
        this.options = options;
        this.checks = new Checks(tokens, options);
        this.selectors = new SelectorParser(tokens);
        this.modifiers = new ModifierParser(tokens, options, checks);
    }

    /** @throws ParseError if the text is not PromQL */
    static Expr parse(String query, Options options) {
        return new Parser(query, options).whole();
    }

    /** Labels as they are written before a series' values: {@code name{label="value"}}. */
    static Labels labels(String text) {
        var tokens = new Tokens(text);
        var matchers = new SelectorParser(tokens).selector().matchers();
        tokens.expect(Kind.END, "", "");
        if (!matchers.stream().allMatch(Matcher::equal)) {
            throw tokens.fail(new Span(0, text.length()), "a series is named by labels with \"=\" only");
        }
        var pairs = new TreeMap<String, String>();
        matchers.forEach(matcher -> pairs.put(matcher.label(), matcher.value()));
        return Labels.of(pairs);
    }

    private Expr whole() {
        if (tokens.peek().is(Kind.END)) {
            throw tokens.fail(new Span(0, 0), "no expression found in input");
        }
        var expr = expression(0);
        if (!tokens.peek().is(Kind.END)) {
            throw tokens.unexpected("", "");
        }
        checks.settle();
        return expr;
    }

    private Expr expression(int strength) {
        if (++depth > MAX_DEPTH) {
            throw tokens.fail(tokens.peek().at(), "expression is nested too deeply");
        }
        var left = operand();
        for (var operator = Operator.of(tokens.peek()); operator.isPresent() && operator.get().strength() > strength; operator = Operator.of(tokens.peek())) {
            left = binary(left, operator.get());
        }
        depth--;
        return left;
    }

    private Expr binary(Expr left, Operator operator) {
        var sign = tokens.next();
        if (++operators > MAX_OPERATORS) {
            throw tokens.fail(sign.at(), "expression has more than " + MAX_OPERATORS + " operators");
        }
        var modifier = matching(operator);
        var right = expression(operator.rightAssociative() ? operator.strength() - 1 : operator.strength());
        return checks.binary(operator, left, right, modifier.bool(), modifier.matching(), sign.at());
    }

    /** What may stand between an operator and its right side; matching is null where nothing was said. */
    private record Modifier(boolean bool, Matching matching) {}

    private Modifier matching(Operator operator) {
        var start = tokens.peek().at();
        boolean bool = tokens.takeKeyword("bool");
        if (bool && !operator.comparison()) {
            checks.later(start, "bool modifier can only be used on comparison operators");
        }
        boolean on = tokens.peek().isKeyword("on");
        if (!on && !tokens.peek().isKeyword("ignoring")) {
            return new Modifier(bool, null);
        }
        tokens.next();
        return new Modifier(bool, grouped(on, groupingLabels()));
    }

    private Matching grouped(boolean on, List<String> labels) {
        boolean left = tokens.peek().isKeyword("group_left");
        if (!left && !tokens.peek().isKeyword("group_right")) {
            return new Matching(Matching.Cardinality.ONE_TO_ONE, on, labels, List.of());
        }
        tokens.next();
        var include = tokens.peek().is(Kind.LEFT_PAREN) ? groupingLabels() : List.<String>of();
        return new Matching(left ? Matching.Cardinality.MANY_TO_ONE : Matching.Cardinality.ONE_TO_MANY, on, labels, include);
    }

    private List<String> groupingLabels() {
        tokens.expect(Kind.LEFT_PAREN, "grouping opts", "\"(\"");
        var labels = new ArrayList<String>();
        while (!tokens.take(Kind.RIGHT_PAREN)) {
            labels.add(groupingLabel());
            if (!tokens.peek().is(Kind.RIGHT_PAREN)) {
                tokens.expect(Kind.COMMA, "grouping opts", "\",\" or \")\"");
            }
        }
        return labels;
    }

    private String groupingLabel() {
        var token = tokens.peek();
        if (token.is(Kind.STRING)) {
            tokens.next();
            var label = tokens.unquoted(token);
            if (label.isEmpty() || !Text.proper(label)) {
                throw tokens.fail(token.at(), "invalid label name for grouping: " + Text.quoted(label));
            }
            return label;
        }
        if (!token.isWord() || token.text().indexOf(':') >= 0) {
            throw tokens.unexpected("grouping opts", "label");
        }
        return tokens.next().text();
    }

    /** A sign and its operand, or an operand with its modifiers. */
    private Expr operand() {
        var token = tokens.peek();
        boolean minus = tokens.atOperator("-");
        if (minus || tokens.atOperator("+")) {
            tokens.next();
            return checks.unary(minus, expression(Operator.SIGN_STRENGTH), token.at());
        }
        return modifiers.after(primary());
    }

    private Expr primary() {
        var token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> number(tokens.next());
            case DURATION -> new Expr.NumberLiteral(Durations.millis(tokens, tokens.next()) / 1000.0, true, token.at());
            case STRING -> new Expr.StringLiteral(tokens.unquoted(tokens.next()), token.at());
            case LEFT_PAREN -> paren();
            case AGGREGATION -> aggregationOrMetric();
            case LEFT_BRACE -> checks.selector(selectors.selector());
            case IDENTIFIER -> tokens.peekSecond().is(Kind.LEFT_PAREN) && token.text().indexOf(':') < 0 ? call() : checks.selector(selectors.selector());
            case KEYWORD, OPERATOR -> wordOfTheLanguage(token);
            default -> throw tokens.unexpected("", "");
        };
    }

    private Expr wordOfTheLanguage(Token token) {
        boolean bound = token.isKeyword("start") || token.isKeyword("end");
        if (bound && tokens.peekSecond().is(Kind.LEFT_PAREN)) {
            return call();
        }
        if (!token.mayNameMetric()) {
            throw tokens.unexpected("", "");
        }
        return checks.selector(selectors.selector());
    }

    private Expr number(Token token) {
        return new Expr.NumberLiteral(Durations.number(tokens, token), false, token.at());
    }

    private Expr paren() {
        var open = tokens.next();
        var inner = expression(0);
        tokens.expect(Kind.RIGHT_PAREN, "", "");
        return new Expr.Paren(inner, open.at().to(tokens.last()));
    }

    private Expr aggregationOrMetric() {
        var second = tokens.peekSecond();
        boolean aggregation = second.is(Kind.LEFT_PAREN) || second.isKeyword("by") || second.isKeyword("without");
        return aggregation ? aggregate() : checks.selector(selectors.selector());
    }

    private Expr aggregate() {
        var word = tokens.next();
        var operator = Aggregation.valueOf(word.text().toUpperCase(Locale.ROOT));
        var grouping = new Grouping(false, List.of());
        boolean before = atGrouping();
        if (before) {
            grouping = grouping();
        }
        tokens.enterAggregation();
        var arguments = arguments();
        tokens.leaveAggregation();
        if (!before && atGrouping()) {
            grouping = grouping();
        }
        return checks.aggregate(operator, arguments, grouping.labels(), grouping.without(), word.at().to(tokens.last()));
    }

    private record Grouping(boolean without, List<String> labels) {}

    private boolean atGrouping() {
        return tokens.peek().isKeyword("by") || tokens.peek().isKeyword("without");
    }

    private Grouping grouping() {
        boolean without = tokens.next().isKeyword("without");
        return new Grouping(without, groupingLabels());
    }

    private Expr call() {
        var word = tokens.next();
        var arguments = arguments();
        var function = Function.named(word.text())
                .orElseThrow(() -> tokens.fail(word.at(), "unknown function with name " + Text.quoted(word.text())));
        if (function.experimental() && !options.experimentalFunctions()) {
            throw tokens.fail(word.at(), "function " + Text.quoted(word.text()) + " is not enabled");
        }
        return checks.call(function, arguments, word.at(), tokens.last());
    }

    private List<Expr> arguments() {
        tokens.expect(Kind.LEFT_PAREN, "", "");
        var arguments = new ArrayList<Expr>();
        while (!tokens.take(Kind.RIGHT_PAREN)) {
            arguments.add(expression(0));
            var comma = tokens.peek();
            if (tokens.take(Kind.COMMA) && (tokens.peek().is(Kind.RIGHT_PAREN) || tokens.peek().is(Kind.COMMA))) {
                throw tokens.fail(comma.at(), "trailing commas not allowed in function call args");
            }
            if (!comma.is(Kind.COMMA) && !comma.is(Kind.RIGHT_PAREN)) {
                throw tokens.unexpected("", "");
            }
        }
        return arguments;
    }
}

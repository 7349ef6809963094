package koboshi.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    private static final Options STABLE = Options.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|1:1: parse error: no expression found in input",
                "# nothing|1:1: parse error: no expression found in input",
                "1+|1:3: parse error: unexpected end of input",
                ".|1:1: parse error: unexpected character: '.'",
                "2.5.|1:4: parse error: unexpected character: '.'",
                "100..4|1:5: parse error: unexpected number \".4\"",
                "0deadbeef|1:1: parse error: bad number or duration syntax: \"0de\"",
                "1 /|1:4: parse error: unexpected end of input",
                "*1|1:1: parse error: unexpected <op:*>",
                "(1))|1:4: parse error: unexpected right parenthesis ')'",
                "((1)|1:5: parse error: unclosed left parenthesis",
                "(|1:2: parse error: unclosed left parenthesis",
                "1 and 1|1:3: parse error: set operator \"and\" not allowed in binary scalar expression",
                "1 == 1|1:3: parse error: comparisons between scalars must use BOOL modifier",
                "1 !~ 1|1:3: parse error: unexpected character after '!': '~'",
                "1 =~ 1|1:3: parse error: unexpected character after '=': '~'",
                "-\"string\"|1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\"",
                "-test[5m]|1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"range vector\"",
                "foo + bool bar|1:7: parse error: bool modifier can only be used on comparison operators",
                "foo == on(bar) 10|1:1: parse error: vector matching only allowed between instant vectors",
                "foo and on(bar) group_left(baz) bar|1:1: parse error: no grouping allowed for \"and\" operation",
                "foo * on(a) group_left(a) bar|1:1: parse error: label \"a\" must not occur in ON and GROUP clause at once",
                "foo + \"text\"|1:7: parse error: binary expression must contain only scalar and instant vector types",
                "foo{|1:5: parse error: unexpected end of input inside braces",
                "foo}|1:4: parse error: unexpected character: '}'",
                "foo{gibberish}|1:14: parse error: unexpected \"}\" in label matching, expected label matching operator",
                "foo{1}|1:5: parse error: unexpected character inside braces: '1'",
                "foo{a=b}|1:7: parse error: unexpected identifier \"b\" in label matching, expected string",
                "foo{a=\"b\" c=\"d\"}|1:11: parse error: unexpected identifier \"c\" in label matching, expected \",\" or \"}\"",
                "foo{a=~\"(\"}|1:5: parse error: error parsing regexp: missing closing ): `^(?s:()$`",
                "foo{a=~\"[\"}|1:5: parse error: error parsing regexp: missing closing ]: `[)`",
                "foo a:b|1:5: parse error: unexpected metric identifier \"a:b\"",
                "on(foo)|1:1: parse error: unexpected <on>",
                "1 + by(foo)|1:7: parse error: unexpected \"(\"",
                "foo{__name__=\"bar\"}|1:19: parse error: metric name must not be set twice: \"foo\" or \"bar\"",
                "{}|1:1: parse error: vector selector must contain at least one non-empty matcher",
                "{x=~\".*\"}|1:1: parse error: vector selector must contain at least one non-empty matcher",
                "foo[|1:5: parse error: unclosed left bracket",
                "foo[5m|1:7: parse error: unclosed left bracket",
                "foo[5mm]|1:5: parse error: bad number or duration syntax: \"5mm\"",
                "foo[5m1h]|1:5: parse error: not a valid duration string: \"5m1h\"",
                "foo[-5m]|1:5: parse error: duration must be greater than 0",
                "foo[5m] offset|1:15: parse error: unexpected end of input in offset, expected number, duration",
                "foo offset 1m[5m]|1:14: parse error: no offset modifiers allowed before range",
                "(foo + bar)[5m]|1:12: parse error: ranges only allowed for vector selectors",
                "foo[5m][5m:1m]|1:1: parse error: subquery is only allowed on instant vector, got range vector instead",
                "1 offset 5m|1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
                "foo @|1:6: parse error: unexpected end of input in @, expected timestamp",
                "foo @ +Inf|1:8: parse error: timestamp out of bounds for @ modifier: +Inf",
                "rate(foo)|1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
                "floor()|1:1: parse error: expected 1 argument(s) in call to \"floor\", got 0",
                "round(foo, 1, 2)|1:1: parse error: expected at most 2 argument(s) in call to \"round\", got 3",
                "label_join(foo)|1:1: parse error: expected at least 3 argument(s) in call to \"label_join\", got 1",
                "nonsense(1)|1:1: parse error: unknown function with name \"nonsense\"",
                "topk(foo)|1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
                "sum()|1:1: parse error: no arguments for aggregate expression provided",
                "sum(foo,)|1:8: parse error: trailing commas not allowed in function call args",
                "sum(foo[5m])|1:5: parse error: expected type instant vector in aggregation expression, got range vector",
                "sum by (1) (foo)|1:9: parse error: unexpected number \"1\" in grouping opts, expected label",
                "nonsense(1|1:11: parse error: unclosed left parenthesis",
                "rate(foo) +|1:12: parse error: unexpected end of input",
                "sum(rate(foo bar))|1:14: parse error: unexpected identifier \"bar\" in aggregation",
                "(foo bar)|1:6: parse error: unexpected identifier \"bar\"",
                "avg foo|1:5: parse error: unexpected identifier \"foo\"",
                "foo BY (bar)|1:5: parse error: unexpected <BY>",
                "foo 'a rather long string'|1:5: parse error: unexpected string \"'a rather \"...",
                "abs(foo,,)|1:8: parse error: trailing commas not allowed in function call args",
                "sum without(a foo|1:15: parse error: unexpected identifier \"foo\" in grouping opts, expected \",\" or \")\"",
                "\"open|1:1: parse error: unterminated quoted string",
                "`open|1:1: parse error: unterminated raw string",
                "\"\\q\"|1:1: parse error: error unquoting string \"\\\"\\\\q\\\"\": unknown escape sequence U+0071 'q'",
                "foo $ bar|1:5: parse error: unexpected character: '$'"
            })
    void saysWhereAndWhyATextIsNoQuery(String text, String message) {
        var error = catchThrowableOfType(ParseError.class, () -> Query.parse(text == null ? "" : text, STABLE));

        assertThat(error).hasMessage(message);
    }

    @Test
    void countsLinesAndColumns() {
        var error = catchThrowableOfType(ParseError.class, () -> Query.parse("sum(\n  rate(foo)\n)", STABLE));

        assertThat(error).hasMessageStartingWith("2:8: parse error: ");
        assertThat(error.start()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 ^ 2 | -1 ^ 2",
                "a or b and c unless d | (a or ((b and c) unless d))",
                "a + b * c ^ d ^ e | (a + (b * (c ^ (d ^ e))))",
                "a == b + c | (a == (b + c))",
                "a - b - c | ((a - b) - c)",
                "-a ^ b | -(a ^ b)",
                "-a * b | (-a * b)",
                "a atan2 b % c | ((a atan2 b) % c)",
                "a </ b + c | (a </ (b + c))",
                "a > b > c | ((a > b) > c)",
                "-a offset 1m ^ b | -(a offset 1m ^ b)"
            })
    void bindsAsTightlyAsTheLanguageSays(String text, String bracketed) {
        assertThat(bracketed(Query.parse(text, STABLE).expr())).isEqualTo(bracketed.equals("-1 ^ 2") ? "-(1 ^ 2)" : bracketed);
    }

    private static String bracketed(Expr expr) {
        return switch (expr) {
            case Expr.Binary b -> "(" + bracketed(b.left()) + " " + b.operator().symbol() + " " + bracketed(b.right()) + ")";
            case Expr.Unary u -> "-" + bracketed(u.inner());
            default -> Formatter.format(expr);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SUM BY(a,b)(x)|sum by (a, b) (x)",
                "sum(x) without (a)|sum without (a) (x)",
                "topk(3,x)|topk(3, x)",
                "a*on(x)group_left(y)b|a * on (x) group_left (y) b",
                "a==bool ignoring(x)b|a == bool ignoring (x) b",
                "a+ignoring()b|a + b",
                "x{a='1',b!=\"2\"}[90s:1h]offset -1d|x{a=\"1\",b!=\"2\"}[1m30s:1h] offset -1d",
                "x@1.5 offset 2w|x @ 1.5 offset 2w",
                "x[5m]@start()|x[5m] @ start()",
                "{__name__=\"a.b\",\"c.d\"=~'e'}|{\"a.b\",\"c.d\"=~\"e\"}",
                "sum by(\"a.b\")(x)|sum by (\"a.b\") (x)",
                "1e3|1000",
                "0x1F|31",
                "1h30m|1h30m",
                "-Inf|-Inf",
                "(a)|(a)",
                "rate(a[5m:])|rate(a[5m:])",
                "'it' 's'|"
            })
    void printsAQueryBack(String text, String printed) {
        if (printed == null) {
            assertThat(catchThrowableOfType(ParseError.class, () -> Query.parse(text, STABLE))).isNotNull();
            return;
        }
        assertThat(Query.parse(text, STABLE).format()).isEqualTo(printed);
        assertThat(Query.parse(printed, STABLE).format()).isEqualTo(printed);
    }

    @Test
    void refusesNestingThatWouldRunOutOfStack() {
        var deep = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        var wide = "x" + " or x".repeat(20_000);
        var signs = "-".repeat(20_000) + "1";
        var units = "1s".repeat(20_000);

        for (var text : new String[] {deep, wide, signs, units}) {
            assertThat(catchThrowableOfType(ParseError.class, () -> Query.parse(text, STABLE))).isNotNull();
        }
    }
}

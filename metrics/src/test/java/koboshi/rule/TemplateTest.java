package koboshi.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What templates make of one alert: {@code a="1"}, value 1234567.5, and a query that always gives the same two samples. */
class TemplateTest {
    private static final Datum.Sample FIRST = sample("b", 2.5);
    private static final Datum.Sample SECOND = sample("a", 7.0);
    private static final Function<String, Datum.Result> QUERIES =
            text -> text.equals("nothing") ? new Datum.Result(List.of()) : new Datum.Result(List.of(FIRST, SECOND));

    private static Datum.Sample sample(String job, double value) {
        return new Datum.Sample(Template.map(Labels.of("__name__", "x", "job", job)), value);
    }

    static String expand(String text) {
        var surroundings = new Surroundings(Labels.of("cluster", "east"), "https://mon.example:9090/pre");
        var root = new Datum.Root(new Datum.Labels(new TreeMap<>(Labels.of("a", "1").asMap())), Template.map(surroundings.externalLabels()),
                surroundings.externalUrl(), 1234567.5);
        return Template.parse(text).expand("A", new Template.Subject(root, surroundings), QUERIES);
    }

    private static void same(String template, String text) {
        assertThat(expand(template)).as(template).isEqualTo(text);
    }

    @Test
    void fillsInLabelsAndTheValue() {
        same("plain", "plain");
        same("{{ $labels.a }} of {{ $labels }} is {{ $value }}", "1 of map[a:1] is 1.2345675e+06");
        same("[{{ $labels.absent }}] {{ .Labels.a }} {{ .Value }}", "[] 1 1.2345675e+06");
        same("{{ $externalLabels.cluster }} {{ $externalURL }} {{ externalURL }} {{ pathPrefix }}", "east https://mon.example:9090/pre https://mon.example:9090/pre /pre");
    }

    @Test
    void trimsBlanksAndDropsComments() {
        same("a  {{- \"b\" -}}  c", "abc");
        same("a {{/* not shown */}} b", "a  b");
        same("a {{- /* not shown */ -}} b", "ab");
        same("{{3 -}} x {{- 4}}", "3x4");
    }

    /** A mistake in how places are kept once ended in an error of our own. */
    @Test
    void namesThePlaceInALoop() {
        fails("{{ range (toUpper (toLower $labels.a)) }}x{{ end }}", "at <(toUpper (toLower $labels.a))>: range can't iterate over 1");
    }

    @Test
    void formatsWhatIsInsideOneByOne() {
        same("{{ printf \"%4s|%v\" $labels (args 1 \"b\") }}", "map[   a:   1]|map[arg0:1 arg1:b]");
        same("{{ range query \"x\" }}{{ print . }}{{ . }}{{ break }}{{ end }}", "&{map[__name__:x job:b] 2.5}{map[__name__:x job:b] 2.5}");
    }

    @Test
    void branches() {
        same("{{ if eq $labels.a \"1\" }}one{{ else }}other{{ end }}", "one");
        same("{{ if eq $labels.a \"2\" \"3\" }}x{{ else if gt $value 5.0 }}y{{ else }}z{{ end }}", "y");
        same("{{ if and $labels.a (not $labels.b) (or false true) }}t{{ end }}", "t");
        same("{{ with $labels.a }}{{ . }}{{ end }}{{ with $labels.b }}x{{ else }}none{{ end }}", "1none");
        same("{{ with $labels.b }}x{{ else with $labels.a }}<{{ . }}>{{ end }}", "<1>");
        same("{{ if $x := $labels.a }}{{ $x }}{{ end }}", "1");
    }

    @Test
    void loopsOverSamplesLabelsAndCounts() {
        same("{{ range query \"x\" }}{{ .Labels.job }}={{ .Value }};{{ end }}", "b=2.5;a=7;");
        same("{{ range $i, $s := query \"x\" | sortByLabel \"job\" }}{{ $i }}{{ $s.Labels.job }}{{ end }}", "0a1b");
        same("{{ range $k, $v := $labels }}{{ $k }}={{ $v }}{{ end }}", "a=1");
        same("{{ range query \"nothing\" }}x{{ else }}none{{ end }}", "none");
        same("{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}", "02");
        same("{{ $n := 0 }}{{ range $i, $_ := query \"x\" }}{{ $n = $i }}{{ end }}{{ $n }}", "1");
    }

    @Test
    void definesAndCallsTemplates() {
        same("{{ define \"t\" }}<{{ . }}>{{ end }}{{ template \"t\" 5 }}{{ template \"t\" }}", "<5><<no value>>");
        same("{{ define \"t\" }}{{ .arg0 }}-{{ .arg1 }}{{ end }}{{ template \"t\" (args $labels.a \"b\") }}", "1-b");
        same("{{ block \"b\" $labels.a }}[{{ . }}]{{ end }}", "[1]");
    }

    @Test
    void asksQueries() {
        same("{{ query \"x\" | first | value }} {{ with query \"x\" }}{{ . | first | label \"job\" }}{{ end }}", "2.5 b");
        same("{{ (index (query \"x\") 1).Value }} {{ len (query \"x\") }}", "7 2");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "humanize 0.0, 0", "humanize 1234567.0, 1.235M", "humanize 0.0123, 12.3m", "humanize \"1500\", 1.5k", "humanize -1e-30, -1e-06y",
        "humanize1024 0.5, 0.5", "humanize1024 1048576.0, 1Mi", "humanizeDuration 0.0, 0s", "humanizeDuration 59.99, 59.99s",
        "humanizeDuration 3661.0, 1h 1m 1s", "humanizeDuration -90061.0, -1d 1h 1m 1s", "humanizeDuration 0.0123, 12.3ms",
        "humanizePercentage 0.12345, 12.35%", "humanizeTimestamp 1435065584.128, 2015-06-23 13:19:44.128 +0000 UTC",
        "(toTime 1435065584.0).Format \"2006-01-02T15:04\", 2015-06-23T13:19", "(toTime 0.0).Year, 1970", "parseDuration \"1h30m\", 5400",
        "toUpper \"aß\", ASS", "title \"aa bb CC\", Aa Bb CC", "match \"a.c\" \"xabcx\", true", "stripPort \"[::1]:80\", ::1",
        "stripDomain \"db.example.com:80\", db:80", "stripDomain \"10.0.0.1:80\", 10.0.0.1:80", "tableLink \"up\", /graph?g0.expr=up&g0.tab=1",
        "urlquery \"a b&\", a+b%26", "print 1 2 \"a\" 3, 1 2a3", "0x1F, 31", "'a', 97", "1e3, 1000", "slice \"hello\" 1 3, el", "len \"é\", 2",
        "123456.0, 123456", "1e21, 1e+21", "0.0001, 0.0001", "0.00001, 1e-05",
    })
    void calls(String call, String text) {
        same("{{ " + call + " }}", text);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "\"%.2f\" 2.345 | 2.35", "\"%5.1f!\" 3.14159 | `  3.1!`", "\"%-6s!\" \"ab\" | `ab    !`", "\"%06.2f\" -3.14159 | -03.14", "\"%+d\" 42 | +42",
        "\"%x %X %q\" \"hi\" 255 \"a\\\"b\" | 6869 FF \"a\\\"b\"", "\"%d\" 1.5 | %!d(float64=1.5)", "\"%s\" 3 | %!s(int=3)", "\"%s\" | %!s(MISSING)",
        "\"a\" 1 \"b\" | a%!(EXTRA int=1, string=b)", "\"%%\" | %", "\"%e\" 1234567.5 | 1.234568e+06", "\"%.3g\" 1234567.0 | 1.23e+06", "\"%*d\" 4 7 | `   7`",
        "\"%v %t\" true false | true false", "\"%.1f\" 0.15 | 0.1", "\"%.0f\" 2.5 | 2", "\"%c%U\" 65 65 | AU+0041", "\"%99999d\" 1 | %!(BADWIDTH)1",
    })
    void formats(String arguments, String text) {
        same("{{ printf " + arguments + " }}", text);
    }

    @Test
    void replacesByGroups() {
        same("{{ reReplaceAll \"(a)(b)\" \"$2$1x ${2}z $$\" \"xabx\" }}", "xb bz $x");
        same("{{ reReplaceAll \"(?P<n>\\\\d+)\" \"<${n}>\" \"a12b3\" }}", "a<12>b<3>");
    }

    /** A whole number is not compared with the value of an alert, which is none: people are told rather than never warned. */
    @Test
    void namesThePlaceOfWhatFails() {
        fails("{{ if gt $value 3 }}y{{ end }}", "template: __alert_A:1:118: executing \"__alert_A\" at <gt $value 3>: error calling gt: incompatible types for comparison");
        fails("{{ title 5 }}", "template: __alert_A:1:121: executing \"__alert_A\" at <5>: expected string; found 5");
        fails("{{ $value | title }}", "wrong type for value; expected string; got float64");
        fails("{{ first (query \"nothing\") }}", "at <first (query \"nothing\")>: error calling first: first() called on vector with no elements");
        fails("{{ $labels.a.b }}", "template: __alert_A:1:122: executing \"__alert_A\" at <$labels.a.b>: can't evaluate field b in type string");
        fails("\n{{ .Foo }}", "template: __alert_A:2:3: executing");
        fails("{{ template \"nope\" }}", "at <{{template \"nope\"}}>: template \"nope\" not defined");
        fails("{{ index (query \"x\") 5 }}", "error calling index: index out of range: 5");
        fails("{{ humanize \"abc\" }}", "strconv.ParseFloat: parsing \"abc\": invalid syntax");
        fails("{{ nil }}", "nil is not a command");
        fails("{{ 1 2 }}", "can't give argument to non-function 1");
        fails("{{ toUpper }}", "wrong number of args for toUpper: want 1 got 0");
    }

    private static void fails(String template, String message) {
        assertThatThrownBy(() -> expand(template)).as(template).isInstanceOf(TemplateError.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "x {{ $nope }} | undefined variable \"$nope\" | 5", "{{ nope 1 }} | function \"nope\" not defined | 3", "{{ if true }}x | has no {{end}} | 14",
        "{{ end }} | unexpected {{end}} | 0", "{{ $labels.a | unclosed action | 0", "{{ \"a }} | unterminated quoted string | 3", "{{ }} | missing value for command | 3",
        "{{ (1 }} | unclosed left paren | 6", "`{{ 1 | 2 }}x` | non executable command | 7", "{{ break }} | {{break}} outside {{range}} | 3",
        "{{ /* a }} | unrecognized character | 3", "{{ 1a }} | bad number syntax | 3", "{{ $labels := }} | missing value for command | 14",
        "{{ if true }}{{ else }}{{ else }}{{ end }} | expected end | 26",
    })
    void refusesWhatIsNoTemplate(String template, String message, int start) {
        assertThatThrownBy(() -> Template.parse(template)).isInstanceOfSatisfying(TemplateError.class, error -> assertThat(error.start()).isEqualTo(start))
                .hasMessageContaining(message);
    }

    @Test
    void isBoundedInOutputDepthAndTime() {
        fails("{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}", "exceeded maximum template depth");
        fails("{{ range 1000000000000 }}x{{ end }}", "takes too long");
        fails("{{ range 2000 }}{{ range 2000 }}{{ end }}{{ end }}", "takes too long");
        fails("{{ range 100000 }}0123456789{{ end }}", "grows beyond");
        fails("{{ $x := \"0123456789\" }}{{ range 100 }}{{ $x = printf \"%s%s\" $x $x }}{{ end }}", "takes too long");
        assertThatThrownBy(() -> Template.parse("{{ " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + " }}")).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Template.parse("{{ if 1 }}".repeat(10_000))).hasMessageContaining("nested too deeply");
    }
}

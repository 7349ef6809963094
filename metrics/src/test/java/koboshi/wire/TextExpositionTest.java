package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextExpositionTest {
    @Test
    void readsTheTextFormat() {
        assertThat(Exposed.plain("""
                # HELP http_requests_total The total number of "requests".
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total { method = "post" , code="400", } 3

                # a comment
                escaped{path="C:\\\\DIR\\\\",error="no \\"file\\"\\n"}   1.458255915e9
                	plain\t12.47
                odd{problem="division by zero"} +Inf -3982045
                rpc_duration_seconds{quantile="0.5","町"="東京"} NaN"""))
                .containsExactly(
                        "http_requests_total{code=\"200\",method=\"post\"} 1027.0 @1395066363000",
                        "http_requests_total{code=\"400\",method=\"post\"} 3.0",
                        "escaped{error=\"no \\\"file\\\"\\n\",path=\"C:\\\\DIR\\\\\"} 1.458255915E9",
                        "plain 12.47",
                        "odd{problem=\"division by zero\"} Infinity @-3982045",
                        "rpc_duration_seconds{quantile=\"0.5\",\"町\"=\"東京\"} NaN");
    }

    @Test
    void readsOpenMetricsAndPassesOverExemplars() {
        assertThat(Exposed.openMetrics("""
                # TYPE acme_http_router_request_seconds summary
                # UNIT acme_http_router_request_seconds seconds
                # HELP acme_http_router_request_seconds Latency.
                acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32
                # TYPE foo histogram
                foo_bucket{le="0.1"} 8 # {} 0.054
                foo_bucket{le="1"} 11 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
                foo_bucket{le="10"} 17 # {trace_id="a } \\" b"} 9.8 1520879607.789
                # TYPE foo_total counter
                foo_total 17.0 1520879607.789
                # EOF
                """))
                .containsExactly(
                        "acme_http_router_request_seconds_sum{method=\"GET\",path=\"/api/v1\"} 9036.32",
                        "foo_bucket{le=\"0.1\"} 8.0",
                        "foo_bucket{le=\"1\"} 11.0 @1520879607789",
                        "foo_bucket{le=\"10\"} 17.0",
                        "foo_total 17.0 @1520879607789");
    }

    @Test
    void readsNamesInQuotes() {
        assertThat(Exposed.plain("{\"my.metric\", \"host.name\"=\"a\", b=\"c\"} 1\n"))
                .containsExactly("{\"my.metric\",b=\"c\",\"host.name\"=\"a\"} 1.0");
    }

    @Test
    void anEmptyLabelIsAnAbsentOne() {
        assertThat(Exposed.plain("a{b=\"\"} 1\r\nc{} 2\r\n")).containsExactly("a 1.0", "c 2.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<html><body>| line 1, column 1: expected the name of a metric, found \"<html><body>\"",
        "a 1;b{c=\"d\" 2| line 2, column 2: expected a closing brace in this line, found \"{c=\"d\" 2\"",
        "a{b=\"c} 1| line 1, column 5: expected a closing quote in this line, found \"\"c} 1\"",
        "a one| line 1, column 3: expected a number, found \"one\"",
        "a| line 1, column 2: expected a number, found the end",
        "a 1 now| line 1, column 5: expected a moment in milliseconds, or the end of the line, found \"now\"",
        "a 1 2 3| line 1, column 7: expected the end of the line, found \"3\"",
        "1a 1| line 1, column 1: expected the name of a metric, found \"1a 1\"",
        "a{b=\"c\",b=\"d\"} 1| line 1, column 9: label b twice, found \"b=\"d\"}\"",
        "a{b} 1| line 1, column 4: expected = after the name of a label, found \"}\"",
        "a{b=c} 1| line 1, column 5: expected text in double quotes, found \"c}\"",
        "# TYPE a speed| line 1, column 10: expected a type such as counter, gauge, histogram or summary, found \"speed\"",
        "a 0x10| line 1, column 3: expected a number, found \"0x10\"",
        "a 1f| line 1, column 3: expected a number, found \"1f\"",
    })
    void saysWhereAndWhatWasExpected(String text, String message) {
        assertThatThrownBy(() -> Exposed.plain(text.replace(';', '\n'))).isInstanceOf(ExpositionError.class).hasMessage(message);
    }

    @Test
    void takesNoOpenMetricsThatWasCutOff() {
        assertThatThrownBy(() -> Exposed.openMetrics("a 1\n")).hasMessageContaining("expected # EOF at the end");
        assertThatThrownBy(() -> Exposed.openMetrics("a 1\n# EOF\nb 1\n")).hasMessageContaining("expected nothing behind # EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "1", "0.1", "123456789012345678", "9007199254740993", "1e22", "1e23", "-1.5e-7", "1.7976931348623157e+308", "4.9e-324", "1e400",
        "0.30000000000000004", "9007199254740993.0", "90071992547409935e-1", "123456789012345675e20", "-1234567890123456.75e-3", "0.0000000000000000000", "0.00000000123456789012345678", "0.000000000000000000000001234567890123456789", "1.458255915e9", "00012.500", ".5", "5.", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880"})
    void readsNumbersAsJavaDoes(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(DecimalBytes.read(bytes, 0, bytes.length)).isEqualTo(Double.parseDouble(text));
    }

    @Test
    void readsAnyNumberAsJavaDoes() {
        var random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = random.nextInt(3) == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(1 << 30) / Math.pow(10, random.nextInt(12));
            var text = Double.toString(value);
            if (Double.isFinite(value)) {
                var bytes = text.getBytes(StandardCharsets.US_ASCII);
                assertThat(DecimalBytes.read(bytes, 0, bytes.length)).as(text).isEqualTo(value);
            }
        }
    }

    /** More digits than a double has bits, as sums of floats have. */
    @Test
    void readsLongNumbersAsJavaDoes() {
        var random = new Random(8);
        for (int i = 0; i < 200_000; i++) {
            long digits = random.nextLong(1L << random.nextInt(50, 60));
            var text = random.nextBoolean() ? digits + "e" + random.nextInt(-23, 24) : Double.toString(digits * 7 / 3.0 / (1 << random.nextInt(30)));
            var bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalBytes.read(bytes, 0, bytes.length)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    /** A path of Windows brought the whole scrape down. */
    @Test
    void aBackslashBeforeAnyOtherLetterIsOne() {
        assertThat(Exposed.plain("windows_service_up{path=\"C:\\Program Files\\x\\\\new\"} 1\n"))
                .containsExactly("windows_service_up{path=\"C:\\\\Program Files\\\\x\\\\new\"} 1.0");
    }
}

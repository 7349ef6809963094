package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import koboshi.series.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxLinesTest {
    private final Heard heard = new Heard();

    private InfluxLines.Read read(String text, InfluxPrecision precision, String database) {
        var body = Message.utf8(text);
        return InfluxLines.read(body, body.length, precision, database, 55, heard);
    }

    private List<String> lines(String text) {
        read(text, InfluxPrecision.MILLISECONDS, "");
        return heard.samples.stream().map(one -> one.labels() + " " + one.sample().value() + " " + one.sample().millis()).toList();
    }

    @Test
    void eachNumberOfAPointBecomesASeries() {
        assertThat(lines("cpu,host=a,core=0 idle=91.5,user=4i,up=true,big=18446744073709551615u 77\n")).containsExactly(
                "cpu_idle{core=\"0\",host=\"a\"} 91.5 77", "cpu_user{core=\"0\",host=\"a\"} 4.0 77", "cpu_up{core=\"0\",host=\"a\"} 1.0 77",
                "cpu_big{core=\"0\",host=\"a\"} 1.8446744073709552E19 77");
    }

    @Test
    void aPointWithoutAMomentIsOfNow() {
        assertThat(lines("m v=1\nm v=2  \r\n# a remark\n\n  m w=3 4 ")).containsExactly("m_v 1.0 55", "m_v 2.0 55", "m_w 3.0 4");
    }

    @Test
    void whatIsEscapedIsWhatItWas() {
        assertThat(lines("my\\ disk,path=C:\\\\\\ Program\\,Files\\=x,1st=é free\\ b=1 1")).containsExactly("my_disk_free_b{_1st=\"é\",path=\"C:\\\\\\\\ Program,Files=x\"} 1.0 1");
    }

    @Test
    void textsAreCountedAndMayHoldAnything() {
        var read = read("log text=\"a,b \\\"c\\\"\nd=1\",n=2 5\nonly text=\"x\" 6", InfluxPrecision.MILLISECONDS, "");
        assertThat(read).isEqualTo(new InfluxLines.Read(2, 2, 0, ""));
        assertThat(heard.samples).hasSize(1);
    }

    @Test
    void aWrongLineIsNamedAndTheOthersAreRead() {
        var read = read("a v=1 1\nb v=1x 1\nc,t v=1 1\nd v=1 1", InfluxPrecision.MILLISECONDS, "");
        assertThat(read.wrong()).isEqualTo(2);
        assertThat(read.firstWrong()).isEqualTo("line 2, column 5: expected a number such as 1.5, 2i or 3u, true, false, or a text in quotes");
        assertThat(heard.samples).extracting(one -> one.labels().name()).containsExactly("a_v", "d_v");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m|column 2: expected a space between tags and fields", "'m '|column 3: expected a field", ",a=1 v=1|column 1: expected a measurement",
        "m,a= v=1|column 5: expected a tag's value", "m,=b v=1|column 3: expected a tag's name", "m v|column 4: expected =", "m v=|column 5: expected a number",
        "m v=1 x|column 7: expected a moment", "m v=1 99999999999999999999|column 7: expected a moment", "m v=1 1 2|column 7: expected a moment",
        "m v=0x1p3|column 5: expected a number", "m v=NaN|column 5", "m v=1e999|column 5", "m v=1d|column 5", "m v=\"x|column 6: expected \"", "m v=9999999999999999999i|column 5"})
    void saysWhatIsWrongAndWhere(String line, String expected) {
        var read = read(line, InfluxPrecision.NANOSECONDS, "");
        assertThat(read.wrong()).isEqualTo(1);
        assertThat(read.firstWrong()).startsWith("line 1, ").contains(expected);
        assertThat(heard.samples).isEmpty();
    }

    @Test
    void aPointOfADatabaseSaysSoUnlessItHasATagOfThatName() {
        read("m v=1 1\nm,db=own v=1 1", InfluxPrecision.MILLISECONDS, "telegraf");
        assertThat(heard.samples).extracting(one -> one.labels().get("db")).containsExactly("telegraf", "own");
    }

    @ParameterizedTest
    @CsvSource({"ns,1500000,1", "n,-1,-1", "us,2500,2", "u,2500,2", "ms,7,7", "s,2,2000", "m,2,120000", "h,-1,-3600000", "s,9223372036854775807,9223372036854775807"})
    void knowsWhatAMomentCounts(String precision, long given, long millis) {
        assertThat(InfluxPrecision.parse(precision).orElseThrow().millis(given)).isEqualTo(millis);
        assertThat(InfluxPrecision.parse("fortnight")).isEmpty();
    }

    @Test
    void survivesMutatedLines() {
        var random = new Random(20261124);
        var whole = Message.utf8("cpu,host=a\\ b,core=0 idle=91.5,user=4i,note=\"x \\\" y\",up=t 77\n#r\nm v=1u\nm,a=1 v=-2.5e3 99\n");
        long points = 0;
        long wrong = 0;
        for (int i = 0; i < 40_000; i++) {
            var bytes = Mutation.of(whole, random);
            var read = InfluxLines.read(bytes, bytes.length, InfluxPrecision.SECONDS, "d", 1, new Counting());
            points += read.points();
            wrong += read.wrong();
        }
        assertThat(points).isPositive();
        assertThat(wrong).isPositive();
    }

    private static final class Counting implements WriteReceiver {
        private long count;

        @Override
        public void series(byte[] message, int from, int to) {
            count += to - from;
        }

        @Override
        public void sample(long millis, double value) {
            count++;
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            count++;
        }
    }

    /** Both were m__, and the second value replaced the first. */
    @Test
    void namesInOtherScriptsStayApart() {
        assertThat(lines("m,場所=a 値=1,率=2 1")).containsExactly("{\"m_値\",\"場所\"=\"a\"} 1.0 1", "{\"m_率\",\"場所\"=\"a\"} 2.0 1");
    }
}

package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import liveqa.preflight.Comparison.Weight;
import liveqa.preflight.Fact.Better;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private @TempDir Path folder;

    private static Report report(String host, Line... lines) {
        return new Report(Prepared.NOW, host, 12, List.of(lines));
    }

    private static Line line(String id, Finding finding) {
        return new Line(id, Words.same(id), finding, 3);
    }

    private static Finding passed() {
        return Finding.passed(Words.of("よし", "fine"));
    }

    private static Finding failed() {
        return Finding.failed(Words.of("だめ", "bad"), Words.of("直す", "mend it"));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        var report = report("a", line("x", passed().with("n", 3, Better.MORE)), line("y", failed()), line("z", Finding.unprovable(Words.same("why"))));
        assertThat(ReportJson.read(Files.writeString(folder.resolve("r.json"), ReportJson.write(report)))).isEqualTo(report);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nonsense | is not a readable report", "{} | is not a report of the form live-qa-preflight/1",
            "{\"form\":\"live-qa-preflight/2\"} | but live-qa-preflight/2",
        "{\"form\":\"live-qa-preflight/1\"} | lacks at", "{\"form\":\"live-qa-preflight/1\",\"at\":\"now\",\"host\":\"a\"} | is not a readable report"})
    void whatIsNoReportIsSaid(String text, String said) {
        assertThatThrownBy(() -> ReportJson.read(Files.writeString(folder.resolve("r.json"), text))).isInstanceOf(IOException.class).hasMessageContaining(said);
    }

    private static List<Weight> weights(Finding here, Finding there) {
        return Comparison.of(report("a", line("x", here)), report("b", line("x", there))).differences().stream().map(Comparison.Difference::weight).toList();
    }

    @Test
    void aFailureHereOnlyIsWorseAndThereOnlyIsBetter() {
        assertThat(weights(failed(), passed())).containsExactly(Weight.WORSE);
        assertThat(weights(passed(), failed())).containsExactly(Weight.BETTER);
        assertThat(weights(passed(), passed())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 200, MORE, WORSE", "200, 100, MORE, BETTER", "100, 200, LESS, BETTER", "100, 110, MORE, ", "a, b, SAME, UNLIKE", "a, a, SAME, ",
            "a, a, OWN, WORSE", "a, b, OWN, ", "a, b, ANY, HARMLESS", "x, 3, MORE, UNLIKE"})
    void factsAreWeighedByWhatADifferenceMeans(String here, String there, Better better, Weight weight) {
        assertThat(weights(passed().with("f", here, better), passed().with("f", there, better))).isEqualTo(weight == null ? List.of() : List.of(weight));
    }

    @Test
    void theWorseHereComesFirst() {
        var here = report("a", line("x", passed().with("f", 9, Better.MORE).with("g", "1", Better.SAME)), line("y", failed()));
        var there = report("b", line("x", passed().with("f", 1, Better.MORE).with("g", "2", Better.SAME)), line("y", passed()));
        assertThat(Comparison.of(here, there).differences()).extracting(Comparison.Difference::weight)
                .containsExactly(Weight.WORSE, Weight.UNLIKE, Weight.BETTER);
    }

    private static String printed(Language language, boolean colours) {
        var text = new StringWriter();
        new ReportText(new PrintWriter(text), language, colours).print(report("live-1", line("x", passed()), line("y", failed())));
        return text.toString();
    }

    @Test
    void peopleReadTheHostFirstAndTheRemedyBelowTheFailure() {
        assertThat(printed(Language.EN, false)).startsWith("live-qa preflight   THIS HOST IS [live-1]")
                .contains("y: bad\n            → mend it", "1 passed, 1 failed, 0 not provable here").doesNotContain("\u001b");
        assertThat(printed(Language.JA, false)).contains("この機械は 【live-1】", "だめ\n            → 直す", "合格 1、不合格 1");
        assertThat(printed(Language.EN, true)).contains("\u001b[1;31m");
    }

    @Test
    void theLanguageIsTheLocales() {
        assertThat(Language.of(Map.of("LANG", "ja_JP.UTF-8"))).isEqualTo(Language.JA);
        assertThat(Language.of(Map.of("LANG", "ja_JP.UTF-8", "LC_ALL", "C.UTF-8"))).isEqualTo(Language.EN);
        assertThat(Language.of(Map.of())).isEqualTo(Language.EN);
    }
}

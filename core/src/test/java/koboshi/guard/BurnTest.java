package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntToDoubleFunction;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Objective OBJECTIVE = new Objective(
            "valid answers", "sum(rate(valid_total[5m]))", "sum(rate(answers_total[5m]))", 0.99, Duration.ofDays(30));

    /** One answer a second, sampled each minute; of each minute so many are bad, by how many minutes ago it was. */
    private static Findings ask(boolean fast, int minutes, IntToDoubleFunction badShare) {
        var ring = new Ring(10, 10_000);
        double valid = 0;
        for (int ago = minutes; ago >= 0; ago--) {
            long at = NOW.minus(Duration.ofMinutes(ago)).toEpochMilli();
            valid += 60 * (1 - badShare.applyAsDouble(ago));
            ring.append(Labels.of(Labels.NAME, "answers_total"), new Sample(at, (minutes - ago + 1) * 60));
            ring.append(Labels.of(Labels.NAME, "valid_total"), new Sample(at, valid));
        }
        return Burn.of(new Condition.Burns(OBJECTIVE, fast)).ask(Inquiry.Look.at(ring, NOW));
    }

    private static boolean fires(Findings findings) {
        assertThat(findings.readings()).hasSize(1);
        assertThat(findings.uncovered()).isZero();
        return findings.readings().getFirst().bad();
    }

    @Test
    void twoPercentOfTheBudgetInAnHourIsFast() {
        assertThat(fires(ask(true, 500, ago -> ago < 60 ? 0.15 : 0))).as("15 times the rate").isTrue();
        assertThat(fires(ask(true, 500, ago -> ago < 60 ? 0.05 : 0))).as("5 times the rate, for an hour").isFalse();
        assertThat(fires(ask(true, 500, ago -> ago < 360 ? 0.07 : 0))).as("7 times the rate, for six").isTrue();
    }

    @Test
    void aMomentIsNotEnoughAndWhatIsOverIsOver() {
        assertThat(fires(ask(true, 500, ago -> ago < 5 ? 0.5 : 0))).as("half of five minutes").isFalse();
        assertThat(fires(ask(true, 500, ago -> ago > 35 && ago < 75 ? 0.5 : 0))).as("twenty minutes of budget gone, over since half an hour").isFalse();
        assertThat(fires(ask(true, 500, ago -> ago < 70 ? 0.5 : 0))).isTrue();
    }

    @Test
    void aSlowBurnIsSeenInDays() {
        assertThat(fires(ask(false, 4500, ago -> ago < 4400 ? 0.015 : 0))).as("1.5 times the rate, for three days").isTrue();
        assertThat(fires(ask(false, 4500, _ -> 0.005))).as("half of what it may").isFalse();
    }

    @Test
    void saysHowFastItBurnsAndWhatIsLeft() {
        assertThat(ask(true, 500, _ -> 0.2).readings().getFirst().says()).isEqualTo("valid answers: its budget of 1.00 % bad in 30 d burns at 20.0 times the rate"
                + " that uses it up, against 6.00: 20.0 % bad in 6 h, 20.0 % in 30 min");
        assertThat(ask(false, 4500, _ -> 0.015).readings().getFirst().says()).contains("1.50 times").endsWith("; 0.00 % of it is left");
        assertThat(ask(false, 4500, _ -> 0.005).readings().getFirst().says()).as("also when all is well").endsWith("; 50.0 % of it is left");
    }

    @Test
    void aYoungStoreIsJudgedOnceItReachesBackAnHour() {
        assertThat(ask(true, 20, _ -> 0.5).uncovered()).isEqualTo(Duration.ofHours(1));
        assertThat(fires(ask(true, 70, _ -> 0.5))).isTrue();
    }

    @Test
    void whereNobodyAsksNothingBurnsAndWhereNothingIsCountedNothingIsKnown() {
        var ring = new Ring(10, 1000);
        for (int ago = 400; ago >= 0; ago--) {
            ring.append(Labels.of(Labels.NAME, "answers_total"), new Sample(NOW.minus(Duration.ofMinutes(ago)).toEpochMilli(), 5));
        }
        var burn = Burn.of(new Condition.Burns(OBJECTIVE, true));
        assertThat(fires(burn.ask(Inquiry.Look.at(ring, NOW)))).isFalse();
        assertThat(burn.ask(Inquiry.Look.at(new Ring(1, 1), NOW)).missing()).contains("no sample of sum(rate(answers_total[5m]))");
    }

    private static Findings ask(String good, String total) {
        var ring = new Ring(10, 10_000);
        for (int ago = 500; ago >= 0; ago--) {
            ring.append(Labels.of(Labels.NAME, "answers_total", "code", "200", "path", "/"), new Sample(NOW.minus(Duration.ofMinutes(ago)).toEpochMilli(), (500 - ago) * 60));
        }
        var objective = new Objective("answers", good, total, 0.99, Duration.ofDays(30));
        return Burn.of(new Condition.Burns(objective, true)).ask(Inquiry.Look.at(ring, NOW));
    }

    /** It burned at 100 % while every answer was a 200. */
    @Test
    void whereGoodAndTotalSpeakOfDifferentLabelsNothingIsKnown() {
        assertThat(ask("sum by (code) (rate(answers_total{code=\"200\"}[5m]))", "sum(rate(answers_total[5m]))").trouble())
                .contains("good and total speak of different labels, code and none; expected the same of both, as by sum()");
        assertThat(ask("sum by (code) (rate(answers_total{code=\"200\"}[5m]))", "sum by (path) (rate(answers_total[5m]))").readings()).isEmpty();
        assertThat(fires(ask("sum(rate(answers_total{code=\"200\"}[5m]))", "sum(rate(answers_total[5m]))"))).isFalse();
        assertThat(fires(ask("sum(rate(answers_total{code=\"500\"}[5m]))", "sum(rate(answers_total[5m]))"))).as("nothing is good").isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sum by (code) (rate(a{code="200"}[5m]))       | sum(rate(a[5m]))                      | different labels, code and none
            sum(rate(a[5m]))                              | sum by (job) (rate(b[5m])) * 2        | different labels, none and job
            rate(a{code="200"}[5m])                       | rate(a[5m])                           | good asks for code="200", which total does not
            rate(a{code!~"5.."}[5m])                      | rate(a{job="x"}[5m])                  | good asks for code!~"5.."
            sum by (code) (rate(a{code="200"}[5m]))       | sum by (code) (rate(a[5m]))           | sum without (code) (...)
            sum without (job) (rate(a{code="200"}[5m]))   | rate(a[5m])                           | good asks for code="200"
            rate(a_bucket{le="0.3"}[5m])                  | sum by (job) (rate(a_count[5m]))      | good asks for le="0.3"
            """)
    void refusesAGoodThatIsNoPartOfItsTotal(String good, String total, String says) {
        assertThatThrownBy(() -> Burn.refuseWhatIsApart(good, total)).hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sum(rate(a{code="200"}[5m]))                  | sum(rate(a[5m]))
            sum by (job) (rate(a{code="200"}[5m]))        | sum by (job) (rate(a[5m]))
            sum without (code) (rate(a{code="200"}[5m]))  | sum without (code) (rate(a[5m]))
            rate(good{job="x"}[5m])                       | rate(total{job="x"}[5m])
            rate(a[5m]) - rate(b{code="500"}[5m])         | rate(a[5m])
            rate(ok_total{job="shop"}[5m])                | rate(asked_total[5m])
            """)
    void takesAGoodThatMayBeAPartOfItsTotal(String good, String total) {
        Burn.refuseWhatIsApart(good, total);
    }

    @Test
    void putsItsOwnWindowsIntoTheExpression() {
        assertThat(Burn.over("sum by (a) (rate(x{b=\"[5m]\"}[5m] offset 1m)) / increase(y[1h])", Duration.ofHours(6)).text())
                .isEqualTo("sum by (a) (rate(x{b=\"[5m]\"}[21600s] offset 1m)) / increase(y[21600s])");
        assertThatThrownBy(() -> Burn.refuseWhatIsNoRate("sum(x)")).hasMessageContaining("expected a rate");
    }
}

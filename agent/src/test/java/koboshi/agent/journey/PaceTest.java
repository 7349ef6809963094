package koboshi.agent.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.journey.Journey;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Journey IDLE_5S = journey(Duration.ofSeconds(5), Duration.ofMillis(600));

    private static Journey journey(Duration every, Duration timeout) {
        return new Journey("ask", ResourceId.service("live-qa"), every, timeout, Optional.empty(), List.of());
    }

    private static Run clean(int millis) {
        return Run.clean(NOW, Duration.ofMillis(millis));
    }

    private static Run failed() {
        return Run.failed(NOW, Duration.ofMillis(600), "hear", "no answer");
    }

    /** One letter a run: c clean, f failed; in brackets a burst. */
    private static Pace after(String runs) {
        var pace = Pace.IDLE;
        for (var part : runs.split("(?=\\[)|(?<=])|(?<=\\w)(?=\\w)(?![^\\[]*])")) {
            pace = part.startsWith("[") ? pace.after(part.substring(1, part.length() - 1).chars().mapToObj(PaceTest::run).toList()) : pace.after(run(part.charAt(0)));
        }
        return pace;
    }

    private static Run run(int letter) {
        return letter == 'c' ? clean(20) : failed();
    }

    @ParameterizedTest(name = "{0}: burst {1}, next after {2} ms")
    @CsvSource({
        "c,       false, 5000",
        "cc,      false, 5000",
        "f,       true,  50",
        "cf,      true,  50",
        "cff,     true,  50",
        "f[ffff], false, 50",
        "f[fffc], false, 50",
        "f[ffcc], true,  50",
        "f[fccc], false, 5000",
        "f[cccc], false, 5000",
        "fc,      false, 50",
        "fcc,     false, 50",
        "fccc,    false, 5000",
        "fccfccc, false, 5000",
        "f[ffff]cc, false, 50",
        "f[ffff]ccc, false, 5000",
        "c[ffff], false, 50",
    })
    void aFallIsConfirmedAtOnceAndWatchedClosely(String runs, boolean burst, long millis) {
        var pace = after(runs);
        assertThat(pace.wantsBurst()).isEqualTo(burst);
        assertThat(pace.interval(IDLE_5S, NOW)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest(name = "every {0} ms, fallen for {1} s: every {2} ms")
    @CsvSource({
        "5000,  0,    50",
        "5000,  59,   50",
        "5000,  60,   250",
        "5000,  7200, 250",
        "100,   60,   100",
        "20,    0,    20",
    })
    void whoeverLiesLongIsWatchedLessCloselyAndNobodyLessThanWhenIdle(long every, long fallenFor, long expected) {
        var journey = journey(Duration.ofMillis(every), Duration.ofMillis(600));
        assertThat(after("f[ffff]").interval(journey, NOW.plusSeconds(fallenFor))).isEqualTo(Duration.ofMillis(expected));
    }

    @ParameterizedTest(name = "normally {0} ms, timeout {1} ms: suspicious after {2} ms")
    @CsvSource({
        "0,    600,   300",
        "2,    600,   100",
        "20,   600,   100",
        "40,   600,   200",
        "100,  600,   300",
        "1000, 10000, 5000",
    })
    void slownessIsSuspiciousAtFiveTimesTheNormalAndNeverLaterThanHalfTheTimeout(int normal, long timeout, long expected) {
        var pace = normal == 0 ? Pace.IDLE : Pace.IDLE.after(clean(normal));
        assertThat(pace.suspiciousAfter(journey(Duration.ofSeconds(5), Duration.ofMillis(timeout)))).isEqualTo(Duration.ofMillis(expected));
    }

    @Test
    void whatIsNormalFollowsCleanRunsSlowlyAndFailedOnesNotAtAll() {
        assertThat(Pace.IDLE.after(clean(80)).after(clean(160)).normal()).isEqualTo(Duration.ofMillis(90));
        assertThat(Pace.IDLE.after(clean(80)).after(failed()).normal()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void theFallIsCountedFromItsFirstRun() {
        var later = Run.failed(NOW.plusSeconds(30), Duration.ZERO, "hear", "no answer");
        assertThat(after("f").after(later).after(Collections.nCopies(Journey.BURST, later)).fallenSince()).contains(NOW);
    }

    @Test
    void whoeverStarvesItselfRunsNoFaster() {
        var rested = after("f").rested();
        assertThat(rested.interval(IDLE_5S, NOW)).isEqualTo(IDLE_5S.every());
        assertThat(Stream.of(rested, rested.after(failed())).map(Pace::wantsBurst)).containsExactly(true, true);
    }
}

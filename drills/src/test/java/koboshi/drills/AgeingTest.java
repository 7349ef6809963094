package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import koboshi.drill.Ledger;
import koboshi.drill.Request;
import koboshi.drills.AgeingReport.Restart;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AgeingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theSameSeedGoesTheSameWayAndSlowsBeforeItHangs() {
        assertThat(Ageing.Course.of(7)).isEqualTo(Ageing.Course.of(7));
        LongStream.range(0, 1_000).mapToObj(Ageing.Course::of).forEach(course -> {
            assertThat(course.perSecond()).isBetween(8, 12);
            assertThat(course.slow()).isLessThan(course.hang());
        });
    }

    /** Else the kernel ends it before it hangs, and nobody sees a process that is alive and silent. */
    @Test
    void theLimitLiesAboveAnyHangAndTheLineOfTheGuardBelowIt() {
        LongStream.range(0, 1_000).mapToObj(Ageing.Course::of).forEach(course -> {
            assertThat(Ageing.LEAK.limit).isGreaterThan((course.hang() + Ageing.Course.BEYOND) * 1_000_000L);
            assertThat(Ageing.LINE).isLessThan(course.hang() * 1_000_000L);
        });
    }

    /** Its guard fires up to ten seconds ahead of its line. */
    @Test
    void whatSwapsHasPassedItsLimitOfMemoryWhenItIsForeseen() {
        LongStream.range(0, 1_000).mapToObj(Ageing.Course::of)
                .forEach(course -> assertThat(Ageing.LEAK_SWAP.limit).isLessThan(Ageing.LINE - 10L * course.perSecond() * 1_000_000L));
    }

    @Test
    void aDrillWithSwapThatNeverSwappedShowsNothing() {
        var ledger = ledger(60, 30);
        var restart = new Restart(Duration.ofMillis(1900), Duration.ofMillis(1700), Duration.ofMillis(1500));
        var report = new AgeingReport(Ageing.LEAK_SWAP, 7, true, Duration.ofMinutes(1), ledger, Outages.of(ledger), List.of(restart), List.of(Duration.ofSeconds(8)), 0,
                Optional.of(Duration.ofMillis(20)), Optional.of(0L), List.of());
        assertThat(report.broken()).singleElement().asString().contains("never swapped");
        assertThat(JsonMapper.builder().build().readTree(report.json()).path("swap_used_bytes").asLong(-1)).isZero();
    }

    @Test
    void eachOutageLastsFromTheFirstLostQuestionToTheFirstAnswerAfterTheLast() {
        var outages = Outages.of(ledger(20, 3, 4, 10, 11, 12));
        assertThat(outages.spans()).extracting(Outages.Span::length).containsExactly(Duration.ofMillis(2100), Duration.ofMillis(3100));
        assertThat(outages.total()).isEqualTo(Duration.ofMillis(5200));
        assertThat(outages.around(START.plusSeconds(11), Duration.ZERO)).isEqualTo(Duration.ofMillis(3100));
    }

    /** A first answer comes later than the service calls itself ready: what it takes until then is its warm-up and no part of the restart's own. */
    @Test
    void theWarmUpLastsUntilTheNewProcessFirstAnswersTheClient() {
        assertThat(Outages.firstAnswer(ledger(20, 3, 4), START.plusMillis(3500))).contains(START.plusMillis(5100));
        assertThat(Outages.firstAnswer(ledger(6, 3, 4, 5), START.plusMillis(3500))).isEmpty();
    }

    @Test
    void anOutageWithoutEndLastsUntilTheLastQuestion() {
        assertThat(Outages.of(ledger(6, 3, 4, 5)).total()).isEqualTo(Duration.ofMillis(2100));
    }

    @Test
    void aPromiseIsHeldOnlyWhenEveryRestartWasForeseenAndShort() {
        var short_ = new Restart(Duration.ofMillis(1900), Duration.ofMillis(1700), Duration.ofMillis(1500));
        var long_ = new Restart(Duration.ofMillis(2100), Duration.ofMillis(1700), Duration.ofMillis(1500));
        assertThat(report(true, List.of(short_), List.of(Duration.ofSeconds(8))).broken()).isEmpty();
        assertThat(report(true, List.of(long_), List.of(Duration.ofSeconds(8))).broken()).singleElement().asString().contains("an outage of 2.100 s around a restart");
        assertThat(report(true, List.of(short_), List.of()).broken()).singleElement().asString().contains("foreseen only 0 of 1 times");
        assertThat(report(true, List.of(), List.of()).broken()).anyMatch(line -> line.contains("not restarted"));
    }

    @Test
    void withoutGuardsNothingIsPromisedAndNothingHeld() {
        var json = JsonMapper.builder().build().readTree(report(false, List.of(), List.of()).json());
        assertThat(json.path("held").isNull()).isTrue();
        assertThat(json.propertyNames()).contains("foreseen_seconds", "outage_seconds", "outage_seconds_a_minute", "restarts", "warm_up_seconds_each");
    }

    private static AgeingReport report(boolean guarded, List<Restart> restarts, List<Duration> foreseen) {
        var ledger = ledger(60, 30);
        return new AgeingReport(
                Ageing.LEAK, 7, guarded, Duration.ofMinutes(1), ledger, Outages.of(ledger), restarts, foreseen, 0, Optional.of(Duration.ofMillis(20)), Optional.empty(), List.of());
    }

    /** One question a second, answered after a tenth. */
    private static Ledger ledger(int seconds, Integer... lost) {
        var requests = new ArrayList<Request>();
        for (int second = 0; second < seconds; second++) {
            requests.add(new Request(START.plusSeconds(second), Duration.ofMillis(100), !List.of(lost).contains(second)));
        }
        return new Ledger(requests);
    }
}

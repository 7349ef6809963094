package koboshi.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import org.junit.jupiter.api.Test;

class UnseasonableTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SEASON = Duration.ofHours(4);
    private static final double USUAL = 1;
    private static final double RARE = 2.5;
    private static final double UNHEARD_OF = 3;

    private final Ring ring = new Ring(100, 20_000);
    private final Inquiry inquiry = Inquiry.of(new Condition.Strange("x", Duration.ofMinutes(1), SEASON)).orElseThrow();

    private void push(int from, int to, IntToDoubleFunction value) {
        for (int minute = from; minute < to; minute++) {
            ring.append(Labels.of(Labels.NAME, "x"), new Sample(START.plusSeconds(60L * minute).toEpochMilli(), value.applyAsDouble(minute)));
        }
    }

    /** One that has learned everything, and finds of each value what it is told to. */
    private static Eye eye(DoubleFunction<Eye.Glance> finds) {
        return (_, samples, _) -> IntStream.range(Math.max(0, samples.size() - Eye.LATEST), samples.size())
                .mapToObj(i -> new Eye.Glance(samples.millis(i), finds.apply(samples.value(i)).value(), finds.apply(samples.value(i)).course()))
                .toList();
    }

    private static Eye rareFrom(double bound) {
        return eye(value -> new Eye.Glance(0, value >= bound ? RARE : USUAL, USUAL));
    }

    private Findings ask(int minute, Eye eye) {
        return inquiry.ask(new Inquiry.Look(ring, START.plusSeconds(60L * minute + 5), Pulse.STEADY, Optional.empty(), eye));
    }

    private Reading only(int minute, Eye eye) {
        assertThat(ask(minute, eye).readings()).hasSize(1);
        return ask(minute, eye).readings().getFirst();
    }

    private void wave() {
        var random = new Random(2);
        push(0, 1080, minute -> 100 + 80 * Math.sin(minute * Math.PI / 120) + random.nextGaussian() * 3);
    }

    @Test
    void oneOddValueIsNoBurst() {
        push(0, 1089, minute -> 100 + minute % 7);
        push(1089, 1090, _ -> 900);
        assertThat(only(1089, rareFrom(800)).bad()).isFalse();
    }

    @Test
    void whatIsRareAndUnusualAtThisTimeIsStrange() {
        wave();
        push(1080, 1090, _ -> 170);
        assertThat(only(1079, rareFrom(165)).bad()).isFalse();
        assertThat(only(1089, rareFrom(165))).satisfies(reading -> {
            assertThat(reading.bad()).isTrue();
            assertThat(reading.says()).contains("which x hardly ever was").contains("deviations from what it was at this time before");
        });
    }

    @Test
    void whatIsRareButUsualAtThisTimeIsNot() {
        wave();
        push(1080, 1141, minute -> 100 + 80 * Math.sin(minute * Math.PI / 120));
        assertThat(only(1020, rareFrom(160)).bad()).isFalse();
    }

    @Test
    void whatIsUnusualAtThisTimeButOftenSoAtOthersIsNot() {
        wave();
        push(1080, 1090, _ -> 170);
        assertThat(only(1089, rareFrom(1_000)).bad()).isFalse();
    }

    @Test
    void aCourseUnlikeAnyBeforeIsStrangeWithoutASeason() {
        push(0, 300, _ -> 5);
        assertThat(only(299, eye(_ -> new Eye.Glance(0, USUAL, UNHEARD_OF)))).satisfies(reading -> {
            assertThat(reading.bad()).isTrue();
            assertThat(reading.says()).isEqualTo("is 5, and the latest course of x is unlike any before");
        });
    }

    @Test
    void nothingIsKnownWhileTheEyeLearns() {
        push(0, 300, _ -> 5);
        assertThat(ask(299, Eye.CLOSED)).satisfies(findings -> {
            assertThat(findings.readings()).isEmpty();
            assertThat(findings.missing()).hasValue("the ways of x are still being learned");
        });
        assertThat(ask(10_000, Eye.CLOSED).missing()).hasValue("no sample of x");
    }
}

package koboshi.integration.rcf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import koboshi.guard.Eye;
import koboshi.promql.Pulse;
import koboshi.series.Labels;
import koboshi.series.Samples;
import org.junit.jupiter.api.Test;

class ForestsTest {
    private static final Labels SERIES = Labels.of("service", "a");

    private static Samples samples(int count, IntToDoubleFunction value) {
        var samples = new Samples.Builder(count);
        for (int i = 0; i < count; i++) {
            samples.add(60_000L * i, value.applyAsDouble(i), null);
        }
        return samples.build();
    }

    private static IntToDoubleFunction noise(double level) {
        var random = new Random(7);
        return _ -> level + random.nextGaussian();
    }

    private static IntToDoubleFunction thenAt(int when, double other) {
        var before = noise(100);
        return i -> i < when ? before.applyAsDouble(i) : other;
    }

    private static Eye.Glance last(Samples samples) {
        try (var eye = new Forests(1).eye()) {
            return eye.look(SERIES, samples, Pulse.STEADY).getLast();
        }
    }

    @Test
    void whatWasNeverSeenIsStrangeAndWhatWasIsNot() {
        assertThat(last(samples(1_000, noise(100)))).satisfies(usual -> {
            assertThat(usual.value()).isLessThan(1.8);
            assertThat(usual.course()).isLessThan(1.8);
        });
        assertThat(last(samples(1_000, thenAt(995, 180)))).satisfies(odd -> {
            assertThat(odd.millis()).isEqualTo(999 * 60_000L);
            assertThat(odd.value()).isGreaterThan(2);
            assertThat(odd.course()).isGreaterThan(2.8);
        });
    }

    @Test
    void smallDifferencesOfLargeNumbersAreNotLost() {
        assertThat(last(samples(1_000, thenAt(995, 105))).value()).isGreaterThan(1.5);
        var far = noise(1e12);
        assertThat(last(samples(1_000, i -> i < 995 ? far.applyAsDouble(i) : 1e12 + 80)).value()).isGreaterThan(2);
    }

    @Test
    void itSaysNothingBeforeItHasLearned() {
        try (var eye = new Forests(1).eye()) {
            assertThat(eye.look(SERIES, samples(256, noise(1)), Pulse.STEADY)).isEmpty();
            assertThat(eye.look(SERIES, samples(300, noise(1)), Pulse.STEADY)).hasSizeGreaterThanOrEqualTo(Eye.LATEST);
        }
    }

    @Test
    void learningAgainAfterAStartGivesTheSame() {
        var all = samples(900, thenAt(890, 104));
        try (var eye = new Forests(1).eye()) {
            for (int count = 0; count < 900; count += 10) {
                int until = count;
                eye.look(SERIES, samples(count, i -> all.value(Math.min(i, until))), Pulse.STEADY);
            }
            assertThat(eye.look(SERIES, all, Pulse.STEADY).getLast()).isEqualTo(last(all));
        }
    }

    @Test
    void whatIsNoNumberTeachesNothing() {
        var odd = new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e300};
        var clean = noise(3);
        assertThat(last(samples(1_000, i -> i % 10 == 5 ? odd[i % 3] : clean.applyAsDouble(i)))).satisfies(usual -> assertThat(usual.value()).isFinite());
    }

    @Test
    void aClockThatWentBackMakesItLearnAnew() {
        try (var eye = new Forests(1).eye()) {
            eye.look(SERIES, samples(900, noise(1)), Pulse.STEADY);
            assertThat(eye.look(SERIES, samples(400, noise(5)), Pulse.STEADY).getLast().millis()).isEqualTo(399 * 60_000L);
        }
    }

    @Test
    void aBurstThatIsOverIsToldOfAtTheNextLook() {
        var before = noise(100);
        var all = samples(640, i -> i >= 605 && i < 612 ? 180 : before.applyAsDouble(i));
        try (var eye = new Forests(1).eye()) {
            eye.look(SERIES, samples(600, noise(100)), Pulse.STEADY);
            assertThat(eye.look(SERIES, all, Pulse.STEADY)).hasSize(44).anyMatch(glance -> glance.course() > 2.8);
            assertThat(eye.look(SERIES, all, Pulse.STEADY)).hasSize(44);
        }
    }

    @Test
    void aPastThatCameLateIsLearnedToo() {
        var all = samples(600, noise(1));
        var late = new Samples.Builder(2);
        late.add(all.millis(598), all.value(598), null);
        late.add(all.millis(599), all.value(599), null);
        try (var eye = new Forests(1).eye()) {
            assertThat(eye.look(SERIES, late.build(), Pulse.STEADY)).isEmpty();
            assertThat(eye.look(SERIES, all, Pulse.STEADY)).hasSize(Eye.LATEST);
        }
    }

    @Test
    void moreSeriesThanThereIsRoomForStayUnknownUntilOthersGo() {
        var forests = new Forests(1);
        var past = samples(300, noise(1));
        var first = forests.eye();
        try (var second = forests.eye()) {
            assertThat(first.look(SERIES, past, Pulse.STEADY)).isNotEmpty();
            assertThat(second.look(SERIES, past, Pulse.STEADY)).isEmpty();
            first.close();
            assertThat(second.look(SERIES, past, Pulse.STEADY)).isNotEmpty();
            assertThat(first.look(SERIES, past, Pulse.STEADY)).isEmpty();
        }
    }

    @Test
    void aSeriesNobodyKnowsIsNotLearnedWhenTheQuestionsTimeIsOver() {
        try (var eye = new Forests(2).eye()) {
            assertThat(eye.look(SERIES, samples(300, noise(1)), () -> Pulse.State.OUT_OF_TIME)).isEmpty();
        }
    }
}

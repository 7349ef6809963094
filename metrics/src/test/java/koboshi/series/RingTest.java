package koboshi.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import koboshi.series.Sink.Taken;
import org.junit.jupiter.api.Test;

class RingTest {
    private final Ring ring = new Ring(3, 4);
    private final Labels up = Labels.of(Labels.NAME, "up", "job", "web");

    @Test
    void givesBackWhatWasWrittenInTheRangeAsked() {
        IntStream.range(0, 3).forEach(i -> ring.append(up, new Sample(i * 1000, i)));

        var found = ring.select(List.of(new Matcher("job", true, "web")), 1000, 2000);

        assertThat(found).containsExactly(Series.of(up, List.of(new Sample(1000, 1), new Sample(2000, 2))));
    }

    @Test
    void forgetsTheOldestFirst() {
        IntStream.range(0, 6).forEach(i -> ring.append(up, new Sample(i, i)));

        assertThat(ring.select(List.of(), 0, 10).getFirst().samples()).extracting(Sample::millis).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void takesARepeatedSampleAndRefusesAnOlderOne() {
        ring.append(up, new Sample(1000, 1));

        assertThat(ring.append(up, new Sample(1000, 1))).isEqualTo(Taken.REPEATED);
        assertThat(ring.append(up, new Sample(1000, 2))).isEqualTo(Taken.OUT_OF_ORDER);
        assertThat(ring.append(up, new Sample(999, 2))).isEqualTo(Taken.OUT_OF_ORDER);
    }

    @Test
    void refusesAFloodOfSeriesAndKeepsThoseItHas() {
        IntStream.range(0, 10).forEach(i -> ring.append(Labels.of(Labels.NAME, "m" + i), new Sample(1, 1)));

        assertThat(ring.seriesCount()).isEqualTo(3);
        assertThat(ring.append(Labels.of(Labels.NAME, "m0"), new Sample(2, 1))).isEqualTo(Taken.TAKEN);
        assertThat(ring.append(Labels.of(Labels.NAME, "m9"), new Sample(2, 1))).isEqualTo(Taken.TOO_MANY_SERIES);
    }

    @Test
    void holdsTheLimitWhenManySendersComeAtOnce() throws InterruptedException {
        var wide = new Ring(100, 2);
        var start = new CountDownLatch(1);
        var senders = IntStream.range(0, 8).mapToObj(sender -> Thread.ofVirtual().start(() -> {
            await(start);
            IntStream.range(0, 200).forEach(i -> wide.append(Labels.of("n", sender + "/" + i), new Sample(1, 1)));
        })).toList();
        start.countDown();
        for (var sender : senders) {
            sender.join();
        }

        assertThat(wide.select(List.of(), 0, 10)).hasSize(100);
    }

    @Test
    void anEmptyLabelIsNoLabel() {
        assertThat(Labels.of("a", "", "b", "1")).isEqualTo(Labels.of("b", "1")).hasToString("{b=\"1\"}");
        assertThat(new Matcher("a", true, "").matches(Labels.of("b", "1"))).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

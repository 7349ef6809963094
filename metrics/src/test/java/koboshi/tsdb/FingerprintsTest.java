package koboshi.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import koboshi.series.Labels;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final int SERIES = 1000;

    private final Fingerprints fingerprints = new Fingerprints(SERIES);
    private final HeadSeries[] all = new HeadSeries[SERIES];

    private HeadSeries find(int spelling) {
        var second = new long[1];
        return fingerprints.find(first(spelling, second), second[0]);
    }

    private void put(int spelling, HeadSeries series) {
        var second = new long[1];
        fingerprints.put(first(spelling, second), second[0], series);
    }

    private long first(int spelling, long[] second) {
        return fingerprints.of(ByteBuffer.allocate(Integer.BYTES).putInt(spelling).array(), 0, Integer.BYTES, second, 0);
    }

    @Test
    void knowsEverySeriesThereMayBeInOneSpelling() {
        for (int i = 0; i < SERIES; i++) {
            all[i] = new HeadSeries(i, Labels.NONE);
            put(i, all[i]);
        }
        for (int i = 0; i < SERIES; i++) {
            assertThat(find(i)).isSameAs(all[i]);
        }
        assertThat(find(SERIES)).isNull();
    }

    /** What is not found is looked up by its labels: forgetting is slow, never wrong. */
    @Test
    void aSenderThatSpellsItsSeriesAnewEachTimeTakesNoMoreRoomThanTheSeriesMay() {
        var series = new HeadSeries(0, Labels.NONE);
        for (int spelling = 0; spelling < 200 * SERIES; spelling++) {
            put(spelling, series);
        }
        assertThat(fingerprints.bytes()).isLessThanOrEqualTo(20L * 8 * SERIES);
        assertThat(find(200 * SERIES - 1)).isSameAs(series);
    }
}

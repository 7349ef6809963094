package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Broken answers end in our own words or are read; they never end in anything else, and never say more than their bytes can. */
class ExpositionFuzzTest {
    private static final int ROUNDS = 30_000;
    private static final byte[] TEXT = """
            # HELP a_total help with \\" and \\\\
            # TYPE a_total counter
            a_total{path="/x\\"y",code="200"} 1027 1395066363000
            a_total{} 12.5e-3 # {trace_id="x"} 0.5 1520879607.789
            {"a name", b="c", "町"="東京"} NaN
            b_bucket{le="+Inf"} 17
            # EOF
            """.getBytes(StandardCharsets.UTF_8);

    private static byte[] mutated(byte[] bytes, Random random) {
        var changed = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes.clone();
        for (int i = random.nextInt(5); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            changed[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) "{}\"\\ \n#,=0e-.\t".charAt(random.nextInt(14));
        }
        return changed;
    }

    private interface Read {
        void read(byte[] bytes, int length, ExpositionReceiver receiver);
    }

    private static int broken(byte[] real, Random random, Read read) {
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = mutated(real, random);
            var exposed = new Exposed();
            try {
                read.read(bytes, bytes.length, exposed);
            } catch (ExpositionError | WireError e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
            assertThat(exposed.lines.size()).isLessThanOrEqualTo(bytes.length);
        }
        return refused;
    }

    @Test
    void readsOrRefusesAnyText() {
        var random = new Random(1);
        assertThat(broken(TEXT, random, TextExposition::readPlain)).isBetween(ROUNDS / 10, ROUNDS);
        assertThat(broken(TEXT, random, TextExposition::readOpenMetrics)).isBetween(ROUNDS / 10, ROUNDS - 1000);
    }

    @Test
    void readsOrRefusesAnyFamilies() {
        var real = MetricFamiliesTest.families(
                MetricFamiliesTest.nativeHistogram(4),
                MetricFamiliesTest.family("c", 0, metric -> metric.label("a", "b").in(3, counter -> counter.fixed(1, 5))),
                MetricFamiliesTest.family("s", 2, metric -> metric.in(4, summary -> summary.number(1, 9).in(3, quantile -> quantile.fixed(1, 0.5).fixed(2, 1)))));
        int refused = broken(real, new Random(2), (bytes, length, receiver) -> MetricFamilies.read(bytes, length, true, receiver));
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1000);
    }
}

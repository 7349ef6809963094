package koboshi.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import koboshi.agent.journey.Answer;
import koboshi.probe.Reply;
import koboshi.scrape.Probes.Told;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.store.Await;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import koboshi.tsdb.Witness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes go on while a disk does not, and take no more memory for it than was meant for them. */
class StalledDiskTest {
    @TempDir
    Path folder;

    private final CountDownLatch stalls = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private Store store;
    private Probes probes;
    private ProbeLoop loop;
    private long moment;

    @BeforeEach
    void stall() throws Exception {
        store = Store.open(folder.resolve("series"), Settings.standard());
        store.witness(new Witness() {
            @Override
            public void sees(Labels labels, long millis, double value, Histogram histogram) {}

            @Override
            public void keep() throws IOException {
                stalls.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        probes = new Probes(store, InstantSource.system(), "Koboshi/test");
        probes.start();
        var job = Scraped.jobs(folder, "probes: {shops: {targets: ['127.0.0.1:1']}}\n").getFirst();
        loop = new ProbeLoop(Scraped.targets(job).getFirst(), probes);
        tell(1, 0);
        stalls.await();
    }

    @AfterEach
    void close() throws IOException {
        goesOn.countDown();
        probes.close();
        store.close();
    }

    private void tell(int many, int bytes) {
        IntStream.range(0, many).forEach(_ -> probes.tell(new Told(loop, ++moment, reply(bytes))));
    }

    private static Reply reply(int bytes) {
        return new Reply(Optional.of(new Answer(200, Map.of(), new byte[bytes])), 200, Optional.empty(), Duration.ofMillis(1), "");
    }

    private double missed() {
        return probes.figures().get("koboshi_probes_missed_total");
    }

    private void awaitKept(int many) {
        goesOn.countDown();
        Await.until("what waited is kept", () -> probes.figures().get("koboshi_probes_total") == many);
    }

    @Test
    void whatDoesNotFitIsCountedAsMissedAndTheRestIsKeptAfterwards() {
        tell(Probes.MOST_TOLD, 0);
        assertThat(missed()).isZero();
        tell(10, 0);
        assertThat(missed()).isEqualTo(10);
        awaitKept(1 + Probes.MOST_TOLD);
        tell(1, 0);
        awaitKept(2 + Probes.MOST_TOLD);
        assertThat(missed()).isEqualTo(10);
    }

    @Test
    void bodiesThatWaitLeaveRoomForAnswersOnTheirWay() {
        int mebibytes = (int) (Probes.MOST_WAITING >> 20);
        tell(mebibytes, 1 << 20);
        assertThat(missed()).isZero();
        tell(5, 1 << 20);
        assertThat(missed()).isEqualTo(5);
        awaitKept(1 + mebibytes);
        tell(1, 1 << 20);
        awaitKept(2 + mebibytes);
        assertThat(missed()).isEqualTo(5);
    }
}

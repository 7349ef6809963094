package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import koboshi.config.Elsewhere;
import koboshi.config.Elsewhere.Login;
import koboshi.config.Elsewhere.RemoteWrite;
import koboshi.outbox.Outbox;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Sink;
import koboshi.tsdb.Batch;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store takes is in every queue before it is acknowledged. */
class ForwardingTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final long ROOM = 1L << 30;
    private static final int AT_ONCE = 20_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(5);
    private final long began = CLOCK.millis() - 1_000_000;
    private int acknowledged;

    private Forwarding toNobody(String... names) throws IOException {
        var nobody = new Elsewhere.Server(URI.create("http://127.0.0.1:9/"), new Login.None(), Map.of(), Duration.ofSeconds(1));
        return new Forwarding(new Elsewhere(Optional.empty(), List.of(names).stream().map(name -> new RemoteWrite(name, nobody, ROOM, false)).toList()), folder, CLOCK);
    }

    private static Store store(Path folder) throws IOException {
        return Store.open(folder.resolve("series"), Settings.standard());
    }

    private Batch next(Store store) {
        var batch = store.batch().series(Labels.of(Labels.NAME, "x"));
        for (int i = 0; i < AT_ONCE; i++) {
            batch.sample(began + acknowledged + i, random.nextDouble());
        }
        return batch;
    }

    private int queued(String name) throws IOException, InterruptedException {
        int samples = 0;
        try (var outbox = Outbox.open(folder.resolve(name), ROOM, false, CLOCK)) {
            for (var parcel = outbox.await(0); parcel.isPresent(); parcel = outbox.await(0)) {
                samples += parcel.get().samples();
                outbox.sent(parcel.get());
            }
        }
        return samples;
    }

    /** The queue's second file cannot be made, so that its disk looks broken once the first is full. */
    @Test
    void whatOneQueueCannotKeepIsRefusedAndTheOtherHasAllThatWasAcknowledged() throws Exception {
        var forwarding = toNobody("broken", "well");
        Files.createDirectory(folder.resolve("broken/000000000002.out"));
        try (var store = store(folder)) {
            forwarding.start(store);
            assertThatThrownBy(() -> {
                while (acknowledged < 200 * AT_ONCE) {
                    next(store).commit();
                    acknowledged += AT_ONCE;
                }
            }).isInstanceOf(IOException.class);
            assertThat(acknowledged).isPositive();
            assertThat(store.select(List.of(new Matcher(Labels.NAME, true, "x")), 0, Long.MAX_VALUE - 1).getFirst().samples()).hasSize(acknowledged);
        }
        forwarding.close();
        Files.delete(folder.resolve("broken/000000000002.out"));
        assertThat(queued("broken")).isEqualTo(acknowledged);
        assertThat(queued("well")).isBetween(acknowledged, acknowledged + AT_ONCE);
    }

    /** The folders are opened anew beside the old ones, as after a kill: nobody closed anything. */
    @Test
    void whatWasAcknowledgedIsInTheQueueAfterAKill() throws Exception {
        try (var killed = toNobody("away"); var store = store(folder)) {
            killed.start(store);
            for (int i = 0; i < 100; i++) {
                assertThat(store.append(Labels.of(Labels.NAME, "y"), new Sample(began + i, i))).isEqualTo(Sink.Taken.TAKEN);
                assertThat(Files.size(folder.resolve("away/000000000001.out"))).isPositive();
            }
            assertThat(queued("away")).isEqualTo(100);
        }
    }
}

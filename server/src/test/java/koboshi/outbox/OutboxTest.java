package koboshi.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import koboshi.integration.prometheus.Delivery;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.store.Await;
import koboshi.wire.LabelBytes;
import koboshi.wire.LabelLimits;
import koboshi.wire.LabelsRefused;
import koboshi.wire.Packed;
import koboshi.wire.RemoteWrite;
import koboshi.wire.WriteReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final InstantSource CLOCK = () -> Instant.parse("2026-05-01T00:00:00Z");
    private static final long ROOM = 1L << 30;

    @TempDir
    private Path folder;

    private Outbox open() throws IOException {
        return open(false);
    }

    private Outbox open(boolean histograms) throws IOException {
        return Outbox.open(folder, ROOM, histograms, CLOCK);
    }

    private static void put(Outbox outbox, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            outbox.sees(Labels.of("__name__", "x", "desk", "机" + i), 1_000L * i, i, null);
        }
        outbox.keep();
    }

    /** Values and labels in the order they came. */
    private static List<String> read(byte[] packed) {
        var message = new byte[Packed.length(packed, packed.length)];
        Packed.unpack(packed, packed.length, message);
        var found = new ArrayList<String>();
        RemoteWrite.read(message, message.length, new WriteReceiver() {
            private Labels labels;

            @Override
            public void series(byte[] bytes, int from, int to) {
                try {
                    labels = LabelBytes.read(bytes, from, to, LabelLimits.STANDARD);
                } catch (LabelsRefused e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void sample(long millis, double value) {
                found.add(labels.get("desk") + "@" + millis + "=" + value);
            }

            @Override
            public void histogram(long millis, Histogram histogram) {
                found.add(labels.get("desk") + "@" + millis + "=" + histogram.count());
            }
        });
        return found;
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "机" + i + "@" + 1_000L * i + "=" + (double) i).toList();
    }

    @Test
    void givesBackWhatItWasGivenAndLaysSmallOnesTogether() throws Exception {
        try (var outbox = open()) {
            put(outbox, 0, 3);
            put(outbox, 3, 5);
            var parcel = outbox.await(0).orElseThrow();
            assertThat(read(parcel.packed())).isEqualTo(expected(0, 5));
            outbox.sent(parcel);
            assertThat(outbox.await(0)).isEmpty();
            assertThat(outbox.waiting()).isZero();
        }
    }

    private static void put(Outbox outbox, double count) throws IOException {
        outbox.sees(Labels.of("__name__", "took", "desk", "a"), 1_000, 0, Histogram.exponential(3, count, 2 * count, Buckets.run(-1, count)));
        outbox.keep();
    }

    @Test
    void nativeHistogramsAreSentWhereTheyAreAskedFor() throws Exception {
        try (var outbox = open(true)) {
            put(outbox, 4);
            put(outbox, -1);
            assertThat(read(outbox.await(0).orElseThrow().packed())).containsExactly("a@1000=4.0");
            assertThat(outbox.passedOver()).isEqualTo(1);
        }
    }

    @Test
    void nativeHistogramsAreCountedWhereTheyAreNot() throws Exception {
        try (var outbox = open()) {
            put(outbox, 4);
            assertThat(outbox.await(0)).isEmpty();
            assertThat(outbox.passedOver()).isEqualTo(1);
        }
    }

    @Test
    void whatWasNotSentIsThereAfterAKill() throws Exception {
        var killed = open();
        put(killed, 0, 3);
        killed.sent(killed.await(0).orElseThrow());
        put(killed, 3, 6);
        try (var after = open()) {
            put(after, 6, 8);
            var first = after.await(0).orElseThrow();
            assertThat(read(first.packed())).isEqualTo(expected(3, 6));
            after.sent(first);
            assertThat(read(after.await(0).orElseThrow().packed())).isEqualTo(expected(6, 8));
        }
        killed.close();
    }

    @Test
    void aFrameThatAKillCutOffHidesNothingBehindIt() throws Exception {
        try (var killed = open()) {
            put(killed, 0, 3);
            put(killed, 3, 6);
        }
        var file = Segment.file(folder, 1);
        var whole = Files.readAllBytes(file);
        for (int cut = 1; cut < 40; cut += 7) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (var after = open()) {
                put(after, 6, 8);
                var first = after.await(0).orElseThrow();
                assertThat(read(first.packed())).isEqualTo(expected(0, 3));
                after.sent(first);
                assertThat(read(after.await(0).orElseThrow().packed())).isEqualTo(expected(6, 8));
            }
            try (var files = Files.list(folder)) {
                files.toList().forEach(OutboxTest::delete);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void beyondItsBoundTheOldestGoesAndIsCounted() throws Exception {
        try (var outbox = Outbox.open(folder, 0, false, CLOCK)) {
            var random = new Random(1);
            int put = 0;
            while (outbox.lost() == 0) {
                for (int i = 0; i < 5_000; i++) {
                    outbox.sees(Labels.of("__name__", "x", "noise", Long.toHexString(random.nextLong())), random.nextLong(1L << 40), random.nextDouble(), null);
                }
                outbox.keep();
                put += 5_000;
            }
            int left = 0;
            for (var parcel = outbox.await(0); parcel.isPresent(); parcel = outbox.await(0)) {
                left += parcel.get().samples();
                outbox.sent(parcel.get());
            }
            assertThat(left + outbox.lost()).isEqualTo(put);
        }
    }

    private static Courier courier(Outbox outbox, Courier.Way way) {
        var courier = new Courier("there", outbox, way, CLOCK);
        courier.start();
        return courier;
    }

    @Test
    void bringsItAgainUntilItIsTaken() throws Exception {
        var answers = new ArrayDeque<Delivery>(List.of(new Delivery.Later("503", Optional.empty()), new Delivery.Later("429", Optional.of(Duration.ofMillis(1)))));
        var brought = Collections.synchronizedList(new ArrayList<List<String>>());
        var outbox = open();
        put(outbox, 0, 2);
        try (var courier = courier(outbox, packed -> answered(answers, brought, packed))) {
            Await.until("it was taken", () -> courier.figures().get("koboshi_remote_write_samples_total{remote=\"there\"}") == 2);
            assertThat(brought).containsExactly(expected(0, 2), expected(0, 2), expected(0, 2));
            assertThat(courier.figures()).containsEntry("koboshi_remote_write_failures_total{remote=\"there\"}", 2.0);
        }
    }

    private static Delivery answered(Deque<Delivery> answers, List<List<String>> brought, byte[] packed) {
        brought.add(read(packed));
        var answer = answers.poll();
        return answer == null ? new Delivery.Taken() : answer;
    }

    @Test
    void whatIsRefusedForGoodHoldsNothingUp() throws Exception {
        var answers = new ArrayDeque<Delivery>(List.of(new Delivery.Refused("400: out of order")));
        var brought = Collections.synchronizedList(new ArrayList<List<String>>());
        var outbox = open();
        put(outbox, 0, 2);
        try (var courier = courier(outbox, packed -> answered(answers, brought, packed))) {
            Await.until("it was refused", () -> courier.figures().get("koboshi_remote_write_refused_samples_total{remote=\"there\"}") == 2);
            put(outbox, 2, 4);
            Await.until("the next was taken", () -> courier.figures().get("koboshi_remote_write_samples_total{remote=\"there\"}") == 2);
        }
    }

    @Test
    void waitsLongerEachTimeAndAsLongAsAsked() {
        assertThat(Backoff.after(1, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(Backoff.after(1, Optional.empty(), 0)).isEqualTo(Duration.ofMillis(50));
        assertThat(Backoff.after(5, Optional.empty(), 1)).isEqualTo(Duration.ofMillis(1600));
        assertThat(Backoff.after(1_000, Optional.empty(), 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Backoff.after(1, Optional.of(Duration.ofSeconds(7)), 0)).isEqualTo(Duration.ofSeconds(7));
    }
}

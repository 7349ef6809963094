package liveqa.preflight;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import liveqa.preflight.Fact.Better;

/** How long a question takes to be safe on the disk: each is forced there before it is acknowledged. */
final class DiskSyncCheck implements Check {
    private static final int WRITES = 40;
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final double BEARABLE_MILLIS = 20;

    @Override
    public String id() {
        return "disk-sync";
    }

    @Override
    public Words title() {
        return Words.of("ディスクの確定の速さ", "disk speed (fsync)");
    }

    @Override
    public Finding look(Host host) throws IOException {
        var there = Folders.existing(host.intent().data());
        if (!Files.isWritable(there)) return Finding.unprovable(Words.of("%s に書けないので測れない", "%s cannot be written, so it cannot be measured", there));
        var file = Files.createTempFile(there, ".preflight", ".tmp");
        try {
            return judged(measured(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Nanoseconds of each write, sorted. */
    private static long[] measured(Path file) throws IOException {
        var times = new long[WRITES];
        int done = 0;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (var started = System.nanoTime(); done < WRITES && System.nanoTime() - started < PATIENCE_NANOS; done++) {
                var before = System.nanoTime();
                channel.write(ByteBuffer.allocate(512));
                channel.force(false);
                times[done] = System.nanoTime() - before;
            }
        }
        var measured = Arrays.copyOf(times, done);
        Arrays.sort(measured);
        return measured;
    }

    private static Finding judged(long[] sorted) {
        double median = sorted[sorted.length / 2] / 1e6;
        double worst = sorted[sorted.length - 1] / 1e6;
        var found = Words.of("中央値 %.1f ミリ秒、最悪 %.1f ミリ秒（%d 回）", "median %.1f ms, worst %.1f ms (%d writes)", median, worst, sorted.length);
        var finding = median > BEARABLE_MILLIS
                ? Finding.failed(found, Words.of("--data を SSD に移す。毎秒50件の質問には中央値20ミリ秒以下が要る",
                        "move --data to an SSD: fifty questions a second need a median of 20 ms or less"))
                : Finding.passed(found);
        return finding.with("fsync_median_ms", String.format(Locale.ROOT, "%.2f", median), Better.LESS);
    }
}

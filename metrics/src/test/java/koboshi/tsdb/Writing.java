package koboshi.tsdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import koboshi.series.Labels;

/** A process of its own that writes and says what was acknowledged, until it is killed or the disk refuses. */
final class Writing {
    static final long START = 1_795_000_000_000L;
    static final int SERIES = 50;

    private Writing() {}

    public static void main(String[] args) throws IOException {
        var store = Store.open(Path.of(args[0]), Settings.standard().withClock(() -> Instant.ofEpochMilli(START + 1_000_000_000L)));
        for (int step = 0; ; step++) {
            try {
                write(store, step);
                System.out.println(step);
            } catch (IOException e) {
                System.out.println("refused " + step + " " + e.getMessage());
                write(store, -1 - step);
            }
        }
    }

    private static void write(Store store, int step) throws IOException {
        var batch = store.batch();
        for (int i = 0; i < SERIES; i++) {
            batch.series(Labels.of("__name__", "x", "i", "" + i)).sample(START + step * 1000L, step * 0.1 + i);
        }
        batch.commit();
    }
}

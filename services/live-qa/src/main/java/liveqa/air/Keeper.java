package liveqa.air;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import liveqa.setting.KeptFile;

/** Writes the programme to the disk on a thread of its own: a slow disk must not make the speaker falter. */
final class Keeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("air");
    /** Nothing to write: it only wakes the thread, so that stopping does not wait for its next look. */
    private static final byte[] WAKE = {};
    private final ArrayBlockingQueue<byte[]> newest = new ArrayBlockingQueue<>(1);
    private final KeptFile file;
    private final InstantSource clock;
    private final Thread thread = Thread.ofPlatform().daemon().name("air-keeper").unstarted(this::run);
    private volatile boolean open = true;
    private volatile Part part;

    Keeper(KeptFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.part = new Part("programme", "ok", clock.instant(), "");
        thread.start();
    }

    Part part() {
        return part;
    }

    /** Takes the place of what has not been written yet. */
    void keep(byte[] programme) {
        newest.clear();
        newest.offer(programme);
    }

    private void run() {
        try {
            while (open || !newest.isEmpty()) {
                var bytes = newest.poll(100, TimeUnit.MILLISECONDS);
                if (bytes != null && bytes != WAKE) write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] bytes) {
        try {
            file.write(bytes);
            become("ok", "");
        } catch (IOException e) {
            become("degraded", "after a restart an answer may be spoken again, for its place cannot be written: " + e.getMessage());
        }
    }

    private void become(String state, String why) {
        if (part.state().equals(state)) return;
        part = new Part("programme", state, clock.instant(), why);
        LOG.log(System.Logger.Level.INFO, "keeping the programme: " + state + (why.isEmpty() ? "" : ", " + why));
    }

    @Override
    public void close() {
        open = false;
        newest.offer(WAKE);
        try {
            thread.join(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package koboshi.tsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import koboshi.tsdb.HeadFile.Frozen;

/**
 * What is done beside reading and writing: syncing the log, moving memory to blocks, merging blocks, deleting what is too old.
 *
 * <p>One thread does it, or whoever asks for a flush; never two at once.
 */
final class Upkeep {
    private static final long SYNC_MILLIS = 1000;
    /** Memory is looked at in slices, so that writers wait for milliseconds only. */
    private static final int SLICE = 2000;
    /** What is cut early still leaves this much, for what comes out of order, in memory. */
    private static final Duration SHORT = Duration.ofMinutes(15);

    /** Where a new series found no room, what has ended gives its own back so soon. */
    private static final Duration CROWDED = Duration.ofMinutes(2);
    /** What was silent for so long no query shows any more. */
    private static final Duration SILENT = Duration.ofMinutes(5);

    /** Where samples take less than this part of memory, moving them to a block gives nothing back that is worth it. */
    private static final int SPARSE = 16;

    private final Store store;
    private final Path logs;
    private final Closing closing;
    private final Merging merging;
    private final Thread thread = Thread.ofPlatform().daemon().name("series upkeep").unstarted(this::run);
    /** Apart, since writing a block takes longer than a second. */
    private final Thread syncing = Thread.ofPlatform().daemon().name("series sync").unstarted(this::syncing);
    private final Object turn = new Object();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Given when there is something to do before a second has passed. */
    private final Semaphore wake = new Semaphore(0);

    private volatile boolean stopping;
    /** Whether a new series found no room since the last time memory was cut near its end; guarded by the store's lock. */
    private boolean turnedAway;
    /** Why nothing may be written any more, or null. */
    private volatile String broken;

    /** What one block is made of. */
    private record Part(HeadSeries series, List<Chunk> chunks) {}

    /** @param closing the same that appending uses, under the same lock */
    Upkeep(Store store, Path logs, Closing closing) {
        this.store = store;
        this.logs = logs;
        this.closing = closing;
        this.merging = new Merging(store.blocks(), store.aside(), store.settings());
    }

    void start() {
        thread.start();
        syncing.start();
    }

    /** @throws IOException if what was written lately could not be brought to the disk: it is not known what the file holds */
    void refuseIfBroken() throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
    }

    /** Called under the store's lock. @throws IOException if there is no room until a block was written */
    void refuseIfFull(Batch batch) throws IOException {
        var head = store.head();
        long most = store.settings().memory();
        // What is larger than all the room there could be is taken once memory is as empty as it gets.
        if (head.bytes() + batch.weight() > most && head.sampleBytes() > most / SPARSE) {
            wake();
            throw new IOException("memory is full (" + (head.bytes() >> 20) + " of " + (most >> 20) + " MiB) until the oldest samples are moved to a block");
        }
    }

    /** Called under the store's lock. */
    void wakeIfTight(Outcome outcome) {
        turnedAway |= outcome.tooMany() > 0;
        if (tight()) {
            wake();
        }
    }

    private void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Whether memory is nearly full and writing a block would help. */
    private boolean tight() {
        var head = store.head();
        long most = store.settings().memory();
        return head.bytes() > most / 8 * 7 && head.sampleBytes() > most / SPARSE;
    }

    private void run() {
        while (!stopping) {
            if (guarded(this::keepUp)) {
                pause();
            } else {
                pauseFully();
            }
        }
    }

    private void syncing() {
        try {
            while (!stopped.await(SYNC_MILLIS, TimeUnit.MILLISECONDS)) {
                sync();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            if (wake.tryAcquire(SYNC_MILLIS, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** What failed is not tried again at once, however many wait for it. */
    private void pauseFully() {
        try {
            stopped.await(SYNC_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private interface Work {
        void go() throws IOException;
    }

    /** What fails, be it for want of memory, is said once and tried again the next time; memory keeps what no block holds. */
    private boolean guarded(Work work) {
        try {
            work.go();
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            sayOnce("upkeep: " + e);
            return false;
        }
    }

    private void sayOnce(String finding) {
        if (!store.aside().findings().contains(finding)) {
            store.aside().say(finding);
        }
    }

    private void sync() {
        try {
            store.log().sync();
        } catch (IOException e) {
            broken = "the log could not be synced (" + e.getMessage() + "): nothing is taken until the store is opened again";
            store.aside().say(broken);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Nothing was brought to the disk, and nothing was said to have been: the next second tries again.
            sayOnce("sync: " + e);
        }
    }

    /** Everything there is to do now. */
    void keepUp() throws IOException {
        synchronized (turn) {
            keepUpInTurn();
        }
    }

    private void keepUpInTurn() throws IOException {
        long newest = newest();
        if (newest != Long.MIN_VALUE) {
            cutWhatIsDue(newest);
        }
        merging.mend();
        merging.merge();
        merging.dropOld(newest);
        store.blocks().letGo(System.nanoTime());
    }

    /** By the hour while there is room; earlier where there is little, first without what is recent, then with it. */
    private void cutWhatIsDue(long newest) throws IOException {
        long span = store.settings().block().toMillis();
        long boundary = Math.floorDiv(newest - span / 2, span) * span;
        if (boundary > boundary()) {
            cut(boundary);
        }
        if (locked(() -> turnedAway && store.head().anyOver(newest - SILENT.toMillis())) && newest - 2 * CROWDED.toMillis() >= boundary()) {
            cut(newest - CROWDED.toMillis());
        }
        if (locked(this::tight) && newest - 2 * SHORT.toMillis() >= boundary()) {
            cut(newest - SHORT.toMillis());
        }
        if (locked(this::tight)) {
            cut(newest + 1);
        }
    }

    private <T> T locked(Supplier<T> question) {
        store.lock().lock();
        try {
            return question.get();
        } finally {
            store.lock().unlock();
        }
    }

    private long newest() {
        return locked(store.head()::newest);
    }

    private long boundary() {
        return locked(store.head()::boundary);
    }

    void mend() throws IOException {
        synchronized (turn) {
            merging.mend();
        }
    }

    void flush() throws IOException {
        synchronized (turn) {
            refuseIfBroken();
            long newest = newest();
            if (newest != Long.MIN_VALUE) {
                cut(newest + 1);
            }
            merging.merge();
        }
    }

    /** Moves everything older than the boundary to a block, then writes the head out, so that the log begins anew. */
    private void cut(long boundary) throws IOException {
        var parts = collect(boundary);
        parts.sort(Comparator.comparing(part -> part.series().labels));
        var block = store.blocks().write(List.of(), writer -> {
            for (var part : parts) {
                writer.series(part.series().labels, part.chunks());
            }
        });
        List<Frozen> rest;
        long segment;
        store.lock().lock();
        try {
            if (block != null) {
                store.blocks().add(block);
            }
            parts.forEach(part -> part.series().forgetBefore(boundary));
            // A series that is still written would only have to be made anew at its next sample.
            store.head().dropEmpty(Math.min(boundary, store.head().newest() - (turnedAway ? SILENT : SHORT).toMillis()));
            store.head().bringers.forgetEmpty(store.settings().clock().millis());
            store.head().weigh();
            turnedAway &= store.head().newest() - boundary > 2 * CROWDED.toMillis();
            segment = store.log().roll();
            rest = frozen();
        } finally {
            store.lock().unlock();
        }
        HeadFile.write(HeadFile.file(logs, segment), rest, new Closing(store.settings().block().toMillis()));
        deleteBefore(segment);
    }

    /** From here on nothing older than the boundary gets into a chunk: it comes late, and late samples stay in memory until the next time. */
    private List<Part> collect(long boundary) {
        var parts = new ArrayList<Part>();
        int at = 0;
        for (boolean more = true; more; ) {
            store.lock().lock();
            try {
                store.head().boundary(boundary);
                int end = Math.min(store.head().size(), at + SLICE);
                for (; at < end; at++) {
                    var series = store.head().at(at);
                    var chunks = series.before(boundary, closing);
                    if (!chunks.isEmpty()) {
                        parts.add(new Part(series, chunks));
                    }
                }
                more = at < store.head().size();
            } finally {
                store.lock().unlock();
            }
        }
        return parts;
    }

    private List<Frozen> frozen() {
        var rest = new ArrayList<Frozen>(store.head().size());
        store.head().all().forEach(series -> rest.add(Frozen.of(series)));
        return rest;
    }

    private void deleteBefore(long segment) throws IOException {
        for (var file : Log.files(logs)) {
            if (Log.number(file) < segment) {
                Files.delete(file);
            }
        }
    }

    void snapshot(Path target) throws IOException {
        synchronized (turn) {
            Files.createDirectory(target);
            try {
                copyAll(target);
            } catch (IOException | RuntimeException e) {
                Blocks.delete(target);
                throw e;
            }
        }
    }

    private void copyAll(Path target) throws IOException {
        Store.writeFormat(target);
        List<Frozen> memory;
        List<Block> there;
        store.lock().lock();
        try {
            memory = frozen();
            there = store.blocks().all();
        } finally {
            store.lock().unlock();
        }
        HeadFile.write(HeadFile.file(Files.createDirectories(target.resolve("log")), 1), memory, new Closing(store.settings().block().toMillis()));
        for (var block : there) {
            copy(block.folder, Files.createDirectories(target.resolve("blocks").resolve(block.folder.getFileName())));
        }
    }

    /** Blocks never change, so that a link is as good as a copy; another file system needs the copy. */
    private static void copy(Path folder, Path target) throws IOException {
        for (var file : Blocks.children(folder)) {
            try {
                Files.createLink(target.resolve(file.getFileName()), file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    void stop() throws IOException {
        stopping = true;
        wake();
        stopped.countDown();
        try {
            thread.join();
            syncing.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.lock().lock();
        try {
            long next = store.log().number() + 1;
            store.log().close();
            if (broken == null) {
                HeadFile.write(HeadFile.file(logs, next), frozen(), closing);
                deleteBefore(next);
            }
            broken = "the store is closed";
        } finally {
            store.lock().unlock();
        }
    }
}

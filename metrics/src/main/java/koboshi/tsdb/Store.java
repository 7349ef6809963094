package koboshi.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Measured;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.series.Sink;
import koboshi.series.Source;

/**
 * Series on disk: written to an append log, held in memory for about two blocks' span, then moved to immutable compressed blocks.
 *
 * <p>A sample is acknowledged once it is in the log's file, so that it outlives this process; the file is synced every second, so that at most the last second
 * is lost with the machine. Safe for use by many threads; one process at a time.
 */
public final class Store implements Source, Sink, Closeable {
    private static final String FORMAT = "koboshi series, format 1\n";

    /** Of those that brought series. */
    private static final int MOST_NAMED = 3;

    private final Settings settings;
    private final FileChannel lockFile;
    private final SetAside aside;
    private final ReentrantLock lock = new ReentrantLock();
    private final Head head;
    private final Reading reading = new Reading();
    private final Blocks blocks;
    private final Log log;
    private final Appender appender;
    private final Upkeep upkeep;

    private Store(Path folder, Settings settings, FileChannel lockFile, Consumer<String> told) throws IOException {
        this.settings = settings;
        this.lockFile = lockFile;
        this.aside = new SetAside(folder.resolve("set-aside"), told);
        this.head = new Head(settings.maxSeries());
        var logs = Files.createDirectories(folder.resolve("log"));
        var closing = new Closing(settings.block().toMillis());
        blocks = Blocks.open(folder.resolve("blocks"), aside);
        log = recovered(logs, closing);
        head.beginAfter(blocks.end());
        head.weigh();
        appender = new Appender(head, log, settings, closing, this::past);
        upkeep = new Upkeep(this, logs, closing);
    }

    private Log recovered(Path logs, Closing closing) throws IOException {
        try {
            return new Log(logs, new Recovery(logs, head, closing, aside).recover());
        } catch (IOException | RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    /** Opens the store in a folder, with nobody told of what cannot be read but those who ask for {@link #findings}. */
    public static Store open(Path folder, Settings settings) throws IOException {
        return open(folder, settings, _ -> {});
    }

    /**
     * Opens the store in a folder, which is made if it is not there, and brings back what was written.
     *
     * @param told hears of everything that cannot be read, when it is found
     * @throws IOException if the folder cannot be used, holds something else, or is in use by another process
     */
    public static Store open(Path folder, Settings settings, Consumer<String> told) throws IOException {
        Files.createDirectories(folder);
        var lockFile = lock(folder);
        try {
            format(folder);
            var store = new Store(folder, settings, lockFile, told);
            store.upkeep.start();
            return store;
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    static FileChannel lock(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(folder + " is open in this process already", e);
        }
        channel.close();
        throw new IOException(folder + " is in use by another process");
    }

    private static void format(Path folder) throws IOException {
        var file = folder.resolve("FORMAT");
        if (!Files.exists(file)) {
            if (Files.exists(folder.resolve("blocks"))) {
                throw new IOException(folder + " holds blocks but no file FORMAT: what wrote them is not known");
            }
            Files.writeString(file, FORMAT);
        }
        var found = Files.readString(file);
        if (!found.equals(FORMAT)) {
            throw new IOException(folder + " is of another format: it says \"" + found.strip() + "\", this version reads \"" + FORMAT.strip() + "\"");
        }
    }

    /** A batch whose series are named by their labels. */
    public Batch batch() {
        return batch((_, _, _) -> {
            throw new IllegalArgumentException("this batch cannot read labels from bytes");
        });
    }

    /** As {@link #batch()}, with room for as many series from the start. */
    public Batch batch(int expected) {
        return batch().expecting(expected);
    }

    /** A batch whose series are named by bytes of a message; the reader is asked about those not seen before. */
    public Batch batch(LabelReader reader) {
        return new Batch(this, reader);
    }

    long fingerprint(byte[] message, int from, int to, long[] second, int place) {
        return head.fingerprints.of(message, from, to, second, place);
    }

    Outcome commit(Batch batch) throws IOException {
        lock.lock();
        try {
            upkeep.refuseIfBroken();
            upkeep.refuseIfFull(batch);
            var outcome = appender.commit(batch);
            upkeep.wakeIfTight(outcome);
            return outcome;
        } catch (Damaged e) {
            throw new IOException("whether a sample that comes late is there already cannot be told: " + e.getMessage() + "; its block is written anew", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Taken append(Labels labels, Sample sample) {
        try {
            var batch = batch().series(labels);
            var outcome = (sample.histogram() == null ? batch.sample(sample.millis(), sample.value()) : batch.histogram(sample.millis(), sample.histogram())).commit();
            if (outcome.taken() + outcome.repeated() > 0) {
                return outcome.taken() > 0 ? Taken.TAKEN : Taken.REPEATED;
            }
            return outcome.tooMany() > 0 ? Taken.TOO_MANY_SERIES : Taken.OUT_OF_ORDER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one record of the log. Only where some were refused each is tried by itself, to learn which: those that were taken count as repeated then. */
    @Override
    public List<Taken> append(List<Measured> measured) {
        if (measured.isEmpty()) {
            return List.of();
        }
        try {
            var batch = batch();
            measured.forEach(one -> add(batch, one));
            var outcome = batch.commit();
            return outcome.refusals() == 0 ? Collections.nCopies(measured.size(), Taken.TAKEN) : Sink.super.append(measured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Batch batch, Measured one) {
        var sample = one.sample();
        batch.series(one.labels());
        if (sample.histogram() == null) {
            batch.sample(sample.millis(), sample.value());
        } else {
            batch.histogram(sample.millis(), sample.histogram());
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws Damaged from the series' samples: what cannot be read is never left out silently
     * @throws AskAgain from samples read minutes after they were asked for, when their block is deleted
     */
    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        var finding = reading.new Finding(fromMillis, toMillis);
        for (var block : look(finding, matchers, fromMillis, toMillis)) {
            finding.block(block, matchers);
        }
        return finding.series();
    }

    /** A block and the memory it was written from change places under the lock: exactly one of them is seen. */
    private List<Block> look(Reading.Finding finding, List<Matcher> matchers, long from, long to) {
        lock.lock();
        try {
            finding.head(head, matchers);
            return blocks.touching(from, to);
        } finally {
            lock.unlock();
        }
    }

    /** Labels of the series that may have samples in the closed range, sorted. */
    public List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis) {
        return select(matchers, fromMillis, toMillis).stream().map(Series::labels).toList();
    }

    /** The names of all labels of such series, sorted. */
    public List<String> labelNames(List<Matcher> matchers, long fromMillis, long toMillis) {
        var names = new TreeSet<String>();
        if (matchers.isEmpty()) {
            each(fromMillis, toMillis, index -> names.addAll(index.labelNames()));
        } else {
            series(matchers, fromMillis, toMillis).forEach(labels -> labels.forEach((name, _) -> names.add(name)));
        }
        return List.copyOf(names);
    }

    /** The values one label has among such series, sorted. */
    public List<String> labelValues(String name, List<Matcher> matchers, long fromMillis, long toMillis) {
        var values = new TreeSet<String>();
        if (matchers.isEmpty()) {
            each(fromMillis, toMillis, index -> index.values(name, _ -> true, (value, _) -> values.add(value)));
        } else {
            series(matchers, fromMillis, toMillis).forEach(labels -> values.add(labels.get(name)));
            values.remove("");
        }
        return List.copyOf(values);
    }

    private void each(long from, long to, Consumer<Index> what) {
        lock.lock();
        try {
            what.accept(head.index());
        } finally {
            lock.unlock();
        }
        blocks.touching(from, to).forEach(what);
    }

    /** What a series holds at one moment, or null. */
    private Sample past(HeadSeries series, long millis) {
        var pieces = new ArrayList<Piece>();
        for (var block : blocks.touching(millis, millis)) {
            int ordinal = block.ordinal(series.labels);
            if (ordinal >= 0) {
                block.pieces(ordinal, millis, millis, pieces);
            }
        }
        series.pieces(millis, millis, pieces);
        var samples = reading.samples(pieces, series.labels, millis, millis);
        return samples.isEmpty() ? null : samples.get(0);
    }

    /** From now on it sees every sample that is taken; there is one at most. */
    public void witness(Witness witness) {
        lock.lock();
        try {
            appender.witness(witness);
        } finally {
            lock.unlock();
        }
    }

    /** Moves everything in memory to a block now; the log is empty afterwards. */
    public void flush() throws IOException {
        upkeep.flush();
    }

    /**
     * Writes a copy of everything to a folder, which must not be there yet: blocks as links where the file system can, the head as a file. It opens like any
     * store.
     */
    public void snapshot(Path target) throws IOException {
        upkeep.snapshot(target);
    }

    /** Writes the blocks in these folders anew without what cannot be read. */
    void mend(List<Path> damaged) throws IOException {
        blocks.all().stream().filter(block -> damaged.contains(block.folder)).forEach(Block::markDamaged);
        upkeep.mend();
    }

    /** What could not be read since the start, and where it was set aside. */
    public List<String> findings() {
        return aside.findings();
    }

    /** How much went wrong since the start, for those who watch figures. */
    public Damage damage() {
        return aside.damage();
    }

    /** Series in memory. */
    public int seriesCount() {
        lock.lock();
        try {
            return head.size();
        } finally {
            lock.unlock();
        }
    }

    /** How much room there is for series, and who brought most of them. */
    public Room room() {
        lock.lock();
        try {
            var most = head.bringers.most(MOST_NAMED).stream().map(one -> new Room.Brought(one.name(), one.held())).toList();
            return new Room(head.size(), head.free(settings), most);
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes what is in memory takes. */
    public long memoryBytes() {
        lock.lock();
        try {
            return head.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all blocks. */
    public long blockBytes() {
        return blocks.bytes();
    }

    /** Writes the head out, so that the next start is quick. */
    @Override
    public void close() throws IOException {
        try (lockFile; blocks) {
            upkeep.stop();
        }
    }

    Settings settings() {
        return settings;
    }

    ReentrantLock lock() {
        return lock;
    }

    Head head() {
        return head;
    }

    Blocks blocks() {
        return blocks;
    }

    Log log() {
        return log;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    SetAside aside() {
        return aside;
    }

    static void writeFormat(Path folder) throws IOException {
        Files.writeString(folder.resolve("FORMAT"), FORMAT);
    }
}

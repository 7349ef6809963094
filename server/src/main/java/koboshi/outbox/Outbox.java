package koboshi.outbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.tsdb.Witness;
import koboshi.wire.Packed;
import koboshi.wire.WriteRequest;

/**
 * A bounded queue on disk of what is to be sent.
 *
 * <p>What the store takes lies here before anybody is told that it was taken, so that a kill loses none of it; what was sent is noted after it was taken there,
 * so that a kill may send some of it twice. Beyond its bound the oldest goes, and is counted. One writer and one reader.
 */
public final class Outbox implements Witness, AutoCloseable {
    private static final long SEGMENT = 8L << 20;
    private static final int MOST_SAMPLES = 5_000;
    private static final int MOST_BYTES = 1 << 20;

    /** Where the next frame to be sent begins. */
    private record Place(long segment, long offset) {}

    /** What is sent at once; to be given back to {@link #sent}. */
    public record Parcel(byte[] packed, int samples, long writtenMillis, long segment, long end) {}

    private final Path folder;
    private final long most;
    private final boolean histograms;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final WriteRequest seen = new WriteRequest();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Map<Long, Long> sizes = new TreeMap<>();
    private Place next;
    private long written;
    private long lost;
    private long passed;
    private boolean dirty;

    private Outbox(Path folder, long most, boolean histograms, InstantSource clock) {
        this.folder = folder;
        this.most = most;
        this.histograms = histograms;
        this.clock = clock;
    }

    /**
     * @param folder is made if it is not there
     * @param most bytes it may take on disk
     * @param histograms whether native ones are sent, which not every receiver takes
     */
    public static Outbox open(Path folder, long most, boolean histograms, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        var outbox = new Outbox(folder, Math.max(most, 2 * SEGMENT), histograms, clock);
        outbox.open();
        return outbox;
    }

    /** What was there before is only read from; new frames go to a new segment, so that none stands behind one a kill cut off. */
    private void open() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.out")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.matches("\\d{12}\\.out")) {
                    long number = Long.parseLong(name.substring(0, 12));
                    segments.put(number, Segment.open(folder, number));
                    sizes.put(number, Files.size(file));
                }
            }
        }
        next = place();
        begin(segments.isEmpty() ? next.segment() + 1 : segments.lastKey() + 1);
        for (long number : segments.headMap(next.segment()).keySet().toArray(Long[]::new)) {
            drop(number);
        }
    }

    private Place place() throws IOException {
        try {
            var words = Files.readString(folder.resolve("sent")).strip().split(" ");
            if (words.length == 2 && words[0].matches("\\d{1,12}") && words[1].matches("\\d{1,12}")) {
                return new Place(Long.parseLong(words[0]), Long.parseLong(words[1]));
            }
        } catch (NoSuchFileException _) {
            // Nothing was sent yet.
        }
        return new Place(segments.isEmpty() ? 0 : segments.firstKey(), 0);
    }

    private void begin(long number) throws IOException {
        segments.put(number, Segment.open(folder, number));
        sizes.put(number, 0L);
        written = 0;
    }

    private void drop(long number) throws IOException {
        segments.remove(number).delete();
        sizes.remove(number);
    }

    /** Histograms that are not to be sent are passed over and counted. */
    @Override
    public void sees(Labels labels, long millis, double value, Histogram histogram) {
        if (histogram == null) {
            seen.sample(labels, millis, value);
        } else if (histograms && counts(histogram)) {
            seen.histogram(labels, millis, histogram);
        } else {
            passed++;
        }
    }

    /** A difference of two may count below zero; a receiver refuses it, and with it all that is in the same message. */
    private static boolean counts(Histogram histogram) {
        return histogram.count() >= 0 && histogram.zeroCount() >= 0 && histogram.positive().lowest() >= 0 && histogram.negative().lowest() >= 0;
    }

    @Override
    public void keep() throws IOException {
        if (seen.samples() == 0) {
            return;
        }
        var packed = seen.packed();
        int samples = seen.samples();
        seen.clear();
        lock.lock();
        try {
            append(samples, packed);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void append(int samples, byte[] packed) throws IOException {
        if (written > SEGMENT) {
            segments.lastEntry().getValue().force();
            begin(segments.lastKey() + 1);
        }
        written = segments.lastEntry().getValue().append(written, samples, clock.millis(), packed);
        sizes.put(segments.lastKey(), written);
        dirty = true;
        while (bytes() > most && segments.size() > 1) {
            overflow(segments.firstKey());
        }
    }

    private void overflow(long number) throws IOException {
        long at = number == next.segment() ? next.offset() : 0;
        for (var frame = segments.get(number).read(at); frame.isPresent(); frame = segments.get(number).read(at)) {
            lost += frame.get().samples();
            at = frame.get().end();
        }
        drop(number);
        next = new Place(segments.firstKey(), 0);
    }

    /** What is to be sent next, once there is something; nothing if there is none within the time. */
    public Optional<Parcel> await(long millis) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var parcel = parcel();
            if (parcel.isEmpty()) {
                filled.await(millis, TimeUnit.MILLISECONDS);
                parcel = parcel();
            }
            return parcel;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Parcel> parcel() throws IOException {
        var frame = segments.get(next.segment()) == null ? Optional.<Segment.Frame>empty() : segments.get(next.segment()).read(next.offset());
        while (frame.isEmpty()) {
            var later = segments.higherKey(next.segment());
            if (later == null) {
                return Optional.empty();
            }
            if (segments.containsKey(next.segment())) {
                drop(next.segment());
            }
            next = new Place(later, 0);
            frame = segments.get(later).read(0);
        }
        return Optional.of(parcel(frame.get()));
    }

    /** As many frames of a segment as one message may hold; messages laid behind each other are one. */
    private Parcel parcel(Segment.Frame first) throws IOException {
        var segment = segments.get(next.segment());
        var together = new ByteArrayOutputStream();
        var frame = Optional.of(first);
        int samples = 0;
        long end = next.offset();
        int frames = 0;
        while (frame.isPresent() && samples < MOST_SAMPLES && together.size() < MOST_BYTES) {
            var message = frame.get().message();
            var plain = new byte[Packed.length(message, message.length)];
            Packed.unpack(message, message.length, plain);
            together.writeBytes(plain);
            samples += frame.get().samples();
            end = frame.get().end();
            frames++;
            frame = segment.read(end);
        }
        var packed = frames == 1 ? first.message() : Packed.pack(together.toByteArray(), together.size());
        return new Parcel(packed, samples, first.writtenMillis(), segment.number, end);
    }

    /** It was taken, or refused for good. */
    public void sent(Parcel parcel) throws IOException {
        lock.lock();
        try {
            // It may have been dropped meanwhile to make room.
            if (parcel.segment() == next.segment()) {
                next = new Place(parcel.segment(), parcel.end());
            }
            var arriving = folder.resolve("sent.arriving");
            Files.writeString(arriving, next.segment() + " " + next.offset() + "\n");
            Files.move(arriving, folder.resolve("sent"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            lock.unlock();
        }
    }

    /** Brings what was written to the disk itself. */
    void force() throws IOException {
        Segment last;
        lock.lock();
        try {
            if (!dirty) {
                return;
            }
            dirty = false;
            last = segments.lastEntry().getValue();
        } finally {
            lock.unlock();
        }
        last.force();
    }

    private long bytes() {
        return sizes.values().stream().mapToLong(size -> size).sum();
    }

    /** Bytes that wait. */
    long waiting() {
        lock.lock();
        try {
            long sentHere = segments.containsKey(next.segment()) ? next.offset() : 0;
            return bytes() - sentHere;
        } finally {
            lock.unlock();
        }
    }

    /** Samples that went because there was no room. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /** Native histograms that were not sent. */
    long passedOver() {
        return passed;
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            for (var segment : segments.values()) {
                segment.close();
            }
        } finally {
            lock.unlock();
        }
    }
}

package koboshi.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lines of services on disk, a folder for each service: files of lines that one can read without us, and a sparse index of moments beside each.
 *
 * <p>A line that was taken is in the operating system's files and outlives this process; it is brought to the disk within a second. Safe for use by many
 * threads; one process at a time, which whoever holds the state folder sees to.
 */
public final class LogStore implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_SERVICES = 200;
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final long LONGEST_MILLIS = Duration.ofHours(6).toMillis();

    private final Path folder;
    private final Limits limits;
    private final InstantSource clock;
    private final Consumer<String> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelf> shelves = new TreeMap<>();
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("logs").factory());
    private boolean failing;
    private boolean closed;

    /**
     * How much is kept.
     *
     * @param keep how long, give or take one file
     * @param bytes of all files together, above which the oldest go
     * @param fileBytes of one file
     */
    public record Limits(Duration keep, long bytes, long fileBytes) {
        public static final Limits STANDARD = new Limits(Duration.ofDays(7), 512L << 20, 4L << 20);

        public Limits with(Duration time, long most) {
            return new Limits(time, most, Math.min(fileBytes, Math.max(1, most / 8)));
        }
    }

    /**
     * What became of lines.
     *
     * @param refused how many by why
     */
    public record Taken(long taken, Map<String, Long> refused) {
        public Taken {
            refused = Map.copyOf(refused);
        }
    }

    private LogStore(Path folder, Limits limits, InstantSource clock, Consumer<String> told) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.told = told;
    }

    /** @param told hears when something cannot be kept, once */
    public static LogStore open(Path folder, Limits limits, InstantSource clock, Consumer<String> told) throws IOException {
        var store = new LogStore(Files.createDirectories(folder), limits, clock, told);
        try (var folders = Files.list(folder)) {
            for (var one : folders.filter(Files::isDirectory).filter(one -> NAME.matcher(one.getFileName().toString()).matches()).toList()) {
                store.shelves.put(one.getFileName().toString(), new Shelf(one.getFileName().toString(), one));
            }
        }
        store.upkeep.scheduleWithFixedDelay(store::upkeep, 1, 1, TimeUnit.SECONDS);
        return store;
    }

    /** Whether a service may be called so. */
    public static boolean isName(String service) {
        return NAME.matcher(service).matches();
    }

    /**
     * Takes what can be taken; services must have names.
     *
     * @throws IOException when the lines of a service cannot be kept; those of others may have been
     */
    public Taken append(List<LogLine> lines) throws IOException {
        var refused = new HashMap<String, Long>();
        lock.lock();
        try {
            long now = clock.millis();
            var good = new LinkedHashMap<String, List<LogLine>>();
            for (var line : lines) {
                var why = wrong(line, now, good);
                if (why.isEmpty()) {
                    good.computeIfAbsent(line.service(), _ -> new ArrayList<>()).add(line);
                } else {
                    refused.merge(why.get(), 1L, Long::sum);
                }
            }
            for (var service : good.entrySet()) {
                append(service.getKey(), service.getValue(), now);
            }
            return new Taken(good.values().stream().mapToLong(List::size).sum(), refused);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a line of that moment is neither too old nor too far ahead. */
    public boolean takes(long millis) {
        return wrong(millis, clock.millis()).isEmpty();
    }

    private Optional<String> wrong(long millis, long now) {
        if (millis > now + AHEAD.toMillis()) {
            return Optional.of("too far in the future");
        }
        return millis < now - limits.keep().toMillis() || millis < 0 ? Optional.of("too old") : Optional.empty();
    }

    private Optional<String> wrong(LogLine line, long now, Map<String, ?> others) {
        var moment = wrong(line.millis(), now);
        if (moment.isPresent()) {
            return moment;
        }
        boolean known = shelves.containsKey(line.service()) || others.containsKey(line.service());
        return known || shelves.size() + others.size() < MOST_SERVICES ? Optional.empty() : Optional.of("of more services than there may be");
    }

    private void append(String service, List<LogLine> lines, long now) throws IOException {
        if (closed) {
            throw new IOException("closing");
        }
        var shelf = shelves.get(service);
        if (shelf == null) {
            shelf = new Shelf(service, folder.resolve(service));
            shelves.put(service, shelf);
        }
        // Before, so that what is old goes alone, and what was taken is not told to have failed because of a file that is full.
        if (shelf.wantsAnother(limits.fileBytes(), LONGEST_MILLIS, now)) {
            shelf.seal();
        }
        shelf.append(lines, now);
        makeRoom(now);
    }

    private void makeRoom(long now) throws IOException {
        for (var all = shelves.values().iterator(); all.hasNext(); ) {
            var shelf = all.next();
            for (var oldest = shelf.oldest(); oldest != null && oldest.marks().latest() < now - limits.keep().toMillis(); oldest = shelf.oldest()) {
                shelf.delete(oldest);
            }
            // Whoever has no lines any more must not stand in the way of new services.
            if (shelf.isEmpty()) {
                shelf.delete();
                all.remove();
            }
        }
        long bytes = bytes();
        while (bytes > limits.bytes()) {
            var fullest = shelves.values().stream().filter(shelf -> shelf.oldest() != null)
                    .min(Comparator.comparingLong(shelf -> shelf.oldest().marks().latest()));
            if (fullest.isEmpty()) {
                return;
            }
            var oldest = fullest.get().oldest();
            bytes -= oldest.marks().bytes();
            fullest.get().delete(oldest);
        }
    }

    private void upkeep() {
        lock.lock();
        try {
            long now = clock.millis();
            for (var shelf : shelves.values()) {
                if (shelf.wantsAnother(limits.fileBytes(), LONGEST_MILLIS, now)) {
                    shelf.seal();
                }
                shelf.force();
            }
            makeRoom(now);
            failing = false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!failing) {
                told.accept("logs cannot be kept in order: " + e);
            }
            failing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all lines. */
    public long bytes() {
        lock.lock();
        try {
            return shelves.values().stream().mapToLong(Shelf::bytes).sum();
        } finally {
            lock.unlock();
        }
    }

    public List<String> services() {
        lock.lock();
        try {
            return List.copyOf(shelves.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** The newest lines that are asked for, in the order of their moments. */
    public Found find(Question question) throws IOException {
        List<Segment> segments;
        lock.lock();
        try {
            segments = shelves.entrySet().stream()
                    .filter(one -> question.service().isEmpty() || question.service().get().equals(one.getKey()))
                    .flatMap(one -> one.getValue().segments().stream())
                    .toList();
        } finally {
            lock.unlock();
        }
        return new Search(question).in(segments);
    }

    @Override
    public void close() throws IOException {
        // Not by an interrupt, which would close the file it writes.
        upkeep.shutdown();
        lock.lock();
        try {
            closed = true;
            for (var shelf : shelves.values()) {
                shelf.seal();
            }
        } finally {
            lock.unlock();
        }
    }
}

package liveqa.question;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes entries in groups: all that came while the disk was busy share the next fsync, so many askers cost little more
 * than one.
 *
 * <p>What follows from an entry runs on this thread right after it is on the disk and before the next group. So between
 * two groups the memory says exactly what the file says, which is when the file may be compacted.
 */
final class QuestionLog {
    /** Told once, on the log's own thread, whether the entry is on the disk ({@code failure} is null) or why not. */
    interface Sequel {
        void written(Exception failure);
    }

    private record Pending(byte[] line, Sequel sequel) {}

    private static final System.Logger LOG = System.getLogger("log");
    private static final int LARGEST_GROUP = 1024;
    /** Nothing to write: it only wakes the thread, so that stopping does not wait for its next look. */
    private static final Pending WAKE = new Pending(new byte[0], _ -> { });
    private final BlockingQueue<Pending> pending = new ArrayBlockingQueue<>(LARGEST_GROUP);
    private final LogFile file;
    private final Supplier<List<Entry>> whatMatters;
    private final long compactAbove;
    private final Thread thread = Thread.ofPlatform().name("log").daemon().uncaughtExceptionHandler(QuestionLog::diesOf).unstarted(this::run);
    private volatile boolean open = true;
    private volatile String trouble;
    private long compactAt;

    /** {@code whatMatters} gives the entries a compacted file holds; it is called on the log's thread. */
    QuestionLog(LogFile file, Supplier<List<Entry>> whatMatters, long compactAbove) {
        this.file = file;
        this.whatMatters = whatMatters;
        this.compactAbove = compactAbove;
    }

    /** Compacts what earlier runs left, then takes entries. */
    void start() throws IOException {
        compact();
        thread.start();
    }

    /** Waits when the disk is a thousand entries behind. */
    void append(Entry entry, Sequel sequel) throws InterruptedException {
        append(List.of(entry), sequel);
    }

    /** All of them or none, as far as a sudden death leaves whole lines. */
    void append(List<Entry> entries, Sequel sequel) throws InterruptedException {
        pending.put(new Pending(lines(entries), sequel));
    }

    /** For what can be told from other entries too; may be called in a sequel, where nobody may wait. */
    void note(List<Entry> entries) {
        if (!entries.isEmpty()) pending.offer(new Pending(lines(entries), _ -> { }));
    }

    private static byte[] lines(List<Entry> entries) {
        return entries.stream().map(entry -> EntryText.line(entry) + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    /** Why entries cannot be written just now, if they cannot. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Out of memory, say: without this thread every asker would wait for ever, so a quick end and a fresh start are better. */
    private static void diesOf(Thread log, Throwable why) {
        LOG.log(System.Logger.Level.ERROR, "the log's thread died of " + why + "; ending the process: what was accepted is on the disk");
        Runtime.getRuntime().halt(70);
    }

    private void run() {
        while (open || !pending.isEmpty()) {
            try {
                var group = nextGroup();
                if (!group.isEmpty()) write(group);
            } catch (InterruptedException _) {
                return; // Only stop() interrupts, after its patience ended.
            }
        }
    }

    private List<Pending> nextGroup() throws InterruptedException {
        var group = new ArrayList<Pending>();
        var first = pending.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            pending.drainTo(group, LARGEST_GROUP - 1);
            group.remove(WAKE);
        }
        return group;
    }

    private void write(List<Pending> group) {
        Exception failure = null;
        try {
            file.append(group.stream().map(Pending::line).toList());
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        noteChange(failure);
        for (var written : group) written.sequel().written(failure);
        if (failure == null) compactWhenLarge();
    }

    private void noteChange(Exception failure) {
        if (failure != null && trouble == null) {
            LOG.log(System.Logger.Level.ERROR, "cannot write the log: " + failure + "; questions are refused until it can be written again");
        } else if (failure == null && trouble != null) {
            LOG.log(System.Logger.Level.INFO, "the log can be written again");
        }
        trouble = failure == null ? null : failure.toString();
    }

    private void compactWhenLarge() {
        try {
            if (file.size() > compactAt) compact();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot compact the log: " + e + "; it goes on growing");
            compactAt += compactAbove;
        }
    }

    private void compact() throws IOException {
        file.replaceWith(whatMatters.get().stream().map(entry -> (EntryText.line(entry) + "\n").getBytes(StandardCharsets.UTF_8)).toList());
        compactAt = file.size() + compactAbove;
    }

    /** Writes what is pending, but takes at most half a second for it. */
    void stop() throws IOException, InterruptedException {
        open = false;
        pending.offer(WAKE);
        thread.join(500);
        thread.interrupt();
        file.close();
    }
}

package koboshi.agent.fact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import koboshi.agent.link.Frame.Numbered;
import koboshi.agent.link.Json;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/**
 * Facts on disk, numbered, until the server has them: a kill of either side loses none and doubles none.
 *
 * <p>One file of JSON lines. The first names the sequence (its boot) and where it goes on, so numbers continue over restarts of the agent; then
 * come facts and acknowledgements. A torn last line is what a kill leaves and is dropped.
 */
public final class FactSpool implements AutoCloseable {
    private static final int MOST_WAITING = 5_000;
    private static final int REWRITE_AFTER_LINES = 2_000;

    private final Path file;
    private final TreeMap<Long, Numbered> waiting = new TreeMap<>();
    private String boot = UUID.randomUUID().toString();
    private long next = 1;
    private int lines;
    private int unreadable;
    private boolean torn;
    private FileChannel channel;
    private volatile Runnable told = () -> {};

    private record Line(String boot, Long next, Long acked, Numbered fact) {}

    private FactSpool(Path file) {
        this.file = file;
    }

    public static FactSpool open(Path file) throws IOException {
        var spool = recalled(file);
        spool.rewrite();
        return spool;
    }

    /** A file that a broken disk made unreadable is put aside: under a new boot the numbers may begin anew. */
    private static FactSpool recalled(Path file) throws IOException {
        var spool = new FactSpool(file);
        try {
            if (Files.exists(file)) {
                // What a broken disk made of a letter is no reason not to start.
                spool.recall(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
            return spool;
        } catch (IllegalArgumentException _) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
            return new FactSpool(file);
        }
    }

    private void recall(String text) {
        var whole = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        recall(Json.read(whole.isEmpty() ? "" : whole.getFirst(), Line.class));
        whole.stream().skip(1).forEach(this::recallIfWhole);
    }

    /** A full disk may tear a line in the middle of the file; those after it are as good as ever. */
    private void recallIfWhole(String line) {
        try {
            recall(Json.read(line, Line.class));
        } catch (IllegalArgumentException _) {
            unreadable++;
        }
    }

    /** How many lines of an earlier run could not be read. */
    public synchronized int unreadable() {
        return unreadable;
    }

    private void recall(Line line) {
        if (line.boot() != null && line.next() != null) {
            boot = line.boot();
            next = line.next();
        } else if (line.acked() != null) {
            waiting.headMap(line.acked(), true).clear();
        } else if (line.fact() == null || line.fact().on() == null || line.fact().fact() == null) {
            throw new IllegalArgumentException("a line of the spool says nothing");
        } else {
            waiting.put(line.fact().seq(), line.fact());
            next = line.fact().seq() + 1;
        }
    }

    public String boot() {
        return boot;
    }

    /** Called after every new fact, from the thread that told it. */
    public void whenTold(Runnable told) {
        this.told = told;
    }

    /**
     * Durable when it returns.
     *
     * @throws UncheckedIOException when it is not; it is told all the same, unless this agent ends first
     */
    public void tell(ResourceId on, Fact fact) {
        try {
            add(on, fact);
        } finally {
            told.run();
        }
    }

    private synchronized void add(ResourceId on, Fact fact) {
        var numbered = new Numbered(next++, on, fact, Instant.now());
        waiting.put(numbered.seq(), numbered);
        makeRoom();
        append(new Line(null, null, null, numbered), true);
    }

    /** What the server has not acknowledged, after the given number, oldest first. */
    public synchronized List<Numbered> waitingAfter(long seq, int most) {
        return waiting.tailMap(seq, false).values().stream().limit(most).toList();
    }

    /** The server has everything up to this number. */
    public synchronized void acked(long seq) {
        if (waiting.isEmpty() || waiting.firstKey() > seq) {
            return;
        }
        waiting.headMap(seq, true).clear();
        append(new Line(null, null, seq, null), false);
        if (lines > waiting.size() + REWRITE_AFTER_LINES) {
            rewriteUnchecked();
        }
    }

    /** Remarks call for nothing by themselves, so they go first; a fall is kept as long as anything is. */
    private void makeRoom() {
        if (waiting.size() > MOST_WAITING) {
            waiting.remove(oldestRemark(waiting.values()));
            if (lines > waiting.size() + REWRITE_AFTER_LINES) {
                rewriteUnchecked();
            }
        }
    }

    private static long oldestRemark(Collection<Numbered> facts) {
        return facts.stream()
                .filter(numbered -> numbered.fact() instanceof Fact.Remarked || numbered.fact() instanceof Fact.Observed)
                .findFirst()
                .orElseGet(() -> facts.iterator().next())
                .seq();
    }

    private void append(Line line, boolean force) {
        try {
            var before = torn ? "\n" : "";
            torn = true;
            DurableFile.writeAll(channel, before + Json.write(line, Line.class) + '\n');
            torn = false;
            lines++;
            if (force) {
                channel.force(false);
            }
        } catch (IOException trouble) {
            throw new UncheckedIOException("the agent's facts cannot be written to " + file, trouble);
        }
    }

    private void rewriteUnchecked() {
        try {
            rewrite();
        } catch (IOException trouble) {
            throw new UncheckedIOException("the agent's facts cannot be written to " + file, trouble);
        }
    }

    private void rewrite() throws IOException {
        var all = new ArrayList<String>();
        all.add(Json.write(new Line(boot, next, null, null), Line.class));
        waiting.values().forEach(fact -> all.add(Json.write(new Line(null, null, null, fact), Line.class)));
        close();
        DurableFile.replace(file, String.join("\n", all) + '\n');
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = all.size();
        torn = false;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}

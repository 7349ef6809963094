package koboshi.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of one service: those that are full, and one that is written to. Guarded by the store's lock. */
final class Shelf {
    private final String service;
    private final Path folder;
    private final List<Segment> full = new ArrayList<>();
    private Path openFile;
    private FileChannel open;
    private Marks marks = new Marks();
    private long openedMillis;
    private long next = 1;
    private boolean dirty;

    Shelf(String service, Path folder) throws IOException {
        this.service = service;
        this.folder = Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Segment::is).sorted().toList()) {
                full.add(Segment.open(service, file));
                next = Math.max(next, Segment.number(file) + 1);
            }
        }
    }

    /** All of them or none; when this returns they outlive the process. */
    void append(List<LogLine> lines, long nowMillis) throws IOException {
        if (open == null) {
            openFile = folder.resolve(Segment.name(next++));
            open = FileChannel.open(openFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            marks = new Marks();
            openedMillis = nowMillis;
        }
        var lengths = new int[lines.size()];
        var buffer = encoded(lines, lengths);
        long start = marks.bytes();
        write(buffer, start);
        for (int i = 0; i < lengths.length; i++) {
            marks.add(start, lengths[i], lines.get(i).millis());
            start += lengths[i];
        }
        dirty = true;
    }

    private static ByteBuffer encoded(List<LogLine> lines, int[] lengths) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < lengths.length; i++) {
            var bytes = LineText.write(lines.get(i)).getBytes(StandardCharsets.UTF_8);
            lengths[i] = bytes.length;
            out.writeBytes(bytes);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private void write(ByteBuffer buffer, long start) throws IOException {
        try {
            while (buffer.hasRemaining()) {
                open.write(buffer, start + buffer.position());
            }
        } catch (IOException e) {
            open.truncate(start);
            throw e;
        }
    }

    boolean wantsAnother(long mostBytes, long longestMillis, long nowMillis) {
        return open != null && (marks.bytes() >= mostBytes || nowMillis - openedMillis >= longestMillis);
    }

    /** What is written to now is full. Without its index, which a full disk may refuse, it is still there. */
    void seal() throws IOException {
        if (open != null) {
            open.force(true);
            open.close();
            open = null;
            dirty = false;
            var sealed = marks;
            marks = new Marks();
            full.add(new Segment(service, openFile, sealed));
            sealed.write(Segment.index(openFile));
        }
    }

    void force() throws IOException {
        if (dirty && open != null) {
            open.force(false);
            dirty = false;
        }
    }

    /** Everything there is, as it is now. */
    List<Segment> segments() {
        var all = new ArrayList<>(full);
        if (open != null) {
            all.add(new Segment(service, openFile, marks.copy()));
        }
        return all;
    }

    long bytes() {
        return full.stream().mapToLong(segment -> segment.marks().bytes()).sum() + marks.bytes();
    }

    Segment oldest() {
        return full.stream().min(Comparator.comparingLong(segment -> segment.marks().latest())).orElse(null);
    }

    boolean isEmpty() {
        return open == null && full.isEmpty();
    }

    /** The folder of an empty one goes too, unless somebody else has put something into it. */
    void delete() throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException _) {
            // It is not ours alone then; without lines it is no service's either.
        }
    }

    void delete(Segment segment) throws IOException {
        full.remove(segment);
        segment.delete();
    }
}

package koboshi.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the parts of a file begin, and which moments each holds: so that looking at one hour reads that hour. */
final class Marks {
    private static final int PART = 1 << 16;

    private final List<Mark> marks = new ArrayList<>();
    private long end;

    /** @param latest of the moments in it, in no order with the part after it */
    record Mark(long offset, long earliest, long latest) {}

    /** @param offset where a line begins; lines come in their order in the file */
    void add(long offset, int length, long millis) {
        end = offset + length;
        var last = marks.isEmpty() ? null : marks.getLast();
        if (last == null || offset - last.offset() >= PART) {
            marks.add(new Mark(offset, millis, millis));
        } else {
            marks.set(marks.size() - 1, new Mark(last.offset(), Math.min(last.earliest(), millis), Math.max(last.latest(), millis)));
        }
    }

    int count() {
        return marks.size();
    }

    Mark at(int place) {
        return marks.get(place);
    }

    /** Where the part behind it begins, or the file ends. */
    long endOf(int place) {
        return place + 1 < marks.size() ? marks.get(place + 1).offset() : end;
    }

    long bytes() {
        return end;
    }

    long earliest() {
        return marks.stream().mapToLong(Mark::earliest).min().orElse(Long.MAX_VALUE);
    }

    long latest() {
        return marks.stream().mapToLong(Mark::latest).max().orElse(Long.MIN_VALUE);
    }

    Marks copy() {
        var copy = new Marks();
        copy.marks.addAll(marks);
        copy.end = end;
        return copy;
    }

    /** Written once a file is full. It can be made again from the file, so that nothing depends on it. */
    void write(Path file) throws IOException {
        var text = new StringBuilder().append(end).append('\n');
        marks.forEach(mark -> text.append(mark.offset()).append(' ').append(mark.earliest()).append(' ').append(mark.latest()).append('\n'));
        Files.writeString(file, text);
    }

    /** @throws IOException where it cannot be read, or is not of that many bytes */
    static Marks read(Path file, long bytes) throws IOException {
        try {
            var lines = Files.readString(file, StandardCharsets.US_ASCII).lines().toList();
            var read = new Marks();
            read.end = Long.parseLong(lines.getFirst());
            for (var line : lines.subList(1, lines.size())) {
                var parts = line.split(" ");
                read.marks.add(new Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
            }
            if (read.end == bytes) {
                return read;
            }
        } catch (RuntimeException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        throw new IOException(file + " is of another file");
    }

    /** Of a file as it is; half a line at its end is no line. */
    static Marks of(byte[] file) {
        var marks = new Marks();
        for (int from = 0; from < file.length; ) {
            int to = from;
            while (to < file.length && file[to] != '\n') {
                to++;
            }
            if (to == file.length) {
                break;
            }
            long millis = LineText.millis(file, from, to);
            if (millis != Long.MIN_VALUE) {
                marks.add(from, to + 1 - from, millis);
            }
            marks.end = to + 1L;
            from = to + 1;
        }
        return marks;
    }
}

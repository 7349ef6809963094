package koboshi.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Looks through files from the newest part to the oldest, and holds no more than is asked for. */
final class Search {
    /** Characters of one answer, so that long lines are fewer. */
    private static final long LARGEST_ANSWER = 4 << 20;

    private final Question question;
    private final byte[] needle;
    private final PriorityQueue<Hit> hits = new PriorityQueue<>();
    private long characters;
    private long unreadable;
    private boolean more;

    /** @param order as they came where moments are the same */
    private record Hit(LogLine line, String file, long order) implements Comparable<Hit> {
        private static final Comparator<Hit> ORDER =
                Comparator.<Hit>comparingLong(hit -> hit.line().millis()).thenComparing(Hit::file).thenComparingLong(Hit::order);

        @Override
        public int compareTo(Hit other) {
            return ORDER.compare(this, other);
        }
    }

    Search(Question question) {
        this.question = question;
        this.needle = LineText.needle(question.text());
    }

    Found in(List<Segment> segments) throws IOException {
        var byLatest = new ArrayList<>(segments);
        byLatest.sort(Comparator.comparingLong((Segment segment) -> segment.marks().latest()).reversed());
        for (var segment : byLatest) {
            if (touches(segment.marks().earliest(), segment.marks().latest())) {
                look(segment);
            }
        }
        return new Found(hits.stream().sorted().map(Hit::line).toList(), more, unreadable);
    }

    private void look(Segment segment) throws IOException {
        try (var channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            for (int i = segment.marks().count() - 1; i >= 0; i--) {
                var mark = segment.marks().at(i);
                if (touches(mark.earliest(), mark.latest())) {
                    look(segment, segment.part(channel, i), mark.offset());
                }
            }
        } catch (NoSuchFileException _) {
            // Deleted while we looked, because it was too old: as if we had come later.
            more = true;
        }
    }

    /** Whether it can hold anything that is wanted and newer than what there is already. */
    private boolean touches(long earliest, long latest) {
        if (earliest > question.toMillis() || latest < question.fromMillis()) {
            return false;
        }
        boolean full = hits.size() >= question.limit() || characters >= LARGEST_ANSWER;
        if (full && latest < hits.peek().line().millis()) {
            more = true;
            return false;
        }
        return true;
    }

    private void look(Segment segment, byte[] part, long offset) {
        for (int from = 0; from < part.length; ) {
            int to = from;
            while (to < part.length && part[to] != '\n') {
                to++;
            }
            line(segment, part, from, to, offset + from);
            from = to + 1;
        }
    }

    private void line(Segment segment, byte[] part, int from, int to, long order) {
        long millis = LineText.millis(part, from, to);
        if (millis == Long.MIN_VALUE) {
            unreadable++;
        } else if (millis >= question.fromMillis() && millis <= question.toMillis() && holds(part, from, to)) {
            LineText.read(segment.service(), part, from, to).filter(this::wanted).ifPresent(line -> keep(new Hit(line, segment.file().toString(), order)));
        }
    }

    /** A first look at the bytes, before a text is made of them. */
    private boolean holds(byte[] part, int from, int to) {
        if (needle.length == 0) {
            return true;
        }
        for (int at = from; at <= to - needle.length; at++) {
            int i = 0;
            while (i < needle.length && part[at + i] == needle[i]) {
                i++;
            }
            if (i == needle.length) {
                return true;
            }
        }
        return false;
    }

    private boolean wanted(LogLine line) {
        return line.text().contains(question.text())
                && question.labels().entrySet().stream().allMatch(label -> label.getValue().equals(line.labels().get(label.getKey())));
    }

    private void keep(Hit hit) {
        hits.add(hit);
        characters += size(hit.line());
        while (hits.size() > question.limit() || characters > LARGEST_ANSWER && hits.size() > 1) {
            characters -= size(hits.poll().line());
            more = true;
        }
    }

    private static long size(LogLine line) {
        return line.text().length() + line.labels().entrySet().stream().mapToLong(label -> label.getKey().length() + label.getValue().length()).sum();
    }
}

package koboshi.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import koboshi.incident.Entry;
import koboshi.store.Journal.Written;

/** Commits rounds of entries for ever and says each offset once it is durable. */
final class Committing {
    static final int A_ROUND = 3;

    private Committing() {}

    public static void main(String... arguments) {
        var journal = Journal.open(Path.of(arguments[0]));
        System.out.println("epoch " + journal.epoch());
        while (true) {
            System.out.println(journal.commit(round(journal.lastOffset() + 1)));
        }
    }

    static List<Written> round(long first) {
        return IntStream.range(0, A_ROUND).mapToObj(i -> written(new Entry.Noted("text", "entry " + (first + i), "round " + first))).toList();
    }

    static Written written(Entry entry) {
        return new Written(entry, Instant.parse("2026-01-01T00:00:00Z"));
    }
}

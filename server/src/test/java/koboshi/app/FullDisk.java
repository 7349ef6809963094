package koboshi.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import koboshi.incident.Entry;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;
import koboshi.store.Reserve;

/** Writes entries until there is no room for them, and says each that is durable. */
final class FullDisk {
    private FullDisk() {}

    public static void main(String... arguments) {
        var folder = Path.of(arguments[0]);
        var reserve = new Reserve(folder);
        System.out.println("reserve held: " + reserve.hold());
        var journal = Journal.open(folder.resolve("journal.db"));
        var recording = new Recording(journal, reserve, what -> System.out.println("call: " + what));
        while (true) {
            recording.commit(List.of(new Written(new Entry.Noted("text", "x".repeat(20_000), "disk"), Instant.EPOCH)));
            System.out.println("durable " + journal.lastOffset());
        }
    }
}

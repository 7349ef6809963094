package koboshi.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The formats of the tables, one step to each from the one before; the first step makes them.
 *
 * <p>An upgrade keeps a copy of the whole journal first; a downgrade is refused and names that copy.
 */
record Formats(List<Consumer<Handle>> steps) {
    static final Formats PUBLISHED = new Formats(List.of(Formats::create));

    private static void create(Handle handle) {
        handle.execute("create table entry (place integer primary key, epoch bigint not null, at bigint not null, incident bigint not null,"
                + " type text not null, version integer not null, json text not null)");
        handle.execute("create index entry_incident on entry (incident, place) where incident <> 0");
        handle.execute("create table snapshot (place integer primary key, json text not null)");
        handle.execute("create table leader (epoch bigint not null)");
        handle.execute("insert into leader (epoch) values (0)");
    }

    /** What this release writes. */
    int current() {
        return steps.size();
    }

    /**
     * Brings the journal to the current format, all steps or none.
     *
     * @throws UnreadableJournal when a newer release wrote it
     */
    void bringUp(Handle handle, Path file) throws IOException {
        int format = handle.createQuery("pragma user_version").mapTo(Integer.class).one();
        if (format > current()) {
            throw new UnreadableJournal("the journal " + file + " has format " + format + " and this release knows up to " + current()
                    + ": start the newer release again, or restore the backup it made: " + backup(file, current()));
        }
        if (format == current()) {
            return;
        }
        if (format > 0) {
            backUp(handle, file, format);
        }
        handle.useTransaction(each -> {
            steps.subList(format, current()).forEach(step -> step.accept(each));
            each.execute("pragma user_version = " + current());
        });
    }

    private static Path backup(Path file, int format) {
        return file.resolveSibling(file.getFileName() + ".format-" + format);
    }

    /** Whole or not at all: a copy that a full disk cut short must not pass for a backup. */
    private static void backUp(Handle handle, Path file, int format) throws IOException {
        var arriving = file.resolveSibling(file.getFileName() + ".arriving");
        Files.deleteIfExists(arriving);
        handle.execute("vacuum into ?", arriving.toString());
        Files.move(arriving, backup(file, format), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

package koboshi.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.loop.Snapshot;
import koboshi.loop.State;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * What happened, in the order it was written, durable before anybody hears of it.
 *
 * <p>SQLite in WAL mode with {@code synchronous=FULL}: a commit that returned survives kill -9 and a power cut. One writer; readers have a
 * connection of their own. A second process on the same file is refused by a lock that lasts as long as the process.
 */
public final class Journal implements AutoCloseable {
    /** Of the tables; a file with a higher one was written by a newer release. */
    static final int FORMAT = 1;

    private static final RowMapper<Row> ROW = (row, _) -> new Row(
            row.getLong("place"),
            row.getLong("epoch"),
            Instant.ofEpochMilli(row.getLong("at")),
            row.getString("type"),
            Kinds.read(row.getLong("place"), row.getString("type"), row.getInt("version"), row.getString("json")));

    private final Connection writing;
    private final Handle writer;
    private final Jdbi reading;
    private final long epoch;
    private long last;

    private Journal(Connection writing, Path file) {
        this.writing = writing;
        this.writer = Jdbi.create(writing).open();
        this.reading = Jdbi.create("jdbc:sqlite:" + file);
        prepare(file);
        this.last = writer.createQuery("select coalesce(max(place), 0) from entry").mapTo(Long.class).one();
        this.epoch = writer.createQuery("update leader set epoch = epoch + 1 returning epoch").mapTo(Long.class).one();
    }

    /** @throws UnreadableJournal when another process holds it, or a newer release wrote it */
    public static Journal open(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return new Journal(connect(file), file);
        } catch (SQLException | java.io.IOException trouble) {
            throw new UnreadableJournal("cannot open the journal " + file + ": " + trouble.getMessage(), trouble);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma journal_mode=wal");
            pragma.execute("pragma synchronous=full");
            pragma.execute("pragma busy_timeout=2000");
        }
        return connection;
    }

    private void prepare(Path file) {
        int format = writer.createQuery("pragma user_version").mapTo(Integer.class).one();
        if (format > FORMAT) {
            throw new UnreadableJournal("the journal " + file + " has format " + format + " and this release knows up to " + FORMAT
                    + ": start the newer release again, or restore the backup it made: " + file + ".before-format-" + format);
        }
        if (format == 0) {
            writer.useTransaction(Journal::create);
        }
    }

    private static void create(Handle handle) {
        handle.execute("create table entry (place integer primary key, epoch bigint not null, at bigint not null, incident bigint not null,"
                + " type text not null, version integer not null, json text not null)");
        handle.execute("create index entry_incident on entry (incident, place) where incident <> 0");
        handle.execute("create table snapshot (place integer primary key, json text not null)");
        handle.execute("create table leader (epoch bigint not null)");
        handle.execute("insert into leader (epoch) values (0)");
        handle.execute("pragma user_version = " + FORMAT);
    }

    /** Which start of the writer this is; hands refuse lower ones. */
    public long epoch() {
        return epoch;
    }

    public long lastOffset() {
        return last;
    }

    /**
     * Writes all or none; durable when it returns.
     *
     * @return the offset of the last entry
     */
    public long commit(List<Written> entries) {
        long first = last + 1;
        writer.useTransaction(handle -> {
            var batch = handle.prepareBatch(
                    "insert into entry (place, epoch, at, incident, type, version, json) values (:place, :epoch, :at, :incident, :type, :version, :json)");
            for (int i = 0; i < entries.size(); i++) {
                var written = entries.get(i);
                var type = Kinds.name(written.entry().getClass());
                batch.bind("place", first + i)
                        .bind("epoch", epoch)
                        .bind("at", written.at().toEpochMilli())
                        .bind("incident", written.entry().incident())
                        .bind("type", type)
                        .bind("version", Kinds.version(type))
                        .bind("json", Kinds.write(written.entry()))
                        .add();
            }
            batch.execute();
        });
        last += entries.size();
        return last;
    }

    /** An entry and the loop's moment when it was decided. */
    public record Written(Entry entry, Instant at) {}

    /** Keeps the state after the last entry, so that the next start replays less; older ones but one are dropped. */
    public void keep(Snapshot snapshot) {
        writer.useTransaction(handle -> {
            handle.createUpdate("insert or replace into snapshot (place, json) values (:place, :json)")
                    .bind("place", last)
                    .bind("json", Json.write(snapshot, Snapshot.class))
                    .execute();
            handle.execute("delete from snapshot where place < (select max(place) from snapshot where place < (select max(place) from snapshot))");
        });
    }

    /** Hard state as it was after the last entry: the latest snapshot, and what was written since. */
    public State replay() {
        var snapshot = reading.withHandle(handle ->
                handle.createQuery("select place, json from snapshot order by place desc limit 1")
                        .map((row, _) -> new Kept(row.getLong("place"), row.getString("json")))
                        .findOne());
        var state = snapshot.flatMap(Journal::restored).orElseGet(State::new);
        long from = state.at().equals(Instant.EPOCH) ? 0 : snapshot.map(Kept::place).orElse(0L);
        reading.useHandle(handle -> handle.createQuery("select * from entry where place > :from order by place")
                .bind("from", from)
                .map(ROW)
                .useIterator(rows -> rows.forEachRemaining(row -> state.apply(row.entry(), row.at()))));
        return state;
    }

    private record Kept(long place, String json) {}

    /** A snapshot of another release's shape is only a cache: without it the whole journal is replayed. */
    private static Optional<State> restored(Kept kept) {
        try {
            return Optional.of(State.of(Json.read(kept.json(), Snapshot.class)));
        } catch (IllegalArgumentException | NullPointerException _) {
            return Optional.empty();
        }
    }

    public List<Row> after(long offset, int limit) {
        return reading.withHandle(handle -> handle.createQuery("select * from entry where place > :offset order by place limit :limit")
                .bind("offset", offset)
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    public List<Row> ofIncident(long incident) {
        return reading.withHandle(handle -> handle.createQuery("select * from entry where incident = :incident order by place limit 5000")
                .bind("incident", incident)
                .map(ROW)
                .list());
    }

    /** Incidents by number, newest first, as the entries that opened them. */
    public List<Row> openings(int limit) {
        return reading.withHandle(handle -> handle.createQuery(
                        "select * from entry where incident <> 0 and type = 'incident-opened' order by incident desc limit :limit")
                .bind("limit", limit)
                .map(ROW)
                .list());
    }

    @Override
    public void close() {
        writer.close();
        try {
            writing.close();
        } catch (SQLException _) {
            // Everything committed is on disk already; the lock ends with the process.
        }
    }
}

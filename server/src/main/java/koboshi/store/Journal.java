package koboshi.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened, in the order it was written, durable before anybody hears of it.
 *
 * <p>SQLite in WAL mode with {@code synchronous=FULL}: a commit that returned survives kill -9 and a power cut. One writer; readers have a
 * connection of their own. That no second process writes is the business of the {@link ProcessLock} of its folder.
 */
public final class Journal implements AutoCloseable {
    public static final int LARGEST_ENTRY = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Kinds kinds;
    private final Connection writing;
    private final Handle writer;
    private final Jdbi reading;
    private final long epoch;
    private volatile long last;
    private long kept;

    private Journal(Connection writing, Path file, Formats formats, Kinds kinds) throws IOException {
        this.kinds = kinds;
        this.writing = writing;
        this.writer = Jdbi.create(writing).open();
        this.reading = Jdbi.create(address(file));
        formats.bringUp(writer, file);
        refuseUnknown();
        this.last = writer.createQuery("select coalesce(max(place), 0) from entry").mapTo(Long.class).one();
        this.kept = writer.createQuery("select coalesce(max(place), 0) from snapshot").mapTo(Long.class).one();
        this.epoch = writer.createQuery("update leader set epoch = epoch + 1 returning epoch").mapTo(Long.class).one();
    }

    /** @throws UnreadableJournal when it is no journal, is damaged, or a newer release wrote it */
    public static Journal open(Path file) {
        return open(file, Formats.PUBLISHED, Kinds.PUBLISHED);
    }

    static Journal open(Path file, Formats formats, Kinds kinds) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return opened(connect(file), file, formats, kinds);
        } catch (SQLException | IOException | JdbiException trouble) {
            throw new UnreadableJournal("cannot open the journal " + file + ": " + trouble.getMessage(), trouble);
        }
    }

    private static Journal opened(Connection connection, Path file, Formats formats, Kinds kinds) throws SQLException, IOException {
        try {
            return new Journal(connection, file, formats, kinds);
        } catch (IOException | RuntimeException trouble) {
            connection.close();
            throw trouble;
        }
    }

    private static String address(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static Connection connect(Path file) throws SQLException {
        var connection = DriverManager.getConnection(address(file));
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma journal_mode=wal");
            pragma.execute("pragma synchronous=full");
            pragma.execute("pragma busy_timeout=2000");
            return connection;
        } catch (SQLException trouble) {
            connection.close();
            throw trouble;
        }
    }

    /** All of them, also those before the latest snapshot: the page shows them, and a snapshot of a newer release hides what it cannot say. */
    private void refuseUnknown() {
        writer.createQuery("select min(place) as place, type, version from entry group by type, version")
                .map((row, _) -> new Kind(row.getLong("place"), row.getString("type"), row.getInt("version")))
                .forEach(kind -> kinds.refuseUnknown(kind.place(), kind.type(), kind.version()));
    }

    private record Kind(long place, String type, int version) {}

    private Row row(ResultSet row) throws SQLException {
        long place = row.getLong("place");
        var type = row.getString("type");
        return new Row(
                place, row.getLong("epoch"), Instant.ofEpochMilli(row.getLong("at")), type,
                kinds.read(place, type, row.getInt("version"), row.getString("json")));
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
     * @throws UnwritableJournal when nothing was written
     */
    public long commit(List<Written> entries) {
        try {
            writer.useTransaction(handle -> insert(handle, entries));
        } catch (JdbiException trouble) {
            throw UnwritableJournal.because(trouble);
        }
        last += entries.size();
        return last;
    }

    private void insert(Handle handle, List<Written> entries) {
        var batch = handle.prepareBatch(
                "insert into entry (place, epoch, at, incident, type, version, json) values (:place, :epoch, :at, :incident, :type, :version, :json)");
        long place = last;
        for (var written : entries) {
            var type = Kinds.name(written.entry().getClass());
            batch.bind("place", ++place)
                    .bind("epoch", epoch)
                    .bind("at", written.at().toEpochMilli())
                    .bind("incident", written.entry().incident())
                    .bind("type", type)
                    .bind("version", kinds.version(type))
                    .bind("json", Kinds.write(written.entry()))
                    .add();
        }
        batch.execute();
    }

    /** How much room the entry takes; what may be larger than {@link #LARGEST_ENTRY} is refused where it comes in. */
    public static int bytes(Entry entry) {
        return Kinds.write(entry).getBytes(StandardCharsets.UTF_8).length;
    }

    /** An entry and the loop's moment when it was decided. */
    public record Written(Entry entry, Instant at) {}

    /** How many entries a start would replay. */
    public long sinceKept() {
        return last - kept;
    }

    /** Keeps the state after the last entry, so that the next start replays less; older ones but one are dropped. */
    public void keep(Snapshot snapshot) {
        kept = last;
        try {
            write(snapshot);
        } catch (JdbiException trouble) {
            // It saves time and nothing else: not worth ending for, and tried again when as many entries more are written.
            LOG.warn("the state could not be kept beside the journal; the next start replays more: {}", UnwritableJournal.because(trouble).getMessage());
        }
    }

    private void write(Snapshot snapshot) {
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
                .map((row, _) -> row(row))
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
                .map((row, _) -> row(row))
                .list());
    }

    public List<Row> ofIncident(long incident) {
        return reading.withHandle(handle -> handle.createQuery("select * from entry where incident = :incident order by place limit 5000")
                .bind("incident", incident)
                .map((row, _) -> row(row))
                .list());
    }

    /** Incidents by number, newest first, as the entries that opened them. */
    public List<Row> openings(int limit) {
        return reading.withHandle(handle -> handle.createQuery(
                        "select * from entry where incident <> 0 and type = 'incident-opened' order by incident desc limit :limit")
                .bind("limit", limit)
                .map((row, _) -> row(row))
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

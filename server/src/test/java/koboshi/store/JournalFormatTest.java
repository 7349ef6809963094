package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import koboshi.incident.Entry;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of other releases: older ones are read, newer ones refused in words. */
class JournalFormatTest {
    private static final Formats NEXT = new Formats(Stream.concat(
            Formats.PUBLISHED.steps().stream(), Stream.<Consumer<Handle>>of(handle -> handle.execute("create table later (a int)"))).toList());

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void threeEntries() {
        file = folder.resolve("journal.db");
        try (var journal = Journal.open(file)) {
            journal.commit(Committing.round(1));
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void anUpgradeKeepsACopyFirstAndTheOlderReleaseNamesIt() {
        Journal.open(file, NEXT, Kinds.PUBLISHED).close();
        var backup = folder.resolve("journal.db.format-1");
        assertThatThrownBy(() -> Journal.open(file))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageContaining("has format 2 and this release knows up to 1")
                .hasMessageContaining(backup.toString());
        try (var restored = Journal.open(backup)) {
            assertThat(restored.lastOffset()).isEqualTo(3);
        }
    }

    @Test
    void anUpgradeThatFailsChangesNothing() {
        var failing = new Formats(List.of(_ -> {}, handle -> {
            handle.execute("drop table entry");
            throw new IllegalStateException("half way");
        }));
        assertThatThrownBy(() -> Journal.open(file, failing, Kinds.PUBLISHED)).hasMessageContaining("half way");
        try (var journal = Journal.open(file)) {
            assertThat(journal.lastOffset()).isEqualTo(3);
        }
    }

    @Test
    void aFirstStartAndAnOrdinaryOneMakeNoCopy() throws Exception {
        Journal.open(file).close();
        try (var files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString())).noneMatch(name -> name.contains("format"));
        }
    }

    @Test
    void anUnknownTypeRefusesToStart() throws SQLException {
        change("update entry set type = 'prophecy' where place = 2");
        assertThatThrownBy(() -> Journal.open(file))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageContaining("entry 2 is of type prophecy version 1, which this release does not know");
    }

    @Test
    void anUnknownVersionRefusesToStart() throws SQLException {
        change("update entry set version = 2 where place = 3");
        assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("entry 3 is of type noted version 2, which this release does not know");
    }

    @Test
    void anUnknownTypeThatASnapshotHidesRefusesToStartToo() throws SQLException {
        try (var journal = Journal.open(file)) {
            journal.keep(journal.replay().snapshot());
        }
        change("update entry set type = 'prophecy' where place = 1");
        assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("type prophecy");
    }

    @Test
    void aDamagedEntryIsNamed() throws SQLException {
        change("update entry set json = '{\"is\":' where place = 2");
        try (var journal = Journal.open(file)) {
            assertThatThrownBy(journal::replay).isInstanceOf(UnreadableJournal.class).hasMessageContaining("entry 2 cannot be read");
        }
    }

    @Test
    void anOlderVersionIsReadThroughEachStepFromItsOwn() throws SQLException {
        change("update entry set version = 2 where place = 2");
        change("update entry set version = 3 where place = 3");
        var kinds = new Kinds(Map.of("noted", 3), Map.of(
                "noted@1", node -> node.put("text", node.path("text").asString() + ", once"),
                "noted@2", node -> node.put("text", node.path("text").asString() + ", twice")));
        try (var journal = Journal.open(file, Formats.PUBLISHED, kinds)) {
            assertThat(journal.after(0, 10).stream().map(row -> ((Entry.Noted) row.entry()).text()))
                    .containsExactly("entry 1, once, twice", "entry 2, twice", "entry 3");
            journal.commit(List.of(Committing.written(new Entry.Noted("text", "now", ""))));
        }
        assertThatThrownBy(() -> Journal.open(file)).hasMessageContaining("of type noted version 2, which this release does not know");
    }
}

package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import koboshi.loop.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("journal.db");
    }

    @Test
    void howMuchAStartWouldReplayIsKnownAlsoAfterOne() {
        try (var journal = Journal.open(file())) {
            journal.commit(Committing.round(1));
            journal.keep(journal.replay().snapshot());
            journal.commit(Committing.round(4));
            assertThat(journal.sinceKept()).isEqualTo(3);
        }
        try (var journal = Journal.open(file())) {
            assertThat(journal.sinceKept()).as("many short runs must not add up to a long replay").isEqualTo(3);
        }
    }

    @Test
    void onlyTheLatestTwoAreKept() throws SQLException {
        try (var journal = Journal.open(file())) {
            for (int i = 0; i < 5; i++) {
                journal.commit(Committing.round(journal.lastOffset() + 1));
                journal.keep(journal.replay().snapshot());
            }
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var places = connection.createStatement().executeQuery("select group_concat(place) from snapshot")) {
            assertThat(places.getString(1)).isEqualTo("12,15");
        }
    }

    @Test
    void oneThatCannotBeKeptIsPutOffAndEndsNothing() throws SQLException {
        try (var journal = Journal.open(file())) {
            journal.commit(Committing.round(1));
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file()); var statement = connection.createStatement()) {
                statement.execute("drop table snapshot");
                journal.keep(new State().snapshot());
                statement.execute("create table snapshot (place integer primary key, json text not null)");
            }
            assertThat(journal.sinceKept()).isZero();
            journal.commit(Committing.round(4));
            assertThat(journal.lastOffset()).isEqualTo(6);
        }
    }
}

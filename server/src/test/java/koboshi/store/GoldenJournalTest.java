package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.loop.Snapshot;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals of every release so far, read by this one. */
class GoldenJournalTest {
    private static final String THIS = "0.1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = THIS)
    void leadsToTheSameStateAsWhenItWasWritten(String release) throws Exception {
        var golden = new GoldenJournal(release);
        Journal.open(file()).close();
        insert(golden);
        try (var journal = Journal.open(file())) {
            assertThat(GoldenJournal.sorted(journal.replay().snapshot())).isEqualTo(golden.expected());
        }
    }

    /** As the older release did: by the tables alone. */
    private void insert(GoldenJournal golden) throws SQLException, IOException {
        var sql = "insert into entry (epoch, at, incident, type, version, json) values (1, ?, ?, ?, ?, ?)";
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file()); var insert = connection.prepareStatement(sql)) {
            for (var line : golden.lines()) {
                insert.setLong(1, line.path("at").asLong());
                insert.setLong(2, GoldenJournal.entry(line).incident());
                insert.setString(3, line.path("type").asString());
                insert.setInt(4, line.path("version").asInt());
                insert.setString(5, line.path("entry").toString());
                insert.executeUpdate();
            }
        }
    }

    private Path file() {
        return folder.resolve("journal.db");
    }

    @Test
    void holdsEveryTypeThereIs() throws IOException {
        var types = new GoldenJournal(THIS).lines().stream().map(line -> line.path("type").asString()).collect(Collectors.toSet());
        assertThat(types).isEqualTo(Arrays.stream(Entry.class.getPermittedSubclasses()).map(Kinds::name).collect(Collectors.toSet()));
    }

    @Test
    void everyEntryIsStillWrittenAsItWasPublished() throws IOException {
        for (var line : new GoldenJournal(THIS).lines()) {
            assertThat(Json.mapper().readTree(Kinds.write(GoldenJournal.entry(line)))).isEqualTo(line.path("entry"));
        }
    }

    /** As it was written when every step was a request. */
    @Test
    void aJourneyOfBeforeThereWereOtherStepsStillReplays() {
        var written = """
                {"is":"journey-adopted","journey":{"name":"ask","service":"service/a","every":"PT1S","timeout":"PT0.6S","steps":[{"name":"ask","method":"GET",
                "url":"http://127.0.0.1/","headers":{},"expect":{"statuses":[],"headers":{},"contains":["ok"],"json":{}},"captures":{}}]}}""";
        var expect = new Step.Expectation(List.of(), Map.of(), List.of("ok"), Map.of());
        var step = new Step.Http("ask", "GET", "http://127.0.0.1/", Map.of(), Optional.empty(), expect, Map.of());
        assertThat(Kinds.PUBLISHED.read(7, "journey-adopted", 1, written)).isEqualTo(new Entry.JourneyAdopted(
                new Journey("ask", ResourceId.service("a"), Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of(step))));
    }

    @Test
    void aSnapshotAndWhatFollowedItEqualTheWholeReplay() {
        var story = EveryEntry.story();
        var whole = replayed(story, story.size());
        for (int kept = 0; kept < story.size(); kept += 7) {
            assertThat(replayed(story, kept)).isEqualTo(whole);
        }
    }

    private Snapshot replayed(List<Journal.Written> story, int keptAfter) {
        try (var journal = Journal.open(folder.resolve("kept-" + keptAfter + ".db"))) {
            for (int i = 0; i < story.size(); i++) {
                if (i == keptAfter) {
                    journal.keep(journal.replay().snapshot());
                }
                journal.commit(List.of(story.get(i)));
            }
            return journal.replay().snapshot();
        }
    }

    @Test
    void aSnapshotNobodyCanReadIsPassedOverForTheWholeJournal() throws SQLException {
        try (var journal = Journal.open(file())) {
            journal.commit(EveryEntry.story());
            var whole = journal.replay().snapshot();
            journal.keep(whole);
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file()); var statement = connection.createStatement()) {
                statement.execute("update snapshot set json = '{\"at\":\"2027-01-01T00:00:00Z\",\"lastAct\":3}'");
            }
            assertThat(journal.replay().snapshot()).isEqualTo(whole);
        }
    }
}

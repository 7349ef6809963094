package koboshi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import koboshi.incident.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said to be written is there, whatever happened since. */
class JournalSurvivesTest {
    private final Random random = new Random(20260101);

    @TempDir
    private Path folder;

    @Test
    void everyOffsetSaidBeforeAKillIsThereAfterIt() throws Exception {
        long said = 0;
        for (int kill = 0; kill < 4; kill++) {
            said = killedAtSomeMoment(file(), said);
            try (var journal = Journal.open(file())) {
                assertThat(journal.lastOffset()).isGreaterThanOrEqualTo(said);
                wholeRounds(journal);
            }
        }
    }

    private long killedAtSomeMoment(Path file, long before) throws Exception {
        long said = before;
        try (var child = ChildJvm.run(Committing.class, file)) {
            assertThat(child.line()).startsWith("epoch ");
            for (int i = random.nextInt(5, 200); i > 0; i--) {
                said = Long.parseLong(child.line());
            }
            child.kill();
            return child.rest().stream().filter(line -> line.matches("\\d+")).mapToLong(Long::parseLong).max().orElse(said);
        }
    }

    /** Offsets without a gap, each entry the one that was written there, no round cut in two. */
    private static void wholeRounds(Journal journal) {
        var rows = journal.after(0, Integer.MAX_VALUE);
        assertThat(rows.size()).isEqualTo((int) journal.lastOffset());
        assertThat(rows.size() % Committing.A_ROUND).isZero();
        assertThat(rows.stream().map(Row::entry).toList()).isEqualTo(LongStream.rangeClosed(1, rows.size()).mapToObj(JournalSurvivesTest::entry).toList());
    }

    private static Entry entry(long offset) {
        long round = (offset - 1) / Committing.A_ROUND * Committing.A_ROUND + 1;
        return new Entry.Noted("text", "entry " + offset, "round " + round);
    }

    @Test
    void garbageBehindTheLastCommitIsPassedOver() throws IOException {
        var copy = copyOfAnOpenJournal(10);
        Files.write(wal(copy), random.ints(5000).mapToObj(Integer::toString).toList(), StandardOpenOption.APPEND);
        try (var journal = Journal.open(copy)) {
            assertThat(journal.lastOffset()).isEqualTo(30);
            wholeRounds(journal);
        }
    }

    @Test
    void aCommitTornInTheMiddleIsNoCommitAndThoseBeforeItStay() throws IOException {
        var copy = copyOfAnOpenJournal(10);
        try (var wal = Files.newByteChannel(wal(copy), StandardOpenOption.WRITE)) {
            wal.truncate(wal.size() - 100);
        }
        try (var journal = Journal.open(copy)) {
            assertThat(journal.lastOffset()).isEqualTo(27);
            wholeRounds(journal);
            journal.commit(Committing.round(28));
            wholeRounds(journal);
        }
    }

    /** As a power cut leaves it: with its log beside it, not yet worked in. */
    private Path copyOfAnOpenJournal(int rounds) throws IOException {
        var copy = folder.resolve("copy.db");
        try (var journal = Journal.open(file())) {
            for (int i = 0; i < rounds; i++) {
                journal.commit(Committing.round(journal.lastOffset() + 1));
            }
            Files.copy(file(), copy);
            Files.copy(wal(file()), wal(copy));
        }
        return copy;
    }

    @Test
    void somethingThatIsNoJournalIsNotOpened() throws IOException {
        Files.writeString(file(), "a letter, and no journal at all; long enough to be looked at as one".repeat(100));
        assertThat(catchThrowable(() -> Journal.open(file())))
                .isInstanceOf(UnreadableJournal.class)
                .hasMessageContaining("cannot open the journal " + file());
    }

    private Path file() {
        return folder.resolve("journal.db");
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    @Test
    void eachStartOfTheWriterHasAHigherEpoch() {
        List<Long> epochs = LongStream.range(0, 3).map(_ -> {
            try (var journal = Journal.open(file())) {
                return journal.epoch();
            }
        }).boxed().toList();
        assertThat(epochs).containsExactly(1L, 2L, 3L);
    }
}

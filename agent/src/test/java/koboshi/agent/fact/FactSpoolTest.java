package koboshi.agent.fact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.IntStream;
import koboshi.agent.link.Frame.Numbered;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactSpoolTest {
    private static final ResourceId ON = ResourceId.service("doll");
    private static final Fact FALL = new Fact.StartFailed("no");

    @TempDir
    Path folder;

    private Path file;
    private FactSpool spool;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("facts.jsonl");
        spool = FactSpool.open(file);
    }

    @Test
    void numbersContinueOverARestartEvenWhenAllWasAcknowledged() throws IOException {
        var boot = spool.boot();
        spool.tell(ON, FALL);
        spool.tell(ON, FALL);
        spool.acked(2);
        again();
        again();
        spool.tell(ON, FALL);
        assertThat(spool.boot()).isEqualTo(boot);
        assertThat(spool.waitingAfter(0, 10)).extracting(Numbered::seq).containsExactly(3L);
    }

    @Test
    void aTornLastLineIsWhatAKillLeavesAndIsDropped() throws IOException {
        spool.tell(ON, FALL);
        Files.writeString(file, "{\"fact\":{\"seq\":2,", StandardOpenOption.APPEND);
        again();
        assertThat(spool.waitingAfter(0, 10)).extracting(Numbered::seq).containsExactly(1L);
        assertThat(spool.unreadable()).isZero();
    }

    @Test
    void aLineTornInTheMiddleCostsOnlyItself() throws IOException {
        spool.tell(ON, FALL);
        Files.writeString(file, "{\"fact\":{\"seq\":2,\n", StandardOpenOption.APPEND);
        spool.tell(ON, new Fact.Exhausted(1, Duration.ZERO));
        again();
        assertThat(spool.waitingAfter(0, 10)).hasSize(2);
        assertThat(spool.unreadable()).isOne();
    }

    @Test
    void aFileThatIsNoneBeginsASequenceOfItsOwn() throws IOException {
        var boot = spool.boot();
        Files.writeString(file, "rubbish\n");
        again();
        assertThat(spool.boot()).isNotEqualTo(boot);
        assertThat(folder.resolve("facts.jsonl.unreadable")).exists();
    }

    @Test
    void whenThereIsNoRoomRemarksGoBeforeFalls() {
        spool.tell(ON, FALL);
        spool.tell(ON, new Fact.Remarked("first"));
        IntStream.range(0, 4_999).forEach(n -> spool.tell(ON, new Fact.Remarked("remark " + n)));
        var kept = spool.waitingAfter(0, 10_000);
        assertThat(kept).hasSize(5_000);
        assertThat(kept.getFirst().fact()).isEqualTo(FALL);
        assertThat(kept.get(1).fact()).isEqualTo(new Fact.Remarked("remark 0"));
    }

    private void again() throws IOException {
        spool.close();
        spool = FactSpool.open(file);
    }
}

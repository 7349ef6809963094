package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liveqa.answer.Answer;
import liveqa.answer.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionLogTest {
    private @TempDir Path folder;

    private static Entry anyEntry(Random random) {
        var id = "id" + random.nextInt(1000);
        var text = random.ints(random.nextInt(30) + 1, 0, 0xD7FF).filter(c -> c > 0).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        var at = Instant.ofEpochSecond(1_800_000_000L, random.nextInt(1_000_000_000));
        var channel = Channel.values()[random.nextInt(Channel.values().length)];
        return switch (random.nextInt(8)) {
            case 0 -> new Entry.Answered(id, new Answer.NotFound(), at);
            case 1 -> new Entry.Answered(id, new Answer.Failed(), at);
            case 2 -> new Entry.Answered(id, new Answer.Found(text, new Source("題\n", "見出し\"", text.length(), text, "前の文。" + text)), at);
            case 3 -> new Entry.Decided(id, Decision.values()[random.nextInt(Decision.values().length)], text, at);
            case 4 -> new Entry.Banned(text, "名", "司会", at, random.nextBoolean() ? Optional.empty() : Optional.of(at.plusSeconds(300)));
            case 5 -> new Entry.Lifted(text, "司会", at);
            case 6 -> new Entry.Asked(new Question(id, "名\t", text, channel, at, new Asker("key" + text, Rank.PAID)),
                    Optional.of(HoldReason.LINK), Optional.of("other"));
            default -> new Entry.Asked(new Question(id, "名\t", text, channel, at));
        };
    }

    private List<Entry> readBack(Path file) throws IOException {
        var entries = new ArrayList<Entry>();
        var log = new LogFile(file);
        log.open(entries::add);
        log.close();
        return entries;
    }

    private static byte[] line(Entry entry) {
        return (EntryText.line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whereverTheFileIsTornTheWholeEntriesBeforeAreReadAndNewOnesFollow(long seed) throws Exception {
        var random = new Random(seed);
        var entries = Stream.generate(() -> anyEntry(random)).limit(40).toList();
        var whole = String.join("", entries.stream().map(entry -> EntryText.line(entry) + "\n").toList()).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20; i++) {
            var torn = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            var file = Files.write(folder.resolve("log"), torn);
            int kept = (int) IntStream.range(0, torn.length).filter(at -> torn[at] == '\n').count();
            assertThat(readBack(file)).isEqualTo(entries.subList(0, kept));
            var log = new LogFile(file);
            log.open(_ -> { });
            log.append(List.of(line(entries.getLast())));
            log.close();
            assertThat(readBack(file)).hasSize(kept + 1).endsWith(entries.getLast());
        }
    }

    @Test
    void damageInTheMiddleIsNamedAndNotPassedOver() throws Exception {
        var random = new Random(7);
        var file = folder.resolve("log");
        Files.writeString(file, EntryText.line(anyEntry(random)) + "\n{\"entry\":\n" + EntryText.line(anyEntry(random)) + "\n");
        assertThatThrownBy(() -> readBack(file)).isInstanceOf(IOException.class).hasMessageContaining("line 2");
    }

    @Test
    void theFileIsCompactedWhenItGrowsAndHoldsWhatMatters() throws Exception {
        var file = folder.resolve("log");
        var keep = anyEntry(new Random(9));
        var logFile = new LogFile(file);
        logFile.open(_ -> { });
        var log = new QuestionLog(logFile, () -> List.of(keep), 10_000);
        log.start();
        var written = new CountDownLatch(2000);
        var random = new Random(10);
        for (int i = 0; i < 2000; i++) {
            log.append(anyEntry(random), failure -> {
                if (failure == null) written.countDown();
            });
        }
        written.await();
        log.stop();
        assertThat(readBack(file)).contains(keep).hasSizeLessThan(1100);
    }
}

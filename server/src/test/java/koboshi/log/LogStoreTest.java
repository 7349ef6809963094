package koboshi.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoreTest {
    private static final long NOW = Instant.parse("2026-05-01T01:02:03Z").toEpochMilli();
    private static final LogStore.Limits SMALL = new LogStore.Limits(Duration.ofDays(1), 1 << 20, 100_000);

    @TempDir
    private Path folder;

    private volatile long now = NOW;
    private LogStore store;

    @BeforeEach
    void open() throws IOException {
        open(SMALL);
    }

    private void open(LogStore.Limits limits) throws IOException {
        store = LogStore.open(folder, limits, () -> Instant.ofEpochMilli(now), told -> {
            throw new IllegalStateException(told);
        });
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static LogLine line(long millis, String text) {
        return new LogLine(millis, "web", Map.of("level", text.contains("!") ? "error" : "info"), text);
    }

    private static Question ask(String text, long from, long to, int limit) {
        return new Question(Optional.of("web"), text, Map.of(), from, to, limit);
    }

    private List<String> texts(Question question) throws IOException {
        return store.find(question).lines().stream().map(LogLine::text).toList();
    }

    @Test
    void findsWhatWasSaidAroundAMoment() throws IOException {
        store.append(IntStream.range(0, 100).mapToObj(i -> line(NOW - 100_000 + i * 1000, "line " + i)).toList());
        assertThat(texts(ask("", NOW - 52_000, NOW - 50_000, 10))).containsExactly("line 48", "line 49", "line 50");
        var newest = store.find(ask("", 0, NOW, 2));
        assertThat(newest.lines()).extracting(LogLine::text).containsExactly("line 98", "line 99");
        assertThat(newest.more()).isTrue();
    }

    @Test
    void findsByTextLabelAndService() throws IOException {
        store.append(List.of(line(NOW, "all is well"), line(NOW, "it fell!"), new LogLine(NOW, "db", Map.of(), "it fell too")));
        assertThat(texts(ask("fell", 0, NOW, 10))).containsExactly("it fell!");
        assertThat(store.find(new Question(Optional.empty(), "fell", Map.of(), 0, NOW, 10)).lines()).hasSize(2);
        assertThat(store.find(new Question(Optional.empty(), "", Map.of("level", "error"), 0, NOW, 10)).lines()).extracting(LogLine::text).containsExactly("it fell!");
        assertThat(texts(ask("level", 0, NOW, 10))).isEmpty();
    }

    @Test
    void keepsEveryCharacter() throws IOException {
        var text = "tab\there\nnext line\r\\n is no end; 日本語 \uD83C\uDF89 = \u0000";
        store.append(List.of(new LogLine(NOW, "web", Map.of("a\tb", "c\nd=e"), text)));
        store.close();
        open(SMALL);
        assertThat(store.find(ask("next line\r\\n", 0, NOW, 1)).lines()).singleElement().satisfies(found -> {
            assertThat(found.text()).isEqualTo(text);
            assertThat(found.labels()).isEqualTo(Map.of("a\tb", "c\nd=e"));
        });
    }

    @Test
    void aTornLineAtTheEndWasNeverTaken() throws IOException {
        store.append(List.of(line(NOW, "whole")));
        // As after kill -9: nothing was closed, and a write got half way.
        var copy = folder.resolveSibling(folder.getFileName() + "-copy");
        Files.createDirectories(copy.resolve("web"));
        var file = copy.resolve("web/00000001.log");
        Files.copy(folder.resolve("web/00000001.log"), file);
        Files.writeString(file, NOW + "\tlevel=info\thal", StandardOpenOption.APPEND);
        try (var again = LogStore.open(copy, SMALL, () -> Instant.ofEpochMilli(now), _ -> {})) {
            again.append(List.of(line(NOW + 1, "after")));
            assertThat(again.find(ask("", 0, NOW + 10, 10)).lines()).extracting(LogLine::text).containsExactly("whole", "after");
        }
        try (var all = Files.walk(copy)) {
            all.sorted(Comparator.reverseOrder()).forEach(one -> one.toFile().delete());
        }
    }

    @Test
    void theOldestGoWhenTheDiskShareIsFull() throws IOException {
        var filler = "x".repeat(1000);
        for (int i = 0; i < 3_000; i++) {
            now = NOW + i;
            store.append(List.of(line(now, i + " " + filler)));
        }
        assertThat(store.bytes()).isBetween(800_000L, (1L << 20) + 110_000);
        assertThat(texts(ask("", 0, now, 1))).singleElement().asString().startsWith("2999 ");
        assertThat(texts(ask(" ", 0, now, 5_000))).first().asString().doesNotStartWith("0 ");
    }

    @Test
    void whatIsTooOldGoes() throws IOException {
        store.append(List.of(line(NOW, "old")));
        now = NOW + Duration.ofHours(7).toMillis();
        store.append(List.of(line(now, "new")));
        now = NOW + Duration.ofHours(30).toMillis();
        store.append(List.of(line(now, "newest")));
        assertThat(texts(ask("", 0, now, 10))).doesNotContain("old").contains("newest");
    }

    @Test
    void refusesByNameWhatIsTooOldOrFromTheFuture() throws IOException {
        var taken = store.append(List.of(line(NOW, "now"), line(NOW - Duration.ofDays(2).toMillis(), "old"), line(NOW + 700_000, "ahead")));
        assertThat(taken).isEqualTo(new LogStore.Taken(1, Map.of("too old", 1L, "too far in the future", 1L)));
    }

    @Test
    void thereMayBeSoManyServices() throws IOException {
        var many = IntStream.range(0, 250).mapToObj(i -> new LogLine(NOW, "s" + i, Map.of(), "x")).toList();
        assertThat(store.append(many).refused()).containsEntry("of more services than there may be", 50L);
        assertThat(store.services()).hasSize(200);
    }

    @Test
    void linesAreBounded() {
        var labels = new LinkedHashMap<String, String>();
        IntStream.range(0, 100).forEach(i -> labels.put("l" + i, "v".repeat(5_000)));
        var line = new LogLine(NOW, "web", labels, "x".repeat(100_000));
        assertThat(line.text()).hasSizeLessThanOrEqualTo(16 * 1024).endsWith("characters cut)");
        assertThat(line.labels()).hasSize(32).allSatisfy((_, value) -> assertThat(value.length()).isLessThanOrEqualTo(1024));
    }

    @Test
    void refusesWhenItIsClosed() throws IOException {
        store.close();
        assertThatThrownBy(() -> store.append(List.of(line(NOW, "late")))).isInstanceOf(IOException.class);
    }

    /** Whatever is looked for, the answer is that of a list of all lines. */
    @Test
    void answersAsAPlainListWould() throws IOException {
        var random = new Random(20261127);
        var all = new ArrayList<LogLine>();
        for (int i = 0; i < 60; i++) {
            var batch = IntStream.range(0, 40).mapToObj(_ -> line(NOW - random.nextInt(1_000_000), "w" + random.nextInt(50) + (random.nextInt(5) == 0 ? "!" : ""))).toList();
            store.append(batch);
            all.addAll(batch);
            if (random.nextInt(20) == 0) {
                store.close();
                open(SMALL);
            }
        }
        for (int i = 0; i < 300; i++) {
            long from = NOW - random.nextInt(1_000_000);
            long to = from + random.nextInt(200_000);
            int limit = 1 + random.nextInt(60);
            var text = "w" + random.nextInt(60);
            var wanted = all.stream().filter(line -> line.millis() >= from && line.millis() <= to && line.text().contains(text)).mapToLong(LogLine::millis).sorted().toArray();
            var found = store.find(ask(text, from, to, limit));
            var newest = Arrays.copyOfRange(wanted, Math.max(0, wanted.length - limit), wanted.length);
            assertThat(found.lines().stream().mapToLong(LogLine::millis).toArray()).isEqualTo(newest);
            assertThat(found.more()).isEqualTo(wanted.length > limit);
        }
    }

    @Test
    void survivesDamagedFiles() throws IOException {
        store.append(IntStream.range(0, 500).mapToObj(i -> line(NOW - i, "line " + i)).toList());
        store.close();
        var random = new Random(20261128);
        var file = folder.resolve("web/00000001.log");
        var whole = Files.readAllBytes(file);
        for (int i = 0; i < 100; i++) {
            var damaged = whole.clone();
            for (int j = 0; j < 20; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            if (random.nextBoolean()) {
                Files.deleteIfExists(folder.resolve("web/00000001.log.index"));
            }
            open(SMALL);
            assertThat(store.find(ask("line", 0, NOW, 5_000)).lines().size()).isBetween(400, 500);
            store.close();
        }
    }

    @Test
    void aServiceWhoseLinesAreAllGoneMakesRoomForAnother() throws IOException {
        for (int i = 0; i < 200; i++) {
            store.append(List.of(new LogLine(NOW, "svc-" + i, Map.of(), "here")));
        }
        assertThat(store.append(List.of(line(NOW, "one more"))).refused()).containsKey("of more services than there may be");
        store.close();
        now = NOW + Duration.ofDays(2).toMillis();
        open(SMALL);
        store.append(List.of(new LogLine(now, "svc-0", Map.of(), "here")));
        assertThat(store.services()).containsExactly("svc-0");
        assertThat(folder.resolve("svc-1")).doesNotExist();
        assertThat(store.append(List.of(line(now, "one more"))).refused()).isEmpty();
    }

    @Test
    void whatAFullDiskLeavesWithoutAnIndexIsStillThere() throws IOException {
        store.append(List.of(line(NOW, "first")));
        // No file can be written where a folder is.
        Files.createDirectories(folder.resolve("web/00000001.log.index/taken"));
        assertThatThrownBy(store::close).isInstanceOf(IOException.class);
        assertThat(texts(ask("", 0, NOW, 10))).containsExactly("first");
        Files.delete(folder.resolve("web/00000001.log.index/taken"));
        Files.delete(folder.resolve("web/00000001.log.index"));
    }

    @Test
    void labelsTooMakeAnAnswerLong() throws IOException {
        var labels = IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "l" + i, _ -> "v".repeat(1_000)));
        store.close();
        open(LogStore.Limits.STANDARD);
        store.append(IntStream.range(0, 300).mapToObj(i -> new LogLine(NOW + i, "web", labels, "x")).toList());
        var found = store.find(ask("", 0, NOW + 1_000, 1_000));
        assertThat(found.lines()).hasSizeLessThan(145);
        assertThat(found.more()).isTrue();
    }
}

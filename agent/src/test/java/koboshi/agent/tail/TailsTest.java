package koboshi.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TailsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private final List<String> brought = new ArrayList<>();
    private final List<String> whole = new ArrayList<>();
    private Path log;
    private boolean away;
    private Tails tails;

    @BeforeEach
    void begin() {
        log = folder.resolve("web.log");
        start();
    }

    /** As a new agent would, after the last was killed. */
    private void start() {
        tails = new Tails(folder, this::send, said::add, () -> Instant.ofEpochMilli(7));
        tails.follow(Map.of("web", List.of(log)));
    }

    private void send(String service, byte[] records) throws IOException {
        if (away) {
            throw new IOException("away");
        }
        assertThat(service).isEqualTo("web");
        new String(records, StandardCharsets.UTF_8).lines().forEach(line -> {
            whole.add(line);
            var record = JSON.readTree(line);
            brought.add(record.has("log") ? record.get("log").stringValue() : line);
        });
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Several rounds: a moved file is looked at once more before it is left. */
    private List<String> bring() throws IOException, InterruptedException {
        for (int i = 0; i < 6; i++) {
            tails.bring();
        }
        return brought;
    }

    @Test
    void bringsWholeLinesOnly() throws IOException, InterruptedException {
        write("one\r\ntwo\n\nthr");
        assertThat(bring()).containsExactly("one", "two");
        write("ee\n");
        assertThat(bring()).containsExactly("one", "two", "three");
    }

    @Test
    void anObjectWhoseKeyComesTwiceGoesAsText() throws IOException, InterruptedException {
        write("{\"a\":1,\"a\":2}\n{\"a\":1}\n");
        assertThat(bring()).containsExactly("{\"a\":1,\"a\":2}", "{\"a\":1,\"koboshi_read\":7}");
        assertThat(whole.getFirst()).contains("\"ts\":7");
    }

    @Test
    void goesOnWhereTheLastAgentWas() throws IOException, InterruptedException {
        write("one\n");
        bring();
        write("two\n");
        start();
        assertThat(bring()).containsExactly("one", "two");
    }

    @Test
    void readsAMovedFileToItsEndAndThenTheNewOne() throws IOException, InterruptedException {
        write("one\n");
        bring();
        write("two\nlast without an end");
        Files.move(log, folder.resolve("web.log.1"));
        write("three\n");
        assertThat(bring()).containsExactly("one", "two", "last without an end", "three");
    }

    @Test
    void findsAFileThatWasMovedWhileNoAgentWasThere() throws IOException, InterruptedException {
        write("one\n");
        bring();
        write("two\n");
        Files.move(log, folder.resolve("web.log.1"));
        write("three\n");
        start();
        assertThat(bring()).containsExactly("one", "two", "three");
    }

    @Test
    void beginsAnewWhereAFileWasCutInPlace() throws IOException, InterruptedException {
        write("a long line that was there\n");
        bring();
        Files.writeString(log, "new\n");
        assertThat(bring()).containsExactly("a long line that was there", "new");
    }

    @Test
    void whatDidNotArriveComesAgain() throws IOException, InterruptedException {
        write("one\n");
        away = true;
        assertThatThrownBy(() -> tails.bring()).hasMessage("away");
        away = false;
        assertThat(bring()).containsExactly("one");
    }

    @Test
    void aLineThatIsAnObjectGoesAsItIs() throws IOException, InterruptedException {
        write("{\"time\":\"2026-05-01T01:02:03Z\",\"message\":\"x\"}\n{not json}\n");
        assertThat(bring()).containsExactly("{\"time\":\"2026-05-01T01:02:03Z\",\"message\":\"x\",\"koboshi_read\":7}", "{not json}");
    }

    @Test
    void saysHowManyLinesItDropped() throws IOException, InterruptedException {
        write("x\n".repeat(30_000));
        bring();
        var notes = brought.stream().filter(line -> !line.equals("x")).toList();
        assertThat(notes).isNotEmpty().allSatisfy(note -> assertThat(note).endsWith("lines dropped: more than 1000 a second"));
        int dropped = notes.stream().mapToInt(note -> Integer.parseInt(note.split(" ")[0])).sum();
        assertThat(brought.size() - notes.size() + dropped).isEqualTo(30_000);
        assertThat(dropped).isBetween(10_000, 20_000);
    }

    @Test
    void cutsALineWithoutAnEnd() throws IOException, InterruptedException {
        write("x".repeat(200_000));
        bring();
        assertThat(String.join("", brought)).hasSize(200_000).matches("x+");
    }

    @Test
    void aFileThatIsNowhereAnyMoreIsLeftForTheOneThatHasItsName() throws IOException, InterruptedException {
        var old = folder.resolve("old.log");
        Files.writeString(old, "long ago\n");
        var file = new TailedFile(old, Optional.of(new Position("none of these", 3)));
        assertThat(file.read().orElseThrow().lines()).containsExactly("long ago");
    }

    @Test
    void aBrokenMemoryIsSaidAndBegunAnew() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("tails.json"), "{");
        start();
        write("one\n");
        assertThat(bring()).containsExactly("one");
        assertThat(said).singleElement().asString().contains("cannot be read");
    }

    /** Whatever happens to a file between two looks, every line comes once and in its order. */
    @Test
    void bringsEveryLineOnceWhateverHappens() throws IOException, InterruptedException {
        var random = new Random(20261130);
        var written = new ArrayList<String>();
        int moved = 0;
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (Files.exists(log)) {
                        bring();
                        Files.move(log, folder.resolve("web.log." + ++moved));
                    }
                }
                case 1 -> start();
                case 2, 3 -> tails.bring();
                default -> {
                    var lines = IntStream.range(0, random.nextInt(5)).mapToObj(n -> "line " + written.size() + "." + n).toList();
                    written.addAll(lines);
                    write(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
                }
            }
        }
        assertThat(bring()).isEqualTo(written);
    }

    /** The server's moment is later than ours: lines of one log came out of order. */
    @Test
    void anObjectBearsTheMomentItWasReadAsAnyOtherLineDoes() throws IOException, InterruptedException {
        write("{}\n{ \"n\": 1.10 }  \n{\"koboshi_read\":3}\nplain\n");
        bring();
        assertThat(whole).startsWith("{\"koboshi_read\":7}", "{ \"n\": 1.10 ,\"koboshi_read\":7}", "{\"koboshi_read\":3}");
        assertThat(whole.getLast()).contains("\"ts\":7");
    }
}

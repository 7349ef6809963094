package liveqa.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SmallPartsTest {
    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
    private @TempDir Path folder;

    @Test
    void sentencesAreTheSameHoweverTheyCome() {
        var text = "一文目です[1]。二文目です。[1][2]三文目です！ [1, 2]This is the fourth. [3] 五文目";
        var random = new Random(3);
        for (int round = 0; round < 200; round++) {
            var cutter = new Sentences();
            var sentences = new ArrayList<String>();
            for (int at = 0; at < text.length(); ) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(9));
                sentences.addAll(cutter.add(text.substring(at, to)));
                at = to;
            }
            sentences.add(cutter.end());
            assertThat(sentences).containsExactly("一文目です[1]。", "二文目です。[1][2]", "三文目です！ [1, 2]", "This is the fourth. [3]", "五文目");
        }
    }

    @Test
    void theBreakerTriesAgainAfterAPauseThatDoubles() {
        var breaker = new Breaker();
        for (int failure = 0; failure < 4; failure++) {
            assertThat(breaker.lets(NOON)).isTrue();
            breaker.failed(NOON);
        }
        assertThat(breaker.lets(NOON.plusSeconds(9))).isFalse();
        assertThat(breaker.lets(NOON.plusSeconds(10))).isTrue();
        assertThat(breaker.lets(NOON.plusSeconds(10))).as("one trial at a time").isFalse();
        breaker.failed(NOON.plusSeconds(11));
        assertThat(breaker.lets(NOON.plusSeconds(30))).isFalse();
        assertThat(breaker.lets(NOON.plusSeconds(31))).isTrue();
        breaker.succeeded();
        assertThat(breaker.lets(NOON.plusSeconds(31))).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void theBudgetOfTheHourComesBackWithTheNextAndThatOfTheDayDoesNot() {
        var now = new Instant[] {NOON};
        var budget = new Budget(new Budget.Limits(1000, 1500, 1000, 1000, 0, 0), null, () -> now[0]);
        budget.settle(budget.take(500, 300).orElseThrow(), 500, 300);
        assertThat(budget.take(500, 0)).isEmpty();
        assertThat(budget.trouble().orElseThrow()).contains("of this hour");
        now[0] = NOON.plusSeconds(3600);
        budget.settle(budget.take(600, 0).orElseThrow(), 600, 0);
        assertThat(budget.take(200, 0)).isEmpty();
        now[0] = NOON.minusSeconds(7200);
        assertThat(budget.take(200, 0)).as("a clock set back refills nothing").isEmpty();
        now[0] = NOON.plusSeconds(86_400);
        assertThat(budget.trouble()).isEmpty();
    }

    @Test
    void yenAreABudgetOfTheirOwn() {
        var budget = new Budget(new Budget.Limits(1_000_000, 1_000_000, 1, 1, 1000, 1000), null, () -> NOON);
        assertThat(budget.take(900, 0)).isPresent();
        assertThat(budget.take(200, 0)).isEmpty();
    }

    @Test
    void aBudgetFileDamagedDoesNotStopTheService() throws Exception {
        var file = Files.writeString(folder.resolve("spent"), "nonsense");
        assertThat(new Budget(new Budget.Limits(1000, 1000, 1, 1, 0, 0), file, () -> NOON).take(100, 0)).isPresent();
    }

    private static ModelFlags flags(String... arguments) {
        return CommandLine.populateCommand(new ModelFlags(), arguments);
    }

    @Test
    void withoutAnAddressThereIsNoModel() throws Exception {
        assertThat(flags().settings(Map.of())).isEmpty();
    }

    @Test
    void theKeyComesFromAFileOrTheEnvironmentAndIsNeverShown() throws Exception {
        var file = Files.writeString(folder.resolve("key"), "sk-from-file\n");
        var settings = flags("--llm", "https://api.example.com/v1", "--llm-model", "m", "--llm-key-file", file.toString()).settings(Map.of()).orElseThrow();
        assertThat(settings.key().orElseThrow().secret()).isEqualTo("sk-from-file");
        assertThat(settings.toString()).doesNotContain("sk-from-file");
        var fromEnvironment = flags().settings(Map.of("LIVE_QA_LLM_URL", "http://127.0.0.1:1/v1", "LIVE_QA_LLM_MODEL", "m", "LIVE_QA_LLM_KEY", "sk-env"));
        assertThat(fromEnvironment.orElseThrow().key().orElseThrow().secret()).isEqualTo("sk-env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--llm https://api.example.com/v1", "--llm ftp://x/v1 --llm-model m", "--llm https://me:secret@x/v1 --llm-model m",
        "--llm http://192.0.2.1/v1 --llm-model m", "--llm https://x/v1 --llm-model m --llm-price cheap", "--llm https://x/v1 --llm-model m --llm-whole 0"})
    void aWrongFlagIsExplainedWithoutItsSecrets(String arguments) {
        assertThatThrownBy(() -> flags(arguments.split(" ")).settings(Map.of("LIVE_QA_LLM_KEY", "sk-env"))).hasMessageContaining("--llm").hasMessageNotContaining("secret").hasMessageNotContaining("sk-env");
    }
}

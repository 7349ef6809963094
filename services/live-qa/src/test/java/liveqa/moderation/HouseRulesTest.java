package liveqa.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import liveqa.question.Asker;
import liveqa.question.Channel;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Rank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
    private final HouseRules rules = new HouseRules(Words.bundled(), new Frequency(3, Duration.ofMinutes(1)));

    private static Question asked(String author, String text, Channel channel, String asker) {
        return new Question("q", author, text, channel, NOW, new Asker(asker, Rank.VIEWER));
    }

    private static Question asked(String text) {
        return asked("花子", text, Channel.HTTP, "");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com を見て, LINK", "くわしくは example.com/x で, LINK", "bit.ly/abc はどうですか, LINK", "WWW.example.jp, LINK",
        "wwwwwwwwwwwwwww, REPETITION", "ああああああああああ, REPETITION", "税金税金税金税金税金税金, REPETITION",
        "死ねばいいのに、死ね, WORD", "シ・ネじゃなくて、キ チ ガ イ, WORD", "ｷﾓｲ, WORD", "What the FUCK is this?, WORD", "きもーい候補, WORD",
        "みどり県若鮎市本町3丁目5番の家は, PERSONAL", "〒123-4567 に住んでいます, PERSONAL", "若鮎市中央1-2-3に来てください, PERSONAL",
    })
    void holds(String text, HoldReason why) {
        assertThat(rules.holds(asked(text), NOW)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "給食費は無料になりますか？", "2026年4月から市民税は3,000円上がりますか", "市の予算は1兆2,000億円ですか", "第3次総合計画の5ページを説明してください", "scunthorpe の教材は使いますか",
        "市役所のDXはどうなりますか", "うーーーん、なぜですか", "すごいすごい！財源は？", "町村合併はしますか", "市内10か所に増やすのですか", "U.S.A.との交流は？", "ver.2.0 の計画は？", "区画整理は二期に分けますか",
    })
    void letsThrough(String text) {
        assertThat(rules.holds(asked(text), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "090-1234-5678に電話して, （電話番号）に電話して", "０９０ー１２３４ー５６７８です, （電話番号）です", "08012345678まで, （電話番号）まで", "(03)1234-5678へ, （電話番号）へ",
        "taro.y+x@example.co.jpに返事を, （メールアドレス）に返事を", "+81-90-1234-5678, （電話番号）",
        "2026-04-01からですか, 2026-04-01からですか", "12345円ですか, 12345円ですか", "1000000000円の予算は, 1000000000円の予算は", "3-4年で, 3-4年で",
    })
    void blotsOut(String text, String shown) {
        assertThat(rules.masked(asked(text)).text()).isEqualTo(shown);
        assertThat(rules.masked(rules.masked(asked(text)))).isEqualTo(rules.masked(asked(text)));
    }

    @Test
    void holdsTheFourthQuestionOfAMinuteAndForgetsAskersWhoFellSilent() {
        for (int i = 0; i < 3; i++) assertThat(rules.holds(asked("a", "財源は？", Channel.PAGE, "page:1"), NOW.plusSeconds(i))).isEmpty();
        assertThat(rules.holds(asked("a", "財源は？", Channel.PAGE, "page:1"), NOW.plusSeconds(4))).contains(HoldReason.RATE);
        assertThat(rules.holds(asked("b", "財源は？", Channel.PAGE, "page:2"), NOW.plusSeconds(4))).isEmpty();
        assertThat(rules.holds(asked("a", "財源は？", Channel.PAGE, "page:1"), NOW.plusSeconds(70))).isEmpty();
        var frequency = new Frequency(3, Duration.ofMinutes(1));
        for (int i = 0; i < 100_000; i++) frequency.isExceededBy("a" + i, NOW.plusMillis(i));
        assertThat(frequency.askers()).isLessThanOrEqualTo(20_000);
        frequency.isExceededBy("last", NOW.plusSeconds(1000));
        assertThat(frequency.askers()).isEqualTo(1);
    }

    @Test
    void aPageThatNamesNoAskerIsToldByItsName() {
        for (int i = 0; i < 3; i++) rules.holds(asked("匿名", "財源は？", Channel.PAGE, ""), NOW);
        assertThat(rules.holds(asked("匿名", "財源は？", Channel.PAGE, ""), NOW)).contains(HoldReason.RATE);
    }

    @Test
    void aProbeIsNeverHeld() {
        assertThat(rules.holds(asked("probe", "https://example.com", Channel.PROBE, ""), NOW)).isEmpty();
    }

    @Test
    void onesOwnWordsAreAdded(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("words.txt"), "# ours\nひみつの名前  # a name\n");
        assertThat(HouseRules.with(file, 5).holds(asked("ヒミツの名前は？"), NOW)).contains(HoldReason.WORD);
    }

    /** A text made to keep a pattern busy must not keep a worker busy. */
    @Test
    void nothingAnybodySendsTakesLong() {
        var random = new Random(1);
        var pieces = new String[] {"0", "-", "市", "1", "a", "@", ".", "あ", "(", "９", "ー", "com", " ", "区"};
        assertTimeout(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 1000; i++) {
                var text = new StringBuilder();
                int kinds = 1 + random.nextInt(4);
                while (text.length() < 480) text.append(pieces[random.nextInt(kinds) * 3 % pieces.length]);
                rules.holds(rules.masked(asked(text.toString())), NOW);
            }
        });
    }
}

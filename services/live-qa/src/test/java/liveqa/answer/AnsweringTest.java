package liveqa.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import liveqa.answer.Concept.Expression;
import liveqa.document.Passage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweringTest {
    private static final DocumentAnswerer SAMPLES = Viewers.sampleAnswerer();

    private static Answer.Found found(DocumentAnswerer answerer, String question) {
        return (Answer.Found) answerer.answer(question);
    }

    @Test
    void aLongPassageIsQuotedByTheSentencesThatAnswerAndTheRestIsAtHand() throws IOException {
        var filler = "この節では港町の歴史と、これまでの市政の歩みについて、いくつかの話を順に述べていきます。";
        var text = filler.repeat(3) + "渡し船は一日に十二便へ増やし、運賃は大人二百円とします。" + filler.repeat(3);
        var answerer = new DocumentAnswerer(List.of(new Passage("港町の約束", "渡し船", 7, text), new Passage("港町の約束", "灯台", 8, "灯台を公開します。")), null);
        var answer = found(answerer, "渡し船の運賃はいくらですか");
        assertThat(answer.source().quote()).contains("大人二百円").hasSizeLessThanOrEqualTo(180);
        assertThat(answer.source().passage()).isEqualTo(text);
        assertThat(answer.source().page()).isEqualTo(7);
        assertThat(answer.text()).startsWith("「港町の約束」7ページの「渡し船」によると、").contains(answer.source().quote());
    }

    @Test
    void twoQuestionsInOneBreathAreBothAnswered() {
        var answer = found(SAMPLES, "給食費は無料になりますか？それと学童保育は何時までですか？");
        assertThat(answer.text()).contains("「給食の無償化」によると、", "「学童保育」によると、");
    }

    @Test
    void twoQuestionsJoinedByACommaAreBothAnswered() {
        assertThat(found(SAMPLES, "図書館の自習室は何席で、市民プールの料金はいくらですか").text()).contains("「図書館」によると、", "「市民プール」によると、");
    }

    @Test
    void aDetailNoPassageSpeaksOfIsNotAnsweredByItsTopic() {
        assertThat(SAMPLES.answer("防犯カメラのメーカーはどこですか")).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void anEnglishQuestionIsAnsweredAndRefusedInEnglish() {
        assertThat(found(SAMPLES, "Will school lunches be free?").text()).startsWith("From “学校と教育の約束”, “給食の無償化”: ");
        assertThat(SAMPLES.answer("What is the capital of France?").words()).isEqualTo("The documents do not answer this.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "？？？", "。。。", "😀😀", "a", "ー", "\u0000\ufffd", "]](([{*", "　"})
    void whatAsksNothingIsAnsweredByNothing(String question) {
        assertThat(SAMPLES.answer(question)).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void anyTextIsTakenAsAQuestion() {
        var random = new Random(11);
        var letters = "保育園ほいくえんホイクエン税0９一億。？ ab\n\ud83d\ude00ー々〇[]<>";
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) text.append(letters.charAt(random.nextInt(letters.length())));
            assertThat(SAMPLES.answer(text.toString())).isNotNull();
        }
    }

    @Test
    void theDocumentsCanBeReplacedByNone() throws IOException {
        var answerer = Viewers.sampleAnswerer();
        answerer.replace(List.of());
        assertThat(answerer.answer("給食費は無料になりますか")).isEqualTo(new Answer.NotFound());
    }

    @ParameterizedTest
    @CsvSource({"きゅうしょくひは むりょうですか, 給食費は 無料ですか", "待機自動はどうなる, 待機児童はどうなる", "マイナンバカードは必要, マイナンバーカードは必要",
        "どうなるのでしょうか, どうなるのでしょうか", "人口は何人ですか, 人口は何人ですか",
        "近くのひ難所はどこ, 近くの避難所はどこ", "食りょうは何日分, 食料は何日分", "償学金は返すの, 奨学金は返すの", "県営住宅はどこ, 県営住宅はどこ", "水と食べ物, 水と食べ物"})
    void kanaAndWrongConversionsBecomeTheWordsOfTheDocuments(String said, String meant) {
        var japanese = new Japanese();
        var texts = List.of("給食費", "無料", "待機児童", "マイナンバーカード", "消火", "人工", "避難所", "食料", "奨学金", "市営住宅");
        assertThat(new Spellings(japanese, texts).respelt(Text.normal(said))).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"七億二千万円|7億2000万円|720000000", "二十四時間|24時間|24", "二〇三〇年|2030年|2030", "1,200円|千二百円|1200", "三パーセント|3%|3"})
    void oneFigureIsOneHoweverItIsWritten(String one, String other, String value) {
        assertThat(Figures.in(one)).containsExactly(value).isEqualTo(Figures.in(other));
    }

    @Test
    void wordsThatOnlyLookLikeFiguresAreNone() {
        assertThat(Figures.in("一緒に統一を目指す第三者と千葉の三浦さん")).isEmpty();
    }

    @Test
    void aLineOfOnesOwnSynonymsFindsWhatItsWordsMean() {
        var japanese = new Japanese();
        var synonyms = new Synonyms();
        synonyms.add(japanese, "ワンコロ, 犬  # 話しことば\nおさんぽ > 公園\n! 港町\n");
        assertThat(synonyms.concepts(japanese.words("ワンコロ")).getFirst().expressions()).contains(new Expression(List.of("犬"), 1));
        assertThat(synonyms.concepts(japanese.words("公園")).getFirst().expressions()).containsExactly(new Expression(List.of("公園"), 1));
        assertThat(synonyms.concepts(japanese.words("港町"))).isEmpty();
    }
}

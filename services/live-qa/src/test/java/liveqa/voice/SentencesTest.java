package liveqa.voice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void endAtTheirStops() {
        assertThat(Sentences.of("無料です。本当ですか？はい！終わり")).containsExactly("無料です。", "本当ですか？", "はい！", "終わり");
    }

    @Test
    void keepAClosingBracketAndRepeatedMarksTogether() {
        assertThat(Sentences.of("「無料です。」と言った。えっ！？そう。")).containsExactly("「無料です。」と言った。", "えっ！？", "そう。");
    }

    @Test
    void areCutAtClausesWhenLongAndNeverInsideAFigure() {
        var text = "この町の給食費は令和八年度から1,234円になり、".repeat(6) + "無料ではありません。";
        var pieces = Sentences.of(text);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).allMatch(piece -> piece.length() <= 72).allMatch(piece -> piece.endsWith("、") || piece.endsWith("。"));
    }

    @Test
    void areCutWithoutAnyMarkToo() {
        assertThat(Sentences.of("あ".repeat(500))).allMatch(piece -> piece.length() <= 72).hasSizeLessThan(10);
        assertThat(Sentences.of("😀".repeat(200))).allMatch(piece -> piece.codePoints().allMatch(c -> c == 0x1F600));
        assertThat(Sentences.of(" \n ")).isEmpty();
    }
}

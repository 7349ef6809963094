package liveqa.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionFormTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "水道は民営化するのですか", "給食費は？", "給食費は?", "待機児童について教えてください", "財源はどこからですか。", "なぜバスを残すのですか", "いつ完成しますか",
        "プールは再開するのかな", "税金上がるんでしょうか…", "費用はいくら", "どうやって実現するの", "なるほど、では財源は誰が出すのか", "保育園は足りませんか",
    })
    void asks(String text) {
        assertThat(QuestionForm.isQuestion(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "こんばんは！", "888888", "賛成です", "いつも応援しています", "がんばれー", "とても静か", "バスとか", "誰でもわかる話だ", "どこも同じ", "いいね", "草", "何も言えない",
    })
    void comments(String text) {
        assertThat(QuestionForm.isQuestion(text)).isFalse();
    }
}

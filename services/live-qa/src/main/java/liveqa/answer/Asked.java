package liveqa.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a question asks for (how much, when, who, where), and what a passage holds of it. */
enum Asked {
    AMOUNT("金額 額 料金 値段 価格 費用 負担 自己負担 自己負担額 代金 費 料 代 金", "いくら|何円|いくらぐらい|値段|金額|何割|何パーセント|何%|料金は|費用は|額は|how much", "\\d[\\d,.]*\\s*(?:万|億|千)?\\s*(?:円|割|%|パーセント)|無料|半額|倍"),
    TIME("時期 時間 期限 頻度 日程 期間 年数", "いつ|何時|何年|何月|何日|時期|頻度|when|how late", "\\d+\\s*(?:年|月|日|時|期|分|週|か月|時間)|年度|毎[年月週日]|月末|[春夏秋冬]|曜"),
    PERSON("対象 対象者 年齢 条件", "誰|だれ|何歳|何才|対象|どんな人|年齢", "\\d+\\s*(?:歳|代)|[者人員家族]|世帯|以上|未満"),
    PLACE("場所 所在地 住所", "どこ|どちら|場所|where", "[駅館校園所市区町階線橋院口]|跡|旧"),
    NUMBER("数 人数 台数 件数 割合 目標 数値", "何人|何か所|何カ所|何ヶ所|何席|何台|何本|何回|何校|いくつ|何名|何日分|how many", "\\d");

    private final Set<String> words;
    private final Pattern question;
    private final Pattern passage;

    Asked(String words, String question, String passage) {
        this.words = Set.of(words.split(" "));
        this.question = Pattern.compile(question);
        this.passage = Pattern.compile(passage);
    }

    /** What a normalised question asks for; nothing when it only asks whether. */
    static List<Asked> by(String question) {
        var asked = new ArrayList<Asked>();
        for (var one : values()) if (one.question.matcher(question).find()) asked.add(one);
        return asked;
    }

    /** Whether this word only names what is asked for (金額, 頻度): the passage need not use it. */
    boolean isNamedBy(String word) {
        return words.contains(word);
    }

    /** What a text with its numerals as digits holds. */
    static Set<Asked> in(String text) {
        var held = java.util.EnumSet.noneOf(Asked.class);
        for (var one : values()) if (one.heldIn(text)) held.add(one);
        return held;
    }

    boolean heldIn(String text) {
        return passage.matcher(text).find();
    }
}

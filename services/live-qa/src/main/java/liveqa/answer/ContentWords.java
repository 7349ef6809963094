package liveqa.answer;

import java.util.Set;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Lets through only the words that say what a text is about. */
final class ContentWords extends FilteringTokenFilter {
    private static final Set<String> SILENT = Set.of("助詞", "助動詞", "記号", "接続詞", "感動詞", "フィラー", "連体詞", "その他");
    private static final Set<String> SILENT_KINDS =
            Set.of("名詞-非自立", "名詞-代名詞", "動詞-非自立", "動詞-接尾", "形容詞-非自立", "名詞-接尾-人名", "名詞-特殊");

    /** Words of asking, and words every policy document is full of: they tell no question from another. */
    private static final Set<String> COMMON = Set.of(
            "する", "ある", "いる", "なる", "できる", "出来る", "やる", "くださる", "下さる", "教える", "思う", "考える", "考え", "言う", "聞く", "知る",
            "お願い", "願う", "質問", "候補", "候補者", "灯野", "灯", "野", "みのり", "市長", "若鮎", "市", "政策", "公約", "方針", "具体", "的", "どう", "今後",
            "予定", "取り組み", "取り組む", "取組", "対策", "支援", "計画", "制度", "約束", "実現", "必要", "本当", "初めて", "配信", "初めまして", "はじめまして",
            "応援", "頑張る", "がんばる", "見る", "つける", "つく", "いただく", "もらう", "くれる", "よい", "いい", "良い", "ない", "無い", "お聞き", "詳しい",
            "みんな", "皆さん", "問題", "課題", "場合", "とき", "時", "人", "方", "何", "いくつ", "いくら", "つもり", "意見", "増やす", "減らす", "上げる", "下げる", "心配", "不安", "作る", "つくる", "場所", "ほしい", "欲しい", "困る",
            "月", "年", "日", "週", "円", "キロメートル", "メートル");

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PartOfSpeechAttribute partOfSpeech = addAttribute(PartOfSpeechAttribute.class);

    ContentWords(TokenStream in) {
        super(in);
    }

    @Override
    protected boolean accept() {
        var kind = partOfSpeech.getPartOfSpeech();
        return kind == null || !(silent(kind) || COMMON.contains(term.toString()));
    }

    private static boolean silent(String kind) {
        var rank = kind.indexOf('-') < 0 ? kind : kind.substring(0, kind.indexOf('-'));
        return SILENT.contains(rank) || SILENT_KINDS.stream().anyMatch(kind::startsWith);
    }
}

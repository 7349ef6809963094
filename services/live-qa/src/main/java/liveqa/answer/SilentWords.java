package liveqa.answer;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Words that tell no question from another: those of asking and of greeting, and those that only tell about the asker. */
final class SilentWords {
    private static final Set<String> ASKING = set("""
            する ある いる なる できる 出来る やる くださる 下さる 教える 思う 考える 考え 言う 聞く 知る わかる 分かる お願い 願う 質問 答え 回答 候補 候補者
            市長 市 政策 公約 方針 具体 的 どう 今後 予定 取り組み 取り組む 取組 対策 支援 計画 制度 約束 実現 必要 本当 ほんと ほんとう ホント 初めて 配信 初めまして
            はじめまして 応援 頑張る がんばる 見る つける つく いただく 頂く もらう 貰う くれる よい いい 良い ない 無い お聞き 伺う うかがう 詳しい 詳細 みんな 皆さん 皆様
            問題 課題 場合 とき 時 人 方 何 いくつ いくら つもり 意見 増やす 増える 減らす 減る 上げる 上がる 下げる 下がる 心配 不安 作る つくる 場所 ほしい 欲しい 困る
            月 年 日 週 円 キロメートル メートル ござる 存ずる 存じる いらっしゃる しまう くる 来る いく 行く おく 置く 出る 出す 入る 始める 始まる 話 話す お話 件 点 旨
            気 感じ 際 面 事 様 改善 強化 推進 充実 検討 実施 対応 予算 状況 現状 内容 自体 説明 情報 有無 機会 特典 仕組み しくみ 変わる 変える 変化 たち 市民 住民 地域
            こんにちは こんばんは おはよう ありがとう すみません よろしく 失礼 お世話 大丈夫 大変 しんどい 怖い こわい 苦しい 汚い きつい うれしい 嬉しい ひどい 酷い 危ない あぶない 危険 寂しい すごい 早い 遅い 多い 少ない 悪い 全然 ぜんぜん ちゃんと たくさん やつ まじ マジ めっちゃ すごく とても 実際 具体的 絶対 早く はやく 場 方法 やり方 仕方 使い方 感想 考え方 状態 皆 存在 決まる 決定 希望 具合 最低 もっと 全部 すべて 全て 両方 つらい 辛い
            """);
    private static final Set<String> ENGLISH = set("""
            a an the is are was were be been do does did done will would shall should can could may might must have has had i you he she it we they me my your our their his her its
            this that these those there here what which who whom whose when where why how if then than and or but not no yes of in on at to for from by with about into over under
            as so too very more most many much any some all each other please thank thanks hello hi tell know think want like get give make made go going plan policy policies mayor city
            candidate question answer become happen offer long late stay there ever still really also right soon there'
            """);
    private static final Set<String> BACKGROUND = set("""
            うち 私 自分 僕 俺 我が家 主人 夫 妻 嫁 旦那 父 母 祖父 祖母 息子 娘 孫 兄 弟 姉 妹 義母 義父 両親 家族 友人 友達 知人 近所 近く 隣 そば 周り 最近 今 現在 将来
            来年 今年 昨年 去年 来月 今月 毎日 平日 一人 ひとり 二人 共働き 者 身 歳 才 代 前 後 中 上 下 先 次 間 内 外 最初 最後 たび 度 ため 為 程度 くらい 以上 以下
            声 噂 うわさ ニュース 新聞 テレビ 若い 急 泣 笑 ｗ www 都会 田舎 町 まち 街 県 国 結局 普通 全体 一番 別 他 ほか
            """);

    private SilentWords() {}

    private static Set<String> set(String words) {
        return Arrays.stream(words.strip().split("\\s+")).map(Text::withoutEndings).collect(Collectors.toUnmodifiableSet());
    }

    static boolean contains(String form) {
        return ASKING.contains(form) || ENGLISH.contains(form);
    }

    static boolean isBackground(String form) {
        return BACKGROUND.contains(form);
    }
}

package liveqa.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All settings of the stream, in the order in which the operator sees them. */
final class Fields {
    static final Map<String, Field> ALL = byName(
            new Field.Switch("paused", label("voice", "話すのを休む（いまの一文を終えてから）", "Pause speaking (after the sentence in progress)"), false),
            new Field.Whole("volume", label("voice", "音量（%）", "Volume (%)"), 100, 0, 100),
            new Field.Whole("speed", label("voice", "話す速さ（%）", "Speed of speech (%)"), 100, 60, 160),
            new Field.Whole("gap", label("voice", "答えと答えの間（ミリ秒）", "Pause between answers (ms)"), 1500, 300, 20_000),
            new Field.Switch("speakQuestion", label("voice", "質問を読み上げる", "Read the question aloud"), true),
            new Field.Switch("speakSource", label("voice", "出典を読み上げる", "Read the source aloud"), true),
            new Field.Switch("speakNotFound", label("voice", "見つからなかった答えも話す", "Speak answers that found nothing, too"), true),
            new Field.Text("introduction", label("voice", "質問の前の言葉（{author}は質問者）", "Words before a question ({author} asked it)"), "{author}さんからのご質問です。", 80),
            new Field.Text("introductionEnglish", label("voice", "英語の質問の前の言葉", "Words before a question in English"), "A question from {author}.", 80),
            new Field.Text("citation", label("voice", "出典の言葉（{document}、{heading}）", "Words of the source ({document}, {heading})"), "出典は、{document}、「{heading}」です。", 80),
            new Field.Choice("language", label("screen", "画面の言葉", "Language of the screen"), "ja", List.of("ja", "en")),
            new Field.Text("title", label("screen", "番組の名前（日本語）", "Title (Japanese)"), "政策なんでも質問ライブ", 40),
            new Field.Text("titleEnglish", label("screen", "番組の名前（英語）", "Title (English)"), "Ask about the policies, live", 60),
            new Field.Text("invitation", label("screen", "待っているときの言葉（日本語）", "Words while nobody asks (Japanese)"), "チャットで質問をお寄せください。公開された政策文書からお答えします。", 120),
            new Field.Text("invitationEnglish", label("screen", "待っているときの言葉（英語）", "Words while nobody asks (English)"), "Ask in the chat. Answers come from the published policy documents.", 160),
            new Field.Text("notice", label("screen", "下の帯の言葉（日本語）", "Line at the bottom (Japanese)"), "人工知能が公開文書だけを探して答えています。文書にないことには、見つからないと答えます。候補者と政策はすべて架空のものです。", 200),
            new Field.Text("noticeEnglish", label("screen", "下の帯の言葉（英語）", "Line at the bottom (English)"), "An AI answers out of the published documents alone. The candidate and all policies are fictional.", 200),
            new Field.Choice("layout", label("look", "キャラクターの位置", "Place of the character"), "left", List.of("left", "right")),
            new Field.Choice("avatar", label("look", "キャラクター", "Character"), "okiagari", List.of("okiagari", "cat", "none")),
            new Field.Whole("textSize", label("look", "文字の大きさ（%）", "Size of text (%)"), 100, 70, 140),
            new Field.Whole("queueShown", label("look", "順番待ちを見せる数", "Questions shown in line"), 4, 0, 6),
            new Field.Switch("clock", label("look", "時計を見せる", "Show a clock"), true),
            new Field.Colour("background", label("look", "背景の色", "Background"), "#f6efe2"),
            new Field.Colour("card", label("look", "板の色", "Cards"), "#fffdf8"),
            new Field.Colour("ink", label("look", "文字の色", "Text"), "#2b2320"),
            new Field.Colour("accent", label("look", "目立たせる色", "Accent"), "#c8402a"),
            new Field.Colour("body", label("look", "キャラクターの色", "Character's colour"), "#d8432f"));

    private Fields() {}

    private static Field.Label label(String group, String japanese, String english) {
        return new Field.Label(group, japanese, english);
    }

    private static Map<String, Field> byName(Field... fields) {
        var all = new LinkedHashMap<String, Field>();
        Stream.of(fields).forEach(field -> all.put(field.name(), field));
        return java.util.Collections.unmodifiableMap(all);
    }

    /** The name nearest to one that there is not, by the fewest changed letters. */
    static String nearest(String wrong) {
        return ALL.keySet().stream().min(java.util.Comparator.comparingInt(name -> distance(name, wrong))).orElseThrow();
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

package liveqa.voice;

import java.util.HashMap;
import java.util.Map;

/**
 * The words that count things, with what they do to the number before them: 一回 is イッカイ, 三本 is サンボン, 四人 is ヨニン.
 *
 * <p>The letter behind a reading names its sound change: k, s, t harden 1, 8, 10 (k also 6 and 100); h does so and turns to
 * p, or to b behind ン; f is 分, which turns to p behind ン too; p hardens 8 and 10; y says ヨ for 4; c says シ, シチ, ク as
 * months do; j says ヨ, シチ, ク as hours do; a dash changes nothing.
 */
final class Counters {
    private static final String TABLE = """
            円 エン y|年 ネン y|年間 ネンカン y|年度 ネンド y|年生 ネンセー y|年目 ネンメ y|年前 ネンマエ y|年後 ネンゴ y|人 ニン y|時 ジ j|時間 ジカン j|月 ガツ c
            回 カイ k|回目 カイメ k|個 コ k|件 ケン k|校 コー k|戸 コ k|か月 カゲツ k|ヶ月 カゲツ k|カ月 カゲツ k|ヵ月 カゲツ k|箇月 カゲツ k|か所 カショ k|ヶ所 カショ k|カ所 カショ k|箇所 カショ k
            階 カイ k|か国 カコク k|カ国 カコク k|項 コー k|巻 カン k|期 キ k|歳 サイ s|才 サイ s|世帯 セタイ s|冊 サツ s|週間 シューカン s|種類 シュルイ s|社 シャ s|周年 シューネン s|施設 シセツ s
            cm センチ s|点 テン t|頭 トー t|丁目 チョーメ t|兆円 チョーエン t|本 ホン h|票 ヒョー h|匹 ヒキ h|杯 ハイ h|分 フン f|分間 フンカン f|% パーセント p|パーセント パーセント p|ページ ページ p|ポイント ポイント p
            倍 バイ -|条 ジョー -|号 ゴー -|名 メー -|台 ダイ -|枚 マイ -|秒 ビョー -|秒間 ビョーカン -|位 イ -|割 ワリ -|度 ド -|番 バン -|番地 バンチ -|番目 バンメ -|園 エン -|部 ブ -|代 ダイ -|議席 ギセキ -|町 チョー -|市 シ -
            km キロメートル -|m メートル -|mm ミリメートル -|m2 ヘイホーメートル -|kg キログラム -|g グラム -|t トン -|ha ヘクタール -|L リットル -|l リットル -|kW キロワット -|kWh キロワットジ -|GB ギガバイト -|MB メガバイト -|°C ド -
            """;
    private static final Map<String, String> OWN_WORDS = Map.ofEntries(Map.entry("1人", "ヒトリ"), Map.entry("2人", "フタリ"),
            Map.entry("1つ", "ヒトツ"), Map.entry("2つ", "フタツ"), Map.entry("3つ", "ミッツ"), Map.entry("4つ", "ヨッツ"), Map.entry("5つ", "イツツ"),
            Map.entry("6つ", "ムッツ"), Map.entry("7つ", "ナナツ"), Map.entry("8つ", "ヤッツ"), Map.entry("9つ", "ココノツ"));
    private static final String[] DAYS = {"", "イチニチ", "フツカ", "ミッカ", "ヨッカ", "イツカ", "ムイカ", "ナノカ", "ヨーカ", "ココノカ", "トーカ"};
    private static final Map<String, String[]> READINGS = readings();

    private Counters() {}

    private static Map<String, String[]> readings() {
        var readings = new HashMap<String, String[]>();
        for (var entry : TABLE.strip().split("[|\n]")) {
            var parts = entry.split(" ");
            readings.put(parts[0], new String[] {parts[1], parts[2]});
        }
        return readings;
    }

    /** All counters as one alternative of a pattern, the longest first, so that 年度 is not read as 年. */
    static String pattern() {
        return READINGS.keySet().stream().sorted((a, b) -> b.length() - a.length()).map(java.util.regex.Pattern::quote)
                .map(word -> word.matches(".*[A-Za-z2]\\\\E") ? word + "(?![A-Za-z0-9])" : word).reduce((a, b) -> a + "|" + b).orElseThrow() + "|日間|日|つ";
    }

    /** The number, already spoken, and its counter. */
    static String counted(String digits, String spoken, String counter) {
        var own = OWN_WORDS.get(digits + counter);
        if (own != null) return own;
        if (counter.startsWith("日")) return day(digits, spoken) + (counter.equals("日間") ? "カン" : "");
        var reading = READINGS.get(counter);
        return reading == null ? spoken + counter : joined(spoken, reading[0], reading[1].charAt(0));
    }

    /** Behind a decimal nothing hardens. */
    static String unchanged(String spoken, String counter) {
        var reading = READINGS.get(counter);
        return spoken + (reading == null ? counter.replace("日", "ニチ") : reading[0]);
    }

    /** Days of the month and counts of days alike, save the first: that is ツイタチ only behind a month. */
    static String day(String digits, String spoken) {
        if (digits.length() > 2) return spoken + "ニチ";
        int day = Integer.parseInt(digits);
        return switch (day) {
            case 0 -> spoken + "ニチ";
            case 14, 24 -> Numerals.whole(Integer.toString(day / 10 * 10)) + "ヨッカ";
            case 20 -> "ハツカ";
            default -> day <= 10 ? DAYS[day] : spoken.replaceFirst("キュー$", "ク").replaceFirst("ナナ$", "シチ") + "ニチ";
        };
    }

    private static String joined(String number, String counter, char change) {
        return switch (change) {
            case 'k' -> endsIn(number, "イチ", "ロク", "ハチ", "ジュー", "ヒャク") ? hardened(number) + counter : number + counter;
            case 's', 't' -> endsIn(number, "イチ", "ハチ", "ジュー") ? hardened(number) + counter : number + counter;
            case 'p' -> endsIn(number, "ハチ", "ジュー") ? hardened(number) + counter : number + counter;
            case 'h', 'f' -> puffed(number, counter, change);
            case 'y' -> number.replaceFirst("ヨン$", "ヨ") + counter;
            case 'j' -> number.replaceFirst("ヨン$", "ヨ").replaceFirst("ナナ$", "シチ").replaceFirst("キュー$", "ク") + counter;
            case 'c' -> number.replaceFirst("ヨン$", "シ").replaceFirst("ナナ$", "シチ").replaceFirst("キュー$", "ク") + counter;
            default -> number + counter;
        };
    }

    private static String puffed(String number, String counter, char change) {
        if (endsIn(number, "イチ", "ロク", "ハチ", "ジュー", "ヒャク")) return hardened(number) + shifted(counter, 2);
        if (change == 'f' && number.endsWith("ン")) return number + shifted(counter, 2);
        return number.endsWith("ン") && !number.endsWith("ヨン") ? number + shifted(counter, 1) : number + counter;
    }

    /** ハ, バ, パ stand next to each other in Unicode, and so in every column. */
    private static String shifted(String counter, int by) {
        return (char) (counter.charAt(0) + by) + counter.substring(1);
    }

    /** イチ becomes イッ before a hard sound, and so on. */
    static String hardened(String number) {
        return number.replaceFirst("イチ$", "イッ").replaceFirst("ロク$", "ロッ").replaceFirst("ハチ$", "ハッ").replaceFirst("ジュー$", "ジュッ").replaceFirst("ヒャク$", "ヒャッ");
    }

    private static boolean endsIn(String number, String... ends) {
        for (var end : ends) if (number.endsWith(end)) return true;
        return false;
    }
}

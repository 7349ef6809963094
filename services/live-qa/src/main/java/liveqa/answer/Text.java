package liveqa.answer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Text before it is taken apart into words. */
final class Text {
    private static final Pattern ENDS = Pattern.compile("(?<=[。！？!?\\n])|(?<=[a-z])\\.(?=\\s|$)");
    private static final Pattern TURNS = Pattern.compile("[、 ]?(?:それと|それから|あとは?|ところで|ちなみに)[、 ]?(?=.{4})");

    /** Two questions joined by a comma: 自習室は何席で、プールはいくらですか. What stands before the comma must ask by itself. */
    private static final Pattern JOINED = Pattern.compile("(?<=(?:何[^、。]{1,3}|いくら|いつ|どこ|誰|だれ|どう|か)(?:です|なん|なの|でしょう)?(?:で|か|し|て)?)、(?=[^、]*(?:何|いくら|いつ|どこ|誰|だれ|どう|か[?？。]?$))");

    private static final Pattern MARKS = Pattern.compile(" ?(?:は(?![ぁ-ん]*い)|って|が|を|も|の[^ぁ-ん]*[はがを]|ある|あり|でる|出る|出ま|出し|ない|なし|もらえ|ほし|欲し|いくら|いつ|でき|し[まてた]|する|さ[れせ]|です|[?？]|$)");

    private Text() {}

    /** One spelling for half-width, full-width and compatibility characters, small Latin letters, plain spaces. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(java.util.Locale.ROOT).replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("(?<=[a-z]\\d)(?=[ぁ-ん])", " ").strip();
    }

    /** The sentences of a normalised question, several questions in one taken apart. */
    static List<String> questions(String normal) {
        return Arrays.stream(ENDS.split(normal)).flatMap(TURNS::splitAsStream).flatMap(JOINED::splitAsStream).map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    static boolean isHiragana(char c) {
        return c >= 'ぁ' && c <= 'ゖ' || c == 'ー';
    }

    static boolean isKanji(char c) {
        return Character.isIdeographic(c) && c != '〇' || c == '々';
    }

    static boolean hasJapanese(String text) {
        return text.codePoints().anyMatch(c -> Character.isIdeographic(c) || c >= 0x3041 && c <= 0x30ff);
    }

    /** Whether what follows the compound that goes on at this place makes it the subject, the object or the predicate. */
    static boolean isMarked(String normal, int at) {
        int end = at;
        while (end < normal.length() && !isHiragana(normal.charAt(end)) && Character.isLetterOrDigit(normal.charAt(end))) end++;
        return MARKS.matcher(normal).region(end, normal.length()).lookingAt();
    }

    static String katakana(String text) {
        var out = new StringBuilder(text);
        for (int at = 0; at < out.length(); at++) {
            char c = out.charAt(at);
            if (c >= 'ぁ' && c <= 'ゖ') out.setCharAt(at, (char) (c + ('ァ' - 'ぁ')));
        }
        return out.toString();
    }

    /** The kanji of a word written with both: 引っ越し, 引越し and 引っ越す are one, so are 増える and 増やす. */
    static String withoutEndings(String word) {
        boolean mixed = word.chars().anyMatch(c -> isKanji((char) c)) && word.chars().anyMatch(c -> isHiragana((char) c));
        return mixed ? word.replaceAll("[ぁ-ゖー]", "") : word;
    }
}

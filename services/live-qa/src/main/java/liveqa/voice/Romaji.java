package liveqa.voice;

import java.util.Optional;

/** Japanese words written in Latin letters, such as names of places. */
final class Romaji {
    private static final String VOWELS = "aiueo";
    private static final String[] ROWS = {"", "アイウエオ", "k", "カキクケコ", "s", "サシスセソ", "t", "タチツテト", "n", "ナニヌネノ", "h", "ハヒフヘホ", "m", "マミムメモ",
        "y", "ヤイユエヨ", "r", "ラリルレロ", "w", "ワイウエヲ", "g", "ガギグゲゴ", "z", "ザジズゼゾ", "j", "ジジジジジ", "d", "ダヂヅデド", "b", "バビブベボ", "p", "パピプペポ",
        "sh", "シシシシシ", "ch", "チチチチチ", "ts", "ツツツツツ", "f", "フフフフフ", "ky", "キキキキキ", "gy", "ギギギギギ", "ny", "ニニニニニ", "hy", "ヒヒヒヒヒ",
        "my", "ミミミミミ", "ry", "リリリリリ", "by", "ビビビビビ", "py", "ピピピピピ"};

    private Romaji() {}

    /** Empty when it is not a Japanese word in Latin letters. */
    static Optional<String> kana(String word) {
        var kana = new StringBuilder();
        int at = 0;
        while (at < word.length()) {
            int vowel = at;
            while (vowel < word.length() && VOWELS.indexOf(word.charAt(vowel)) < 0) vowel++;
            if (!consonants(word.substring(at, vowel), vowel < word.length() ? word.charAt(vowel) : 0, kana)) return Optional.empty();
            at = vowel + 1;
        }
        return Optional.of(kana.toString());
    }

    private static boolean consonants(String before, char vowel, StringBuilder kana) {
        var left = before;
        if (left.length() > 1 && left.charAt(0) == 'n' && left.charAt(1) != 'y' || left.equals("n") && vowel == 0) {
            kana.append('ン');
            left = left.substring(1);
        }
        if (left.length() > 1 && (left.charAt(0) == left.charAt(1) || left.startsWith("tch"))) {
            kana.append('ッ');
            left = left.substring(1);
        }
        return vowel == 0 ? left.isEmpty() : syllable(left, VOWELS.indexOf(vowel), kana);
    }

    private static boolean syllable(String consonant, int vowel, StringBuilder kana) {
        for (int row = 0; row < ROWS.length; row += 2) {
            if (!ROWS[row].equals(consonant)) continue;
            kana.append(ROWS[row + 1].charAt(vowel));
            boolean gliding = consonant.length() > 1 && consonant.endsWith("y") || consonant.equals("sh") || consonant.equals("ch") || consonant.equals("j");
            if (gliding && vowel != 1) kana.append("ャ_ュェョ".charAt(vowel));
            if ((consonant.equals("f") && vowel != 2) || (consonant.equals("ts") && vowel != 2)) kana.append("ァィ_ェォ".charAt(vowel));
            return true;
        }
        return false;
    }
}

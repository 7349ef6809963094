package liveqa.voice;

/** Arabic numbers as they are spoken in Japanese, in katakana with long vowels as bars. */
final class Numerals {
    private static final String[] DIGITS = {"ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー"};
    /** Digits said one by one keep the same length each: a bare ニ is easily missed. */
    private static final String[] SINGLE = {"ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー"};
    private static final String[] HUNDREDS = {"", "ヒャク", "ニヒャク", "サンビャク", "ヨンヒャク", "ゴヒャク", "ロッピャク", "ナナヒャク", "ハッピャク", "キューヒャク"};
    private static final String[] THOUSANDS = {"", "セン", "ニセン", "サンゼン", "ヨンセン", "ゴセン", "ロクセン", "ナナセン", "ハッセン", "キューセン"};
    private static final String[] MYRIADS = {"", "マン", "オク", "チョー"};
    private static final int LONGEST = 16;

    private Numerals() {}

    /** A whole number of up to 16 digits; a longer one, or one with a leading zero, is a code and is spelled. */
    static String whole(String digits) {
        if (digits.length() > LONGEST || digits.length() > 1 && digits.startsWith("0")) return oneByOne(digits);
        long number = Long.parseLong(digits);
        if (number == 0) return DIGITS[0];
        var spoken = new StringBuilder();
        for (int myriad = 0; number > 0; myriad++, number /= 10_000) {
            int four = (int) (number % 10_000);
            if (four > 0) spoken.insert(0, four(four, myriad));
        }
        return spoken.toString();
    }

    private static String four(int number, int myriad) {
        int thousands = number / 1000;
        // 1,000 is セン, but ten million is イッセンマン.
        var text = thousands == 1 && myriad > 0 ? "イッセン" : THOUSANDS[thousands];
        text += HUNDREDS[number / 100 % 10];
        int tens = number / 10 % 10;
        if (tens > 0) text += (tens > 1 ? DIGITS[tens] : "") + "ジュー";
        if (number % 10 > 0) text += DIGITS[number % 10];
        return MYRIADS[myriad].equals("チョー") ? Counters.hardened(text) + "チョー" : text + MYRIADS[myriad];
    }

    /** {@code whole} and the digits behind the point. */
    static String decimal(String whole, String fraction) {
        var before = whole.equals("0") ? "レイ" : Counters.hardened(whole(whole));
        return before + "テン" + oneByOne(fraction);
    }

    static String oneByOne(String digits) {
        var spoken = new StringBuilder();
        digits.chars().forEach(digit -> spoken.append(SINGLE[digit - '0']));
        return spoken.toString();
    }
}

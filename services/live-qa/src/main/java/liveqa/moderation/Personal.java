package liveqa.moderation;

import java.util.regex.Pattern;

/**
 * Personal data in a text.
 *
 * <p>Telephone numbers and mail addresses have a clear beginning and end and are blotted out; where a street address ends
 * cannot be told, so a question that holds one waits for a person. Digits may be full-width, dashes of any kind.
 */
final class Personal {
    private static final String DASH = "[-‐‑‒–—―−ーｰ－ 　]";
    private static final Pattern TELEPHONE = Pattern.compile(
            "(?<![0-9０-９])(?:[+＋][8８][1１]" + DASH + "?)?[（(]?[0０]?[0-9０-９]{1,4}[)）]?" + DASH + "[0-9０-９]{1,4}" + DASH + "[0-9０-９]{3,4}(?![0-9０-９])"
                    + "|[（(][0０][0-9０-９]{1,4}[)）]" + "[0-9０-９]{1,4}" + DASH + "[0-9０-９]{3,4}(?![0-9０-９])"
                    + "|(?<![0-9０-９])[0０][0-9０-９]{9,10}(?![0-9０-９])");
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+");
    private static final Pattern ADDRESS = Pattern.compile(
            "〒" + DASH + "?[0-9０-９]{3}|(?:[都道府県市区町村]|大字)[^\\s。、？?]{1,20}?[0-9０-９一二三四五六七八九十]{1,4}" + DASH
                    + "?(?:丁目|番地?|[-‐−ー－][0-9０-９]{1,4}(?:[-‐−ー－][0-9０-９]{1,5}|号))");
    private static final Pattern DATE = Pattern.compile("(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}");

    private Personal() {}

    static String masked(String text) {
        var mailless = MAIL.matcher(text).replaceAll("（メールアドレス）");
        return TELEPHONE.matcher(mailless).replaceAll(found -> isDate(found.group()) ? found.group() : "（電話番号）");
    }

    private static boolean isDate(String digits) {
        return DATE.matcher(digits).matches();
    }

    static boolean holdsAddress(String text) {
        return ADDRESS.matcher(text).find();
    }
}

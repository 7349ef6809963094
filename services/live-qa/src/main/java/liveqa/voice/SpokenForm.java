package liveqa.voice;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is handed to the synthesiser in place of the written text: figures, dates, times and telephone numbers in kana, names
 * as the dictionary reads them, nothing that cannot be said.
 */
public final class SpokenForm {
    private static final Pattern URL = Pattern.compile("(?i)\\b(?:https?://|www\\.)[-\\w.~:/?#@!$&'()*+;=%,]+");
    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern EMOJI = Pattern.compile("[\\p{So}\\p{Cn}\\p{Co}\\p{Cs}\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{1F000}-\\x{1FFFF}\\x{20E3}]");
    private static final Pattern LAUGHTER = Pattern.compile("(?<![A-Za-z])[wW]{2,}(?![A-Za-z])|(?<=[\\u3041-\\u30ff\\u4e00-\\u9fff])[wW]+(?![A-Za-z])|草{2,}");
    private static final Pattern REPEATED = Pattern.compile("(.)\\1{3,}");
    private static final Pattern POST_CODE = Pattern.compile("〒\\s*(\\d{3})-?(\\d{4})");
    private static final Pattern PHONE = Pattern.compile("(?<![\\d-])(0\\d{1,4})[-(]?(\\d{1,4})[-)](\\d{3,4})(?![\\d-])|(?<!\\d)(0[789]0|0120)(\\d{3,4})(\\d{3,4})(?!\\d)");
    private static final Pattern DATE = Pattern.compile("(?<!\\d)(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?!\\d)");
    private static final Pattern MONTH_DAY = Pattern.compile("(?<!\\d)(1[0-2]|0?[1-9])月(3[01]|[12]\\d|0?[1-9])日(?!間)");
    private static final Pattern TIME = Pattern.compile("(?<![\\d:])([01]?\\d|2[0-4]):([0-5]\\d)(?::[0-5]\\d)?(?![\\d:])");
    private static final Pattern RANGE = Pattern.compile("(?<=[\\d\\p{IsHan}%])\\s*[~〜～]\\s*(?=\\d)");
    private static final Pattern FRACTION = Pattern.compile("(?<![\\d/])(\\d{1,3})/(\\d{1,3})(?![\\d/])");
    private static final Pattern NUMBER = Pattern.compile(
            "(第)?(?:(?<![\\dA-Za-z])(-))?(\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.(\\d+))?([千百])?([万億兆])?(" + Counters.pattern() + ")?");
    private static final Pattern LATIN = Pattern.compile("[A-Za-z]+(?:'[a-z]+)?");
    private static final String[] LETTERS = {"エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェー", "ケー", "エル", "エム", "エヌ", "オー",
        "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ズィー"};

    private final Readings readings;

    public SpokenForm(Readings readings) {
        this.readings = readings;
    }

    /** The text as it is handed to the synthesiser; empty when there is nothing in it to say. */
    public String of(String written) {
        var text = Normalizer.normalize(written, Normalizer.Form.NFKC);
        text = URL.matcher(text).replaceAll("リンク");
        text = MAIL.matcher(text).replaceAll("メールアドレス");
        text = POST_CODE.matcher(text).replaceAll(found -> "郵便番号" + spelled(found.group(1), found.group(2)));
        text = readings.applied(LAUGHTER.matcher(signs(text)).replaceAll(""));
        text = figures(EMOJI.matcher(text).replaceAll(""));
        text = LATIN.matcher(text).replaceAll(found -> latin(found.group()));
        return tidy(REPEATED.matcher(text).replaceAll("$1$1"));
    }

    /** What stands for a word, before emoji and the like are taken out. */
    private static String signs(String text) {
        return text.replace("&", "アンド").replace("°C", "度").replace("℃", "度").replace("→", "、").replace("×", "かける").replace("¥", "￥");
    }

    private static String figures(String written) {
        var text = PHONE.matcher(written).replaceAll(found -> found.group(1) != null
                ? spelled(found.group(1), found.group(2), found.group(3)) : spelled(found.group(4), found.group(5), found.group(6)));
        text = DATE.matcher(text).replaceAll("$1年$2月$3日");
        text = TIME.matcher(text).replaceAll(SpokenForm::time);
        text = text.replaceAll("時0(\\d)分", "時$1分");
        text = MONTH_DAY.matcher(text).replaceAll(SpokenForm::monthAndDay);
        text = RANGE.matcher(text).replaceAll("から");
        text = FRACTION.matcher(text).replaceAll(found -> Numerals.whole(found.group(2)) + "ブンノ" + Numerals.whole(found.group(1)));
        text = text.replaceAll("￥(\\d[\\d,]*)", "$1円");
        return NUMBER.matcher(text).replaceAll(SpokenForm::number);
    }

    private static String spelled(String... groups) {
        var spoken = new StringBuilder();
        for (var group : groups) spoken.append(spoken.isEmpty() ? "" : "ノ、").append(Numerals.oneByOne(group));
        return spoken.toString();
    }

    private static String time(MatchResult found) {
        var minutes = stripped(found.group(2));
        var hour = counted(stripped(found.group(1)), "時");
        return minutes.equals("0") ? hour : hour + counted(minutes, "分");
    }

    private static String monthAndDay(MatchResult found) {
        var day = stripped(found.group(2));
        var spoken = day.equals("1") ? "ツイタチ" : Counters.day(day, Numerals.whole(day));
        return counted(stripped(found.group(1)), "月") + spoken;
    }

    private static String stripped(String digits) {
        return Integer.toString(Integer.parseInt(digits));
    }

    private static String counted(String digits, String counter) {
        return Counters.counted(digits, Numerals.whole(digits), counter);
    }

    private static String number(MatchResult found) {
        var digits = found.group(3).replace(",", "");
        var sign = (found.group(1) != null ? "ダイ" : "") + (found.group(2) != null ? "マイナス" : "");
        return sign + withUnit(digits, scaled(found, digits), found.group(7), found.group(4) == null && found.group(5) == null && found.group(6) == null);
    }

    private static String scaled(MatchResult found, String digits) {
        var spoken = found.group(4) == null ? Numerals.whole(digits) : Numerals.decimal(digits, found.group(4));
        var hundreds = found.group(5);
        if (hundreds != null) spoken = digits.length() == 1 && found.group(4) == null ? Numerals.whole(digits + (hundreds.equals("千") ? "000" : "00")) : spoken + hundreds;
        return switch (found.group(6)) {
            case "万" -> spoken.replaceFirst("^セン$", "イッセン") + "マン";
            case "億" -> spoken.replaceFirst("^セン$", "イッセン") + "オク";
            case "兆" -> Counters.hardened(spoken) + "チョー";
            case null, default -> spoken;
        };
    }

    private static String withUnit(String digits, String spoken, String counter, boolean whole) {
        if (counter == null) return spoken;
        if (spoken.contains("テン")) return Counters.unchanged(spoken, counter);
        return Counters.counted(whole ? digits : "", spoken, counter.equals("日") && !whole ? "ニチ" : counter);
    }

    private static String latin(String word) {
        if (word.length() <= 3 || word.equals(word.toUpperCase(Locale.ROOT)) && word.length() <= 6) return lettersOf(word);
        return Romaji.kana(word.toLowerCase(Locale.ROOT)).orElseGet(() -> lettersOf(word));
    }

    private static String lettersOf(String word) {
        var spoken = new StringBuilder();
        word.toLowerCase(Locale.ROOT).chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> spoken.append(LETTERS[c - 'a']));
        return Matcher.quoteReplacement(spoken.toString());
    }

    private static String tidy(String text) {
        return text.replaceAll("[\\r\\n]+", "。").replaceAll("[(){}\\[\\]「」『』【】〈〉《》\"“”・/|…:;—–=]+", "、").replaceAll("[*_`^<>#@$\\\\+~〜※]+", "")
                .replaceAll("[!?！？]+", "？").replaceAll("[\\s\\u3000]+", "、").replaceAll("[、,]+", "、").replaceAll("^[、。？]+|、+(?=[。？])|、+$", "").replaceAll("([。？])[、。？]+", "$1").strip();
    }
}

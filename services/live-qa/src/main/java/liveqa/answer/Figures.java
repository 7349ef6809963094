package liveqa.answer;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The figures a text names, however they are written: 七億二千万円 and 7億2000万円 are one. */
public final class Figures {
    /** A single kanji numeral is a figure only before a counter: 一緒 and 第三者 name none. */
    private static final Pattern IDLE = Pattern.compile("(?<![0-9〇一二三四五六七八九十百千万億兆.,])[一二三四五六七八九十千万](?![0-9〇一二三四五六七八九十百千万億兆.,人円年月日時分秒歳才か個回件台校館所割倍本つ階期週枚頭席床冊社戸軒組ヶカ%パ])");
    private static final Pattern FIGURE = Pattern.compile("\\d+(?:\\.\\d+)?");

    private Figures() {}

    public static Set<String> in(String text) {
        var digits = Numerals.digits(IDLE.matcher(Text.normal(text)).replaceAll("_")).replaceAll("(?<=\\d)・(?=\\d)", ".");
        var figures = new TreeSet<String>();
        var found = FIGURE.matcher(digits);
        while (found.find()) figures.add(found.group().replaceFirst("^0+(?=\\d)", ""));
        return figures;
    }
}

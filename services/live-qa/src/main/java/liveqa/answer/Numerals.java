package liveqa.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Japanese numerals as digits: 二十四 is 24, 二〇三〇 is 2030, 1億2千万 is 120000000. Only for comparing, never shown. */
final class Numerals {
    private static final Pattern RUN = Pattern.compile("[0-9〇一二三四五六七八九十百千万億兆][0-9,〇一二三四五六七八九十百千万億兆]*");
    private static final String DIGITS = "〇一二三四五六七八九";

    private Numerals() {}

    static String digits(String normal) {
        return RUN.matcher(normal).replaceAll(found -> Matcher.quoteReplacement(value(found.group().replace(",", ""))));
    }

    private static String value(String run) {
        if (run.length() > 18) return run;
        if (run.chars().noneMatch(c -> "十百千万億兆".indexOf(c) >= 0)) return plain(run);
        long whole = 0;
        long group = 0;
        long digits = -1;
        for (char c : run.toCharArray()) {
            int digit = DIGITS.indexOf(c) >= 0 ? DIGITS.indexOf(c) : Character.isDigit(c) ? c - '0' : -1;
            long small = small(c);
            if (digit >= 0) {
                digits = Math.max(0, digits) * 10 + digit;
            } else if (small > 0) {
                group += (digits < 0 ? 1 : digits) * small;
                digits = -1;
            } else {
                group += Math.max(0, digits);
                whole += Math.max(1, group) * large(c);
                group = 0;
                digits = -1;
            }
        }
        return Long.toString(whole + group + Math.max(0, digits));
    }

    private static String plain(String run) {
        var out = new StringBuilder();
        for (char c : run.toCharArray()) out.append(DIGITS.indexOf(c) >= 0 ? Character.forDigit(DIGITS.indexOf(c), 10) : c);
        return out.toString();
    }

    private static long small(char c) {
        return switch (c) {
            case '十' -> 10;
            case '百' -> 100;
            case '千' -> 1000;
            default -> 0;
        };
    }

    private static long large(char c) {
        return switch (c) {
            case '万' -> 10_000;
            case '億' -> 100_000_000;
            default -> 1_000_000_000_000L;
        };
    }
}

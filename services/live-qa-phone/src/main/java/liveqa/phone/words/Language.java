package liveqa.phone.words;

import java.util.Locale;
import java.util.regex.Pattern;

/** A language that is spoken on the telephone. */
public enum Language {
    JA("ja-JP"),
    EN("en-US");

    private static final Pattern JAPANESE = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The tag of BCP 47. */
    public String tag() {
        return tag;
    }

    public Language other() {
        return this == JA ? EN : JA;
    }

    /** The first part of its keys in the file of words. */
    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A text with any kana or kanji must be read by a Japanese voice; another voice leaves it out. */
    public static Language of(String text) {
        return JAPANESE.matcher(text).find() ? JA : EN;
    }
}

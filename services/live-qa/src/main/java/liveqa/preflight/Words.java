package liveqa.preflight;

import java.util.Locale;

/** One text in both languages; the pattern is that of {@link String#format}. */
record Words(String ja, String en) {
    static Words of(String ja, String en, Object... values) {
        return values.length == 0 ? new Words(ja, en) : new Words(String.format(Locale.ROOT, ja, values), String.format(Locale.ROOT, en, values));
    }

    /** The same in both languages: a name, a command, what a program said. */
    static Words same(String text) {
        return new Words(text, text);
    }

    Words then(Words more) {
        return new Words(ja + more.ja, en + more.en);
    }

    String in(Language language) {
        return switch (language) {
            case JA -> ja;
            case EN -> en;
        };
    }
}

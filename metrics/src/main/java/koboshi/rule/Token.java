package koboshi.rule;

/**
 * A piece of a template.
 *
 * @param text as written; for plain text, what is left of it after trimming
 * @param start the index of its first character
 * @param apart whether blanks stand before it, which ends a chain of fields
 */
record Token(Kind kind, String text, int start, boolean apart) {
    /** What it is. */
    enum Kind {
        /** Outside of actions. */
        TEXT,
        OPEN,
        CLOSE,
        WORD,
        FIELD,
        VARIABLE,
        DOT,
        NUMBER,
        CHARACTER,
        STRING,
        RAW,
        /** One of {@code ( ) | , = :=}. */
        SIGN,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean sign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean word(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    int end() {
        return start + text.length();
    }
}

package liveqa.air;

/** One piece of what is said: the question, the answer or the source. */
record Sentence(String kind, String text) {
    /** Without a Japanese character it is read by the browser, whose voices know English. */
    boolean english() {
        return text.codePoints().noneMatch(c -> c >= 0x3041 && c <= 0x9fff) && text.chars().filter(c -> c >= 'a' && c <= 'z').count() >= 3;
    }

    /** About how long a voice takes that cannot be asked. */
    int guessedMillis() {
        return 400 + text.length() * (english() ? 65 : 140);
    }
}

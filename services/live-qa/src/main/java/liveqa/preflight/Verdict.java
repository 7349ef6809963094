package liveqa.preflight;

/** How a check ended; there is no fourth way. */
sealed interface Verdict {
    /** What was found, or why nothing could be. */
    Words said();

    record Passed(Words said) implements Verdict {}

    /** @param remedy the command to type, or what to do */
    record Failed(Words said, Words remedy) implements Verdict {}

    record Unprovable(Words said) implements Verdict {}
}

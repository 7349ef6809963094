package liveqa.bench;

/** How a question ends for whoever asked it; exactly one of these for each. */
enum Outcome {
    ANSWERED("answered from the documents", true),
    NOT_FOUND("told that the documents do not say", true),
    FAILED("told that answering failed", true),
    SHED("shed: told when to come again", true),
    HELD("held: told why", true),
    REFUSED("refused: told why", true),
    UNTOLD("refused without a reason or a time", false),
    SILENT("accepted, but no answer came", false),
    BROKEN("the connection ended without a word", false);

    private final String words;
    private final boolean told;

    Outcome(String words, boolean told) {
        this.words = words;
        this.told = told;
    }

    String words() {
        return words;
    }

    /** Whether the asker knows how it ended. */
    boolean isTold() {
        return told;
    }
}

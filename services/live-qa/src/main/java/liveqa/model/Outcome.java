package liveqa.model;

/** What became of asking the model. Only the first two end in its words; in all others the documents' own words are the answer. */
public enum Outcome {
    USED,
    /** What it said at first could be checked and was used; the rest was not. */
    CUT,
    DECLINED, UNCITED, WRONG_CITATION, INVENTED_FIGURE, UNSUPPORTED, ABUSIVE, TOO_LATE, UNREACHABLE, REFUSED, BROKEN, NO_BUDGET, PAUSED;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The endpoint's failure, as opposed to an answer we would not use. */
    boolean isFailure() {
        return this == TOO_LATE || this == UNREACHABLE || this == REFUSED || this == BROKEN;
    }
}

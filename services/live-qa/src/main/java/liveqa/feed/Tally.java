package liveqa.feed;

/** What became of the messages of one delivery. {@code refused} ones found the queue full: they may be sent again. */
public record Tally(int received, int questions, int comments, int duplicates, int refused) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Fate fate) {
        return switch (fate) {
            case QUESTION -> new Tally(received + 1, questions + 1, comments, duplicates, refused);
            case COMMENT -> new Tally(received + 1, questions, comments + 1, duplicates, refused);
            case DUPLICATE -> new Tally(received + 1, questions, comments, duplicates + 1, refused);
            case REFUSED -> new Tally(received + 1, questions, comments, duplicates, refused + 1);
        };
    }

    enum Fate { QUESTION, COMMENT, DUPLICATE, REFUSED }
}

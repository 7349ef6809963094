package liveqa.phone.words;

import java.util.List;

/** What is wrong with a file of words, all of it at once, each line with its place. */
public final class WordsProblem extends Exception {
    private static final long serialVersionUID = 1;

    WordsProblem(List<String> problems) {
        super(String.join("\n  ", problems));
    }
}

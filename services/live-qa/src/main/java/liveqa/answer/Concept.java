package liveqa.answer;

import java.util.List;

/** One thing a question is about: the expressions that may mean it, the words as they stood, and how much it weighs by its kind. */
record Concept(List<String> said, List<Expression> expressions, String surface, double weight, boolean marked, boolean person) {
    /** A run of words, and how surely it means the thing: 1 for the same, less for what is merely likely. */
    record Expression(List<String> words, double strength) {}
}

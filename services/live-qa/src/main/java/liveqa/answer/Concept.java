package liveqa.answer;

import java.util.List;

/** One thing a question is about: the expressions (runs of words) that all mean it, and how much it weighs. */
record Concept(List<List<String>> expressions, double weight) {}

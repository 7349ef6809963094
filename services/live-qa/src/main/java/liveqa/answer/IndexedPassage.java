package liveqa.answer;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import liveqa.answer.Concept.Expression;
import liveqa.document.Passage;

/** A passage and what it can be found by. */
record IndexedPassage(Passage passage, Set<String> title, Set<String> heading, Set<String> body, Pairs pairs, Set<Asked> holds) {
    /** What only the document's title says holds for every passage of it, so it says less of this one. */
    private static final double IN_TITLE = 0.45;

    /** A passage that holds an amount speaks of the price, though it need not use the word. */
    private static final double NAMED_ONLY = 0.8;

    static IndexedPassage of(Passage passage, Japanese japanese) {
        var heading = Text.normal(passage.heading());
        var body = Text.normal(passage.text());
        return new IndexedPassage(passage, words(japanese, passage.document()), words(japanese, heading), words(japanese, body), new Pairs(heading, body),
                Asked.in(Numerals.digits(body)));
    }

    private static Set<String> words(Japanese japanese, String text) {
        var words = new HashSet<String>();
        japanese.words(Text.normal(text)).forEach(word -> words.add(word.text().intern()));
        return Set.copyOf(words);
    }

    /** How surely this passage speaks of it, from 0 to 1. */
    double speaksOf(Concept concept) {
        double best = 0;
        for (var expression : concept.expressions()) best = Math.max(best, expression.strength() * holds(expression.words()));
        return best > 0 ? best : holds.stream().anyMatch(asked -> asked.isNamedBy(concept.surface())) ? NAMED_ONLY : 0;
    }

    private double holds(List<String> words) {
        double least = 1;
        for (var word : words) {
            if (heading.contains(word) || body.contains(word)) continue;
            if (!title.contains(word)) return 0;
            least = IN_TITLE;
        }
        return least;
    }

    boolean isHeadedBy(Concept concept) {
        return concept.expressions().stream().map(Expression::words).anyMatch(heading::containsAll);
    }

    boolean saysExactly(Concept concept) {
        return concept.said().stream().allMatch(word -> heading.contains(word) || body.contains(word));
    }

    /** Whether all that its heading says was asked. */
    boolean isAllAsked(Set<String> words) {
        return !heading.isEmpty() && words.containsAll(heading);
    }

    /** The part of a word's pairs of characters that stand here: what remains of a misspelt or differently cut word. */
    double resembles(String surface) {
        if (surface.length() < 3) return 0;
        int held = 0;
        for (int at = 0; at + 2 <= surface.length(); at++) if (pairs.holdsPair(surface, at)) held++;
        return (double) held / (surface.length() - 1);
    }
}

package liveqa.answer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liveqa.document.Passage;

/**
 * Which passages speak of what a question is about.
 *
 * <p>A passage is judged by coverage: the part of the question's weight (rarity of each word among the passages, times the weight of its
 * kind) that the passage speaks of. A word no passage knows weighs most, so a question about the weather covers nothing.
 */
final class PassageIndex {
    /** In a few passages every word is common, which says nothing: it is weighed as if there were this many. */
    private static final int FEW = 160;
    private static final double FOREIGN = 0.4;
    private static final double STRANGER = 2;
    private final List<IndexedPassage> passages;
    private final Map<String, BitSet> holders = new HashMap<>();
    private final int among;
    private final double rarest;

    PassageIndex(List<Passage> passages, Japanese japanese) {
        this.passages = passages.stream().map(passage -> IndexedPassage.of(passage, japanese)).toList();
        for (int place = 0; place < passages.size(); place++) enter(this.passages.get(place), place);
        this.among = Math.max(FEW, passages.size());
        this.rarest = Math.log(1 + (among + 0.5) / 0.5);
    }

    private void enter(IndexedPassage passage, int place) {
        for (var words : List.of(passage.title(), passage.heading(), passage.body())) {
            for (var word : words) holders.computeIfAbsent(word, _ -> new BitSet()).set(place);
        }
    }

    /** From almost 0 (every passage holds it) to 1 (none does), by the formula of BM25, times the weight of its kind. */
    double importance(Concept concept) {
        int holding = 0;
        for (var expression : concept.expressions()) holding = Math.max(holding, holding(expression.words()));
        // The documents are Japanese: an English word that no list translates tells little, where a Japanese one tells that they are silent.
        if (holding == 0 && !Text.hasJapanese(concept.surface())) return FOREIGN * concept.weight();
        // Nothing is known here of a person nobody wrote about, whatever else the question speaks of.
        if (holding == 0 && concept.person() && concept.surface().length() > 1) return STRANGER;
        return concept.weight() * Math.log(1 + (among - holding + 0.5) / (holding + 0.5)) / rarest;
    }

    private int holding(List<String> words) {
        return holdersOf(words).cardinality();
    }

    private BitSet holdersOf(List<String> words) {
        BitSet all = null;
        for (var word : words) {
            var holding = holders.get(word);
            if (holding == null) return new BitSet();
            if (all == null) all = (BitSet) holding.clone();
            else all.and(holding);
        }
        return all == null ? new BitSet() : all;
    }

    /** The passages that speak of a question at all, best first. */
    List<Match> matches(Inquiry inquiry, int most) {
        var candidates = new BitSet();
        for (var part : inquiry.parts()) {
            for (var concept : part.concepts()) {
                for (var expression : concept.expressions()) candidates.or(holdersOf(expression.words()));
            }
        }
        var matches = new ArrayList<Match>();
        candidates.stream().forEach(place -> matches.add(Match.of(inquiry, passages.get(place))));
        matches.sort(Comparator.comparingDouble(Match::rank).reversed());
        return List.copyOf(matches.subList(0, Math.min(most, matches.size())));
    }
}

package liveqa.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import liveqa.answer.Answer;
import liveqa.answer.Finding;
import liveqa.answer.Source;
import liveqa.document.Passage;

/** An answer of the model as it grows: only sentences that were held against their passages, each told at once. */
final class Wording {
    private static final int MOST_SENTENCES = 4;
    private static final int LONGEST_UNFINISHED = 600;
    private final Finding finding;
    private final Grounds grounds;
    private final Consumer<String> told;
    private final Sentences cutter = new Sentences();
    private final List<String> good = new ArrayList<>();
    private final Set<Passage> cited = new LinkedHashSet<>();
    private int heard;
    private long tokensIn;
    private long tokensOut;

    Wording(Finding finding, Grounds grounds, Consumer<String> told) {
        this.finding = finding;
        this.grounds = grounds;
        this.told = told;
    }

    boolean isEmpty() {
        return good.isEmpty();
    }

    /** Takes a piece; says how it ended if nothing further is wanted. */
    Optional<Outcome> add(String piece) {
        heard += piece.length();
        for (var sentence : cutter.add(piece)) {
            var bad = sentence(sentence);
            if (bad.isPresent()) return bad;
        }
        return cutter.waiting() > LONGEST_UNFINISHED ? Optional.of(ended(Outcome.ABUSIVE)) : Optional.empty();
    }

    Outcome end(long in, long out) {
        tokensIn = in;
        tokensOut = out;
        var rest = cutter.end();
        if (!rest.isEmpty()) {
            var bad = sentence(rest);
            if (bad.isPresent()) return bad.get();
        }
        return good.isEmpty() ? Outcome.DECLINED : Outcome.USED;
    }

    private Optional<Outcome> sentence(String sentence) {
        if (sentence.matches("NONE[。.]?")) return Optional.of(ended(Outcome.DECLINED));
        return switch (grounds.verdict(sentence)) {
            case Grounds.Verdict.Bad(Outcome why) -> Optional.of(ended(why));
            case Grounds.Verdict.Good(String words, List<Passage> passages) -> {
                good.add(words);
                cited.addAll(passages);
                told.accept(words);
                yield good.size() == MOST_SENTENCES ? Optional.of(Outcome.USED) : Optional.empty();
            }
        };
    }

    /** What was told stands, because it was checked and may have been spoken; without any of it the answer is discarded. */
    private Outcome ended(Outcome why) {
        return good.isEmpty() ? why : Outcome.CUT;
    }

    Optional<Answer> answer() {
        if (good.isEmpty()) return Optional.empty();
        var first = cited.iterator().next();
        var quote = finding.answer() instanceof Answer.Found found && found.source().passage().equals(first.text()) ? found.source().quote() : first.text();
        var text = new StringBuilder(String.join("", good));
        for (var passage : cited) text.append("（「").append(passage.document()).append("」").append(passage.page() > 0 ? passage.page() + "ページ" : "").append("「").append(passage.heading()).append("」より）");
        return Optional.of(new Answer.Found(text.toString(), new Source(first.document(), first.heading(), first.page(), quote, first.text())));
    }

    /** By the endpoint's count, or by what was sent and heard when it did not say. */
    void settle(Budget budget, Budget.Taken taken, long sent) {
        budget.settle(taken, tokensIn > 0 ? tokensIn : sent, tokensOut > 0 ? tokensOut : heard);
    }
}

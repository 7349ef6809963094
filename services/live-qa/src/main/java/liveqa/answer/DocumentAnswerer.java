package liveqa.answer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liveqa.document.Passage;

/** Answers out of the documents alone, in their own words, and says so when they do not speak of it. */
public final class DocumentAnswerer implements Answerer {
    /** Set on the tuning half of the questions, where more of those the documents cannot answer would be lost than gained below it. */
    static final double ENOUGH = 0.55;
    /** A further question in the same breath must be surer: its sentence may only tell the circumstances. */
    private static final double SURE = 0.8;
    private static final int MOST_ANSWERS = 2;
    private static final int PASSAGES = 4;

    private final Japanese japanese = new Japanese();
    private final Synonyms synonyms;
    private volatile Knowledge knowledge;

    /** {@code ownSynonyms} may be null. */
    public DocumentAnswerer(List<Passage> passages, Path ownSynonyms) throws IOException {
        this.synonyms = Synonyms.load(japanese, ownSynonyms);
        replace(passages);
        // The first question must not pay for loading the dictionary and the search classes.
        answer("保育園の待機児童はどうなりますか");
    }

    /** From here on these are the documents; questions being looked up end with those before. */
    public void replace(List<Passage> passages) {
        knowledge = Knowledge.of(passages, japanese, synonyms);
    }

    @Override
    public Answer answer(String question) {
        return find(question).answer();
    }

    public Finding find(String question) {
        var now = knowledge;
        var inquiry = now.inquiry(question);
        var answers = answers(now, inquiry);
        if (answers.isEmpty()) return new Finding(new Answer.NotFound(isEnglish(question)), List.of());
        var passages = new ArrayList<>(answers);
        for (var match : now.matches(inquiry, PASSAGES)) {
            if (!passages.contains(match.passage().passage()) && passages.size() < PASSAGES) passages.add(match.passage().passage());
        }
        return new Finding(quoted(answers, new Quotation(japanese, inquiry), isEnglish(question)), List.copyOf(passages));
    }

    /** The part of a sentence's subject words that these passages hold, from 0 to 1; 1 for a sentence in another language than theirs. */
    public double support(String sentence, List<Passage> passages) {
        var normal = Text.normal(sentence);
        if (!Text.hasJapanese(normal)) return 1;
        var held = passages.stream().map(passage -> IndexedPassage.of(passage, japanese)).toList();
        double weight = 0;
        double supported = 0;
        for (var concept : synonyms.concepts(japanese.words(normal))) {
            if (concept.weight() < Word.Kind.VERB.weight) continue;
            weight += concept.weight();
            supported += concept.weight() * held.stream().mapToDouble(passage -> passage.speaksOf(concept)).max().orElse(0);
        }
        return weight == 0 ? 0 : supported / weight;
    }

    private static boolean isEnglish(String question) {
        return !Text.hasJapanese(question) && question.chars().anyMatch(Character::isLetter);
    }

    /** The passage that answers, and that of a second question in the same breath. */
    private static List<Passage> answers(Knowledge knowledge, Inquiry inquiry) {
        var answers = new ArrayList<Passage>();
        best(knowledge, inquiry, ENOUGH).ifPresent(answers::add);
        if (inquiry.parts().size() < 2 || answers.isEmpty()) return answers;
        for (var part : inquiry.parts()) {
            if (answers.size() < MOST_ANSWERS && part.asks()) {
                best(knowledge, inquiry.only(part), SURE).filter(passage -> !answers.contains(passage)).ifPresent(answers::add);
            }
        }
        return answers;
    }

    private static Optional<Passage> best(Knowledge knowledge, Inquiry inquiry, double sure) {
        return knowledge.matches(inquiry, 1).stream().filter(match -> match.sure() >= sure).findFirst().map(match -> match.passage().passage());
    }

    List<Match> matches(String question, int most) {
        var now = knowledge;
        return now.matches(now.inquiry(question), most);
    }

    private static Answer quoted(List<Passage> passages, Quotation quotation, boolean english) {
        var first = passages.getFirst();
        var quote = quotation.of(first);
        var text = new StringBuilder(cited(first, quote, english));
        for (var further : passages.subList(1, passages.size())) text.append(english ? " " : "また、").append(cited(further, quotation.of(further), english));
        return new Answer.Found(text.toString(), new Source(first.document(), first.heading(), first.page(), quote, first.text()));
    }

    private static String cited(Passage passage, String quote, boolean english) {
        if (english) return "From “" + passage.document() + "”" + (passage.page() > 0 ? ", page " + passage.page() : "") + ", “" + passage.heading() + "”: " + quote;
        return "「" + passage.document() + "」" + (passage.page() > 0 ? passage.page() + "ページ" : "") + "の「" + passage.heading() + "」によると、" + quote;
    }
}

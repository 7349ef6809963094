package liveqa.answer;

import java.util.ArrayList;
import java.util.List;
import liveqa.document.Passage;

/** All that is known of one state of the documents; never changed, so that it can be replaced while questions are looked up. */
record Knowledge(PassageIndex index, Spellings spellings, Japanese japanese, Synonyms synonyms) {
    static Knowledge of(List<Passage> passages, Japanese japanese, Synonyms synonyms) {
        var texts = new ArrayList<>(synonyms.written());
        for (var passage : passages) texts.addAll(List.of(Text.normal(passage.document()), Text.normal(passage.heading()), Text.normal(passage.text())));
        return new Knowledge(new PassageIndex(passages, japanese), new Spellings(japanese, texts), japanese, synonyms);
    }

    Inquiry inquiry(String question) {
        return Inquiry.of(spellings.respelt(Text.normal(question)), japanese, synonyms, index);
    }

    /** The passages that speak of it, best first. */
    List<Match> matches(Inquiry inquiry, int most) {
        return index.matches(inquiry, most);
    }
}

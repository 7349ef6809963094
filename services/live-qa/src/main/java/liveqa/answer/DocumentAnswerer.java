package liveqa.answer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import liveqa.document.Passage;

/** Answers out of the documents alone, in their own words, and says so when they do not speak of it. */
public final class DocumentAnswerer implements Answerer {
    private final Japanese japanese = new Japanese();
    private final Synonyms synonyms;
    private final PassageIndex index;
    private final Map<Passage, Answer> answers = new ConcurrentHashMap<>();

    /** {@code ownSynonyms} may be null. */
    public DocumentAnswerer(List<Passage> passages, Path ownSynonyms) throws IOException {
        this.synonyms = Synonyms.load(japanese, ownSynonyms);
        this.index = new PassageIndex(passages, japanese);
        // The first question must not pay for loading the dictionary and the search classes.
        answer("保育園の待機児童はどうなりますか");
    }

    @Override
    public Answer answer(String question) throws IOException {
        var concepts = synonyms.concepts(japanese.words(question));
        var passage = index.best(concepts);
        // One answer per passage, shared by all who are given it: thousands of them are remembered.
        return passage.isEmpty() ? new Answer.NotFound() : answers.computeIfAbsent(passage.get(), DocumentAnswerer::quoted);
    }

    private static Answer quoted(Passage passage) {
        var text = "「" + passage.document() + "」の「" + passage.heading() + "」によると、" + passage.text();
        return new Answer.Found(text, new Source(passage.document(), passage.heading(), passage.text()));
    }
}

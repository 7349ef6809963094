package liveqa.answer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import liveqa.document.Passage;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds the passage that best covers what a question is about, or nothing.
 *
 * <p>BM25 alone always finds something, and its scores mean nothing across questions. So it only ranks; whether there is
 * an answer at all is judged by coverage: the share of the question's weight (rarity of a word among the passages times
 * the weight of its kind) that the passage speaks of. A word no passage knows weighs most, so a question about the
 * weather or about football covers nothing.
 */
final class PassageIndex {
    /** Found by the test of answerable and unanswerable questions: both kinds stay clear of it. */
    private static final double ENOUGH = 0.5;
    private static final int CANDIDATES = 30;
    private static final String HEADING = "heading";
    private static final String TITLE = "title";
    private static final String BODY = "body";
    private static final String ALL = "all";

    private final List<Passage> passages;
    private final IndexSearcher searcher;

    PassageIndex(List<Passage> passages, Japanese japanese) throws IOException {
        this.passages = List.copyOf(passages);
        this.searcher = new IndexSearcher(DirectoryReader.open(written(japanese)));
        // A question is asked once: keeping its queries would only hold memory.
        searcher.setQueryCache(null);
    }

    private ByteBuffersDirectory written(Japanese japanese) throws IOException {
        var directory = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(directory, new IndexWriterConfig(japanese))) {
            for (var passage : passages) writer.addDocument(fields(passage));
            writer.forceMerge(1);
        }
        return directory;
    }

    private static Document fields(Passage passage) {
        var document = new Document();
        document.add(new TextField(TITLE, passage.document(), Field.Store.NO));
        document.add(new TextField(HEADING, passage.heading(), Field.Store.NO));
        document.add(new TextField(BODY, passage.text(), Field.Store.NO));
        document.add(new TextField(ALL, String.join("。", passage.document(), passage.heading(), passage.text()), Field.Store.NO));
        return document;
    }

    Optional<Passage> best(List<Concept> concepts) throws IOException {
        if (concepts.isEmpty()) return Optional.empty();
        double enough = ENOUGH * weight(concepts);
        var ranking = ranking(concepts);
        int best = -1;
        double bestScore = 0;
        for (var hit : searcher.search(coverage(concepts), CANDIDATES).scoreDocs) {
            if (hit.score < enough) break; // Best covered first: the rest covers less.
            double score = hit.score * searcher.explain(ranking, hit.doc).getValue().doubleValue();
            if (score > bestScore) {
                bestScore = score;
                best = hit.doc;
            }
        }
        // One segment, written in order: a hit's number is the passage's place in the list.
        return best < 0 ? Optional.empty() : Optional.of(passages.get(best));
    }

    private double weight(List<Concept> concepts) throws IOException {
        double whole = 0;
        for (var concept : concepts) whole += importance(concept);
        return whole;
    }

    /** Its score is the covered weight itself. */
    private Query coverage(List<Concept> concepts) throws IOException {
        var query = new BooleanQuery.Builder();
        for (var concept : concepts) {
            query.add(new BoostQuery(new ConstantScoreQuery(any(concept, ALL)), (float) importance(concept)), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }

    private Query ranking(List<Concept> concepts) {
        var query = new BooleanQuery.Builder();
        for (var concept : concepts) {
            query.add(boosted(concept, TITLE, 0.7), BooleanClause.Occur.SHOULD);
            query.add(boosted(concept, HEADING, 2), BooleanClause.Occur.SHOULD);
            query.add(boosted(concept, BODY, 1), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }

    private static Query boosted(Concept concept, String field, double boost) {
        return new BoostQuery(any(concept, field), (float) (boost * concept.weight()));
    }

    private static Query any(Concept concept, String field) {
        var query = new BooleanQuery.Builder();
        for (var expression : concept.expressions()) {
            query.add(new PhraseQuery(2, field, expression.toArray(String[]::new)), BooleanClause.Occur.SHOULD);
        }
        return query.build();
    }

    /** Rarity as in BM25, times the weight of the kind of word. */
    private double importance(Concept concept) throws IOException {
        long holding = 0;
        for (var expression : concept.expressions()) holding = Math.max(holding, holding(expression));
        return concept.weight() * Math.log(1 + (passages.size() - holding + 0.5) / (holding + 0.5));
    }

    private long holding(List<String> expression) throws IOException {
        long fewest = Long.MAX_VALUE;
        for (var word : expression) fewest = Math.min(fewest, searcher.getIndexReader().docFreq(new Term(ALL, word)));
        return fewest;
    }
}

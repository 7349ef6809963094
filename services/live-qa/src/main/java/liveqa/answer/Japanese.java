package liveqa.answer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Japanese text as the words it is about, compounds taken apart (待機児童: 待機, 児童). */
final class Japanese extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new JapaneseTokenizer(null, true, true, JapaneseTokenizer.Mode.SEARCH);
        var plain = new CJKWidthFilter(new JapaneseBaseFormFilter(words));
        return new TokenStreamComponents(words, new JapaneseKatakanaStemFilter(new ContentWords(new LowerCaseFilter(plain))));
    }

    List<Word> words(String text) {
        var words = new ArrayList<Word>();
        try (var stream = tokenStream("", text)) {
            var term = stream.addAttribute(CharTermAttribute.class);
            var kind = stream.addAttribute(PartOfSpeechAttribute.class);
            stream.reset();
            while (stream.incrementToken()) words.add(new Word(term.toString(), weight(kind.getPartOfSpeech())));
            stream.end();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text held in memory", e);
        }
    }

    /** A noun names the subject; when, how many and which way only qualify it. */
    private static double weight(String kind) {
        if (kind == null) return 1;
        if (kind.startsWith("名詞-数") || kind.startsWith("名詞-接尾") || kind.startsWith("接頭詞")) return 0.2;
        if (kind.startsWith("名詞-副詞可能")) return 0.3;
        if (kind.startsWith("名詞")) return 1;
        return 0.35;
    }
}

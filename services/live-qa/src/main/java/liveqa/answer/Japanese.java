package liveqa.answer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapaneseNumberFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.ja.tokenattributes.ReadingAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/** Japanese text as the words it is about, compounds taken apart (待機児童: 待機, 児童), numerals as digits. */
final class Japanese extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new JapaneseTokenizer(null, true, true, JapaneseTokenizer.Mode.SEARCH);
        var plain = new JapaneseNumberFilter(new JapaneseBaseFormFilter(words));
        return new TokenStreamComponents(words, new EnglishMinimalStemFilter(new JapaneseKatakanaStemFilter(plain)));
    }

    /** The words of a normalised text that name or tell something. */
    List<Word> words(String normal) {
        return all(normal).stream().filter(word -> word.kind() != null && !word.text().isEmpty()).toList();
    }

    /** Every word; the kind is null where it only joins others (particles and the like). */
    List<Word> all(String normal) {
        var words = new ArrayList<Word>();
        try (var stream = tokenStream("", normal)) {
            var term = stream.addAttribute(CharTermAttribute.class);
            var kind = stream.addAttribute(PartOfSpeechAttribute.class);
            var reading = stream.addAttribute(ReadingAttribute.class);
            var place = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            while (stream.incrementToken()) words.add(word(normal, term.toString(), kind.getPartOfSpeech(), reading.getReading(), place));
            stream.end();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException("reading a text held in memory", e);
        }
    }

    private static Word word(String normal, String term, String kind, String reading, OffsetAttribute place) {
        var surface = normal.substring(place.startOffset(), place.endOffset());
        var text = Text.withoutEndings(term);
        // The number filter leaves the next word's attributes on a number.
        boolean number = text.chars().allMatch(c -> Character.isDigit(c) || c == '.');
        var what = number ? Word.Kind.COUNT : kind(kind, text);
        // 本 as in thirty trains an hour is no book.
        if (what == Word.Kind.COUNT && Text.isKanji(text.charAt(0))) text += "#";
        return new Word(text, surface, reading == null || number ? Text.katakana(surface) : reading, what, Text.isMarked(normal, place.endOffset()), place.startOffset(), place.endOffset());
    }

    private static Word.Kind kind(String kind, String text) {
        if (kind == null) return Word.Kind.NOUN;
        if (Text.katakana(text).length() == 1 && !Text.isKanji(text.charAt(0)) && !Character.isDigit(text.charAt(0))) return null;
        if (SilentWords.isBackground(text)) return Word.Kind.BACKGROUND;
        var ranks = kind.split("-");
        return switch (ranks[0]) {
            case "名詞" -> noun(ranks.length > 1 ? ranks[1] : "", ranks.length > 2 ? ranks[2] : "");
            case "接頭詞" -> ranks[1].equals("数接続") ? Word.Kind.COUNT : Word.Kind.QUALITY;
            case "動詞" -> ranks[1].equals("自立") ? Word.Kind.VERB : null;
            case "形容詞" -> ranks[1].equals("自立") ? Word.Kind.QUALITY : null;
            default -> null;
        };
    }

    private static Word.Kind noun(String rank, String further) {
        return switch (rank) {
            case "固有名詞" -> further.equals("人名") ? Word.Kind.PERSON : Word.Kind.NAME;
            case "数" -> Word.Kind.COUNT;
            case "接尾" -> further.equals("人名") ? null : further.equals("一般") ? Word.Kind.SUFFIX : Word.Kind.COUNT;
            case "副詞可能" -> Word.Kind.TIME;
            case "サ変接続" -> Word.Kind.ACTION;
            case "形容動詞語幹", "ナイ形容詞語幹" -> Word.Kind.QUALITY;
            case "非自立", "代名詞", "特殊", "動詞非自立的", "接続詞的" -> null;
            default -> Word.Kind.NOUN;
        };
    }
}

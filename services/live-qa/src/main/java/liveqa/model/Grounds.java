package liveqa.model;

import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Pattern;
import liveqa.answer.Figures;
import liveqa.document.Passage;

/**
 * Holds each sentence of the model against the passages it cites: it must cite, cite what was given, name no figure and no address that is
 * not there, and speak of what they speak of.
 */
final class Grounds {
    private static final Pattern CITATION = Pattern.compile("\\[([\\d,、 ]+)\\]");
    private static final Pattern ADDRESS = Pattern.compile("https?:|www\\.|[\\w.]+@[\\w.]+|\\w\\.(?:com|net|org|jp|io)\\b", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 220;
    /** The part of a sentence's subject words that the cited passages must hold. */
    private static final double SUPPORT = 0.5;

    /** A sentence without its marks and the passages it rests on, or why it is not used. */
    sealed interface Verdict {
        record Good(String sentence, List<Passage> passages) implements Verdict {}

        record Bad(Outcome why) implements Verdict {}
    }

    private final List<Passage> passages;
    private final ToDoubleBiFunction<String, List<Passage>> support;

    Grounds(List<Passage> passages, ToDoubleBiFunction<String, List<Passage>> support) {
        this.passages = passages;
        this.support = support;
    }

    Verdict verdict(String sentence) {
        var cited = new TreeSet<Integer>();
        var citations = CITATION.matcher(sentence);
        while (citations.find()) {
            for (var number : citations.group(1).split("[,、 ]+")) if (!number.isEmpty()) cited.add(number.length() > 3 ? 0 : Integer.parseInt(number));
        }
        if (cited.isEmpty()) return new Verdict.Bad(Outcome.UNCITED);
        if (cited.first() < 1 || cited.last() > passages.size()) return new Verdict.Bad(Outcome.WRONG_CITATION);
        var words = CITATION.matcher(sentence).replaceAll("").strip();
        var grounds = cited.stream().map(number -> passages.get(number - 1)).toList();
        return judged(words, grounds);
    }

    private Verdict judged(String words, List<Passage> grounds) {
        if (words.length() > LONGEST || ADDRESS.matcher(words).find() || words.contains("<")) return new Verdict.Bad(Outcome.ABUSIVE);
        var held = new StringBuilder();
        for (var passage : grounds) held.append(passage.document()).append('。').append(passage.heading()).append('。').append(passage.text()).append('。');
        if (!Figures.in(held.toString()).containsAll(Figures.in(words))) return new Verdict.Bad(Outcome.INVENTED_FIGURE);
        if (support.applyAsDouble(words, grounds) < SUPPORT) return new Verdict.Bad(Outcome.UNSUPPORTED);
        return new Verdict.Good(words, grounds);
    }
}

package liveqa.answer;

import java.util.ArrayList;
import java.util.List;
import liveqa.document.Passage;

/** The sentences of a passage that answer, short enough to be spoken. */
final class Quotation {
    /** About half a minute of speech. */
    private static final int LONGEST = 180;

    private final Japanese japanese;
    private final Inquiry inquiry;

    Quotation(Japanese japanese, Inquiry inquiry) {
        this.japanese = japanese;
        this.inquiry = inquiry;
    }

    /** The whole passage when it is short; else the sentence that fits best, and those after and before it while there is room. */
    String of(Passage passage) {
        var text = passage.text();
        if (text.length() <= LONGEST) return text;
        var sentences = sentences(text);
        int from = best(passage, sentences);
        int to = from + 1;
        int length = sentences.get(from).length();
        while (to < sentences.size() && length + sentences.get(to).length() <= LONGEST) length += sentences.get(to++).length();
        while (from > 0 && length + sentences.get(from - 1).length() <= LONGEST) length += sentences.get(--from).length();
        return String.join("", sentences.subList(from, to)).strip();
    }

    private int best(Passage passage, List<String> sentences) {
        int best = 0;
        double most = -1;
        for (int at = 0; at < sentences.size(); at++) {
            var match = Match.of(inquiry, IndexedPassage.of(new Passage(passage.document(), "", sentences.get(at)), japanese));
            if (match.rank() > most) {
                most = match.rank();
                best = at;
            }
        }
        return best;
    }

    /** Cut after 。 and the like; a sentence longer than can be spoken at its commas. */
    static List<String> sentences(String text) {
        var sentences = new ArrayList<String>();
        for (var sentence : text.split("(?<=[。！？!?])|(?<=\\.)(?=\\s)")) {
            if (sentence.length() <= LONGEST) sentences.add(sentence);
            else cut(sentence, sentences);
        }
        return sentences;
    }

    private static void cut(String sentence, List<String> sentences) {
        var rest = sentence;
        while (rest.length() > LONGEST) {
            int end = Math.max(rest.lastIndexOf('、', LONGEST - 1), rest.lastIndexOf(' ', LONGEST - 1)) + 1;
            if (end < LONGEST / 3) end = LONGEST;
            sentences.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        sentences.add(rest);
    }
}

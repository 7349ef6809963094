package liveqa.voice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text in pieces short enough to be synthesised ahead and shown as one subtitle: sentences, long ones at their clauses. */
public final class Sentences {
    /** About twelve seconds of speech, and two lines of a subtitle. */
    private static final int LONGEST = 72;
    private static final Pattern ENDS = Pattern.compile("(?<=[。！？!?\\n])(?![。！？!?」』）)])|(?<=[a-z]{2}[.!?])(?=\\s+[A-Z])");
    private static final String CLAUSES = "、，,;；：: ";
    private static final String PARTICLES = "をにはがでともや";

    private Sentences() {}

    public static List<String> of(String text) {
        var pieces = new ArrayList<String>();
        for (var sentence : ENDS.split(text)) split(sentence.strip(), pieces);
        return List.copyOf(pieces);
    }

    private static void split(String sentence, List<String> into) {
        var left = sentence;
        while (left.length() > LONGEST) {
            int at = cut(left);
            into.add(left.substring(0, at).strip());
            left = left.substring(at).strip();
        }
        if (!left.isEmpty()) into.add(left);
    }

    /** Behind the clause nearest to an even division, else behind a particle, else anywhere but inside of a character. */
    private static int cut(String text) {
        int pieces = (text.length() + LONGEST - 1) / LONGEST;
        int ideal = text.length() / pieces;
        int at = nearest(text, CLAUSES, ideal);
        if (at < 0) at = nearest(text, PARTICLES, ideal);
        if (at < 0) at = ideal;
        return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }

    private static int nearest(String text, String marks, int ideal) {
        int best = -1;
        for (int i = 8; i < Math.min(text.length() - 1, LONGEST); i++) {
            boolean mark = marks.indexOf(text.charAt(i)) >= 0 && !insideNumber(text, i);
            if (mark && (best < 0 || Math.abs(i + 1 - ideal) < Math.abs(best - ideal))) best = i + 1;
        }
        return best;
    }

    private static boolean insideNumber(String text, int at) {
        return Character.isDigit(text.charAt(at - 1)) && Character.isDigit(text.charAt(at + 1));
    }
}
